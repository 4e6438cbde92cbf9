/** What changes levels in `transforms.v2`: as in v1, printed as there. */
import { GaussianBlur as V1GaussianBlur } from "./blur.ts";
import { ColorJitter as V1ColorJitter } from "./color.ts";
import { RandomErasing as V1RandomErasing } from "./erasing.ts";
import * as levels from "./levels.ts";
import { type PerChannel, Normalize as V1Normalize } from "./normalize.ts";
import { attributes, float, floats, list } from "./v2Text.ts";

/** Changes brightness, contrast, saturation and hue by factors drawn from ranges, in an order drawn each time. */
export class ColorJitter extends V1ColorJitter {
  override extraRepr(): string {
    const { brightness, contrast, saturation, hue } = this;
    return attributes({
      brightness: brightness && floats(brightness),
      contrast: contrast && floats(contrast),
      saturation: saturation && floats(saturation),
      hue: hue && floats(hue),
    });
  }
}

/** Keeps only the upper `bits` of each level with the chance `p`. */
export class RandomPosterize extends levels.RandomPosterize {
  override extraRepr(): string {
    return attributes({ p: float(this.p), bits: this.bits });
  }
}

/** Inverts levels from `threshold` on with the chance `p`. */
export class RandomSolarize extends levels.RandomSolarize {
  override extraRepr(): string {
    return attributes({ p: float(this.p), threshold: this.threshold });
  }
}

/** Sharpens (a factor above 1) or smoothes images with the chance `p`. */
export class RandomAdjustSharpness extends levels.RandomAdjustSharpness {
  override extraRepr(): string {
    return attributes({ p: float(this.p), sharpness_factor: this.sharpnessFactor });
  }
}

/** Blurs images by a Gaussian kernel of `[width, height]` pixels, with a deviation drawn from `sigma`. */
export class GaussianBlur extends V1GaussianBlur {
  override extraRepr(): string {
    return attributes({ kernel_size: this.kernelSize, sigma: list(this.sigma, float) });
  }
}

/** Overwrites a rectangle of an image tensor `[C, H, W]` with the chance `p`. */
export class RandomErasing extends V1RandomErasing {
  override extraRepr(): string {
    const { p, scale, ratio, value, inplace } = this;
    const levels = value === "random" ? null : list(typeof value === "number" ? [value] : value, float);
    return attributes({ p: float(p), scale: floats(scale), ratio: floats(ratio), value: levels, inplace });
  }
}

const perChannel = (values: PerChannel) => list(typeof values === "number" ? [values] : values, float);

/** `(tensor - mean) / std`, channel by channel of `[..., C, H, W]`. */
export class Normalize extends V1Normalize {
  override extraRepr(): string {
    const { mean, std, inplace } = this;
    return attributes({ mean: perChannel(mean), std: perChannel(std), inplace });
  }
}
