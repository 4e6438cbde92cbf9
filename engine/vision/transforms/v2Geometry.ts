/** The geometry of `transforms.v2`: prints as there, and draws as there where v1 draws otherwise. */
import { ValueError } from "../../errors.ts";
import { drawInteger } from "../tensors.ts";
import * as affine from "./affine.ts";
import { pythonText } from "./arguments.ts";
import * as crops from "./crop.ts";
import { pad, Pad as V1Pad } from "./pad.ts";
import { type Picture, sidesOf } from "./pictures.ts";
import { Resize as V1Resize } from "./resize.ts";
import { RandomRotation as V1RandomRotation } from "./rotation.ts";
import { attributes, borderList, float, floats, list } from "./v2Text.ts";

/** Resizes images and tensors `[..., C, H, W]` to `[height, width]`, or so that the shorter side has this length. */
export class Resize extends V1Resize {
  override extraRepr(): string {
    const { size, interpolation, maxSize: max_size, antialias } = this;
    const sizes = typeof size === "number" ? [size] : size;
    return attributes({ size: list(sizes), interpolation, max_size, antialias });
  }
}

/** Puts a border around images and tensors `[..., C, H, W]`. */
export class Pad extends V1Pad {
  override extraRepr(): string {
    const { padding, fill, paddingMode: padding_mode } = this;
    return attributes({ padding: typeof padding === "number" ? padding : list(padding), fill, padding_mode });
  }
}

/** Cuts a piece of the size `[height, width]` out of images and tensors `[..., C, H, W]`, anywhere. */
export class RandomCrop extends crops.RandomCrop {
  override forward<X extends Picture>(picture: X): X {
    const [height, width] = this.size;
    const padding = this.padding ?? 0;
    let [left = 0, top = left, right = left, bottom = top] =
      typeof padding === "number" ? [padding] : padding;
    const own = sidesOf(picture);
    const missing = (size: number, has: number) => (this.padIfNeeded ? Math.max(0, size - has) : 0);
    const below = missing(height, own.height + top + bottom);
    const beside = missing(width, own.width + left + right);
    [left, top, right, bottom] = [left + beside, top + below, right + beside, bottom + below];
    const all = { height: own.height + top + bottom, width: own.width + left + right };
    if (all.height < height || all.width < width) {
      throw new ValueError(
        `Required crop size ${pythonText(this.size)} is larger than ${this.padding === null ? "" : "padded "}input image size ${pythonText([all.height, all.width])}.`,
      );
    }
    // Drawn only where there is a choice.
    const y = all.height > height ? drawInteger(all.height - height + 1) : 0;
    const x = all.width > width ? drawInteger(all.width - width + 1) : 0;
    const border = [left, top, right, bottom];
    const padded = border.some((n) => n !== 0) ? pad(picture, border, this.fill, this.paddingMode) : picture;
    return all.height > height || all.width > width ? crops.crop(padded, y, x, height, width) : padded;
  }

  override extraRepr(): string {
    const { size, padding, padIfNeeded: pad_if_needed, fill, paddingMode: padding_mode } = this;
    const border = padding === null ? null : borderList(padding);
    return attributes({ size, padding: border, pad_if_needed, fill, padding_mode });
  }
}

/** Cuts out a piece of any size and form and resizes it to `[height, width]`. */
export class RandomResizedCrop extends crops.RandomResizedCrop {
  override extraRepr(): string {
    const { size, scale, ratio, interpolation, antialias } = this;
    return attributes({ size, scale: floats(scale), ratio: floats(ratio), interpolation, antialias });
  }
}

/** Turns images by an angle drawn from `[-degrees, degrees]`, or from the range given. */
export class RandomRotation extends V1RandomRotation {
  override extraRepr(): string {
    const { degrees, interpolation, expand, fill, center } = this;
    return attributes({ degrees: list(degrees, float), interpolation, expand, fill, center });
  }
}

/** Turns, moves, scales and shears images by amounts drawn from ranges. */
export class RandomAffine extends affine.RandomAffine {
  override extraRepr(): string {
    const { degrees, translate, scale, shear, interpolation, fill, center } = this;
    return attributes({
      degrees: list(degrees, float),
      translate: translate && floats(translate),
      scale: scale && floats(scale),
      shear: shear && list(shear, float),
      interpolation,
      fill,
      center,
    });
  }
}

/** Tilts images with the chance `p`. */
export class RandomPerspective extends affine.RandomPerspective {
  override extraRepr(): string {
    const { p, distortionScale, interpolation, fill } = this;
    return attributes({ p: float(p), distortion_scale: float(distortionScale), interpolation, fill });
  }
}
