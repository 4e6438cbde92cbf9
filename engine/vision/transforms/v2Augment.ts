/** Automatic augmentation in `transforms.v2`: signs are drawn as floats, and only what is needed is drawn. */
import { drawUniform } from "../tensors.ts";
import { partThresholds, type Strengths } from "./augmentations.ts";
import * as v1 from "./autoAugment.ts";
import { attributes } from "./v2Text.ts";

const drawNegative = () => drawUniform(0, 1) <= 0.5;

/** Makes one change of any strength to each image: nothing to tune. For images of modes `L` and `RGB`. */
export class TrivialAugmentWide extends v1.TrivialAugmentWide {
  protected override drawNegative(): boolean {
    return drawNegative();
  }

  protected override strengths(): Strengths {
    return { ...super.strengths(), thresholds: partThresholds };
  }

  override extraRepr(): string {
    const { interpolation, fill, numMagnitudeBins: num_magnitude_bins } = this;
    return attributes({ interpolation, fill, num_magnitude_bins });
  }
}

/** Makes `numOps` changes, all of the same strength, to each image. For images of modes `L` and `RGB`. */
export class RandAugment extends v1.RandAugment {
  protected override drawNegative(): boolean {
    return drawNegative();
  }

  protected override strengths(): Strengths {
    return { ...super.strengths(), thresholds: partThresholds };
  }

  override extraRepr(): string {
    const { interpolation, fill, numOps: num_ops, magnitude, numMagnitudeBins: num_magnitude_bins } = this;
    return attributes({ interpolation, fill, num_ops, magnitude, num_magnitude_bins });
  }
}

/** Makes up to two changes, which go together in a learned policy, to each image. For images of modes `L` and `RGB`. */
export class AutoAugment extends v1.AutoAugment {
  protected override drawPair(): v1.PairDraws {
    return { made: (_, p) => drawUniform(0, 1) <= Math.fround(p), negative: drawNegative };
  }

  protected override strengths(): Strengths {
    return { ...super.strengths(), thresholds: partThresholds };
  }

  override extraRepr(): string {
    const { interpolation, fill, policy } = this;
    return attributes({ interpolation, fill, policy: v1.policyText(policy) });
  }
}
