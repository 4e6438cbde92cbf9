/** Transforms of transforms in `transforms.v2`: as in v1, printed as modules are. */
import { ValueError } from "../../errors.ts";
import {
  RandomApply as V1RandomApply,
  RandomChoice as V1RandomChoice,
  RandomOrder as V1RandomOrder,
} from "./chance.ts";
import { type Step, stepText, Compose as V1Compose } from "./compose.ts";
import { float, list, steps } from "./v2Text.ts";

/** Applies transforms and functions in order; one at least. */
export class Compose<const Steps extends readonly Step[]> extends V1Compose<Steps> {
  constructor(transforms: Steps) {
    if (!Array.isArray(transforms))
      throw new TypeError("Argument transforms should be a sequence of callables");
    if (transforms.length === 0) throw new ValueError("Pass at least one transform");
    super(transforms);
  }

  override toString(): string {
    return steps(this.constructor.name, this.transforms);
  }
}

/** Applies all of the transforms with the chance `p`, or none. */
export class RandomApply<X> extends V1RandomApply<X> {
  override toString(): string {
    return steps(this.constructor.name, this.transforms);
  }
}

/**
 * Applies one of the transforms, each with its weight of `p`, or all with the same. A seed does not give torchvision's
 * choice.
 */
export class RandomChoice<X> extends V1RandomChoice<X> {
  override toString(): string {
    const weights = this.p ?? this.transforms.map(() => 1);
    const total = weights.reduce((sum, each) => sum + each, 0);
    const shares = list(
      weights.map((each) => each / total),
      float,
    );
    return `RandomChoice(transforms=[${this.transforms.map(stepText).join(", ")}], p=${shares})`;
  }
}

/** Applies all of the transforms in an order drawn each time. */
export class RandomOrder<X> extends V1RandomOrder<X> {
  override toString(): string {
    return `RandomOrder(transforms=[${this.transforms.map(stepText).join(", ")}])`;
  }
}
