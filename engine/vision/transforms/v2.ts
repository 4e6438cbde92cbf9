/**
 * `transforms.v2`: the same transforms with torchvision's newer printed form and, for some, draws. What v2 has of its
 * own is how images become tensors: `new v2.Compose([new v2.ToImage(), new v2.ToDtype(torch.float32, { scale: true })])`.
 * Resizing, cropping, padding and mirroring take tensors `[..., C, H, W]` too; what turns, tilts or changes colours
 * takes images here, so it stands before `ToImage`.
 */
import { RuntimeError } from "../../errors.ts";
import { recorder } from "../../trace/recorder.ts";
import { Image } from "../image.ts";
import { type DType, Tensor } from "../tensors.ts";
import { optionsOf, pythonText, typeText } from "./arguments.ts";
import { convertImageDtype, mostOf } from "./dtype.ts";
import { pilToTensor } from "./toTensor.ts";
import { Transform } from "./transform.ts";

export { AutoAugmentPolicy } from "./autoAugment.ts";
export { Grayscale } from "./color.ts";
export { CenterCrop } from "./crop.ts";
export { RandomHorizontalFlip, RandomVerticalFlip } from "./flip.ts";
export { InterpolationMode } from "./interpolation.ts";
export { Lambda } from "./lambda.ts";
export { RandomAutocontrast, RandomEqualize, RandomGrayscale, RandomInvert } from "./levels.ts";
export { FiveCrop, TenCrop } from "./manyCrops.ts";
export { PILToTensor, ToPILImage } from "./toTensor.ts";
export { Transform } from "./transform.ts";
export { AutoAugment, RandAugment, TrivialAugmentWide } from "./v2Augment.ts";
export {
  Pad,
  RandomAffine,
  RandomCrop,
  RandomPerspective,
  RandomResizedCrop,
  RandomRotation,
  Resize,
} from "./v2Geometry.ts";
export {
  ColorJitter,
  GaussianBlur,
  Normalize,
  RandomAdjustSharpness,
  RandomErasing,
  RandomPosterize,
  RandomSolarize,
} from "./v2Levels.ts";
export { Compose, RandomApply, RandomChoice, RandomOrder } from "./v2Steps.ts";

/** An image as a tensor `[C, H, W]` of its levels; a tensor stays as it is. */
export class ToImage extends Transform<Image | Tensor, Tensor> {
  forward(image: Image | Tensor): Tensor {
    if (image instanceof Tensor) return image;
    if (image instanceof Image) return pilToTensor(image);
    throw new TypeError(
      `Input can either be a pure Tensor, a numpy array, or a PIL image, but got ${typeText(image)} instead.`,
    );
  }
}

/** Changes the dtype of tensors; with `scale`, levels 0 to 255 become 0 to 1, and the other way round. */
export class ToDtype extends Transform<Tensor, Tensor> {
  readonly dtype: DType;
  readonly scale: boolean;

  constructor(dtype: DType, options?: { scale?: boolean });
  constructor(dtype: DType, scale?: boolean);
  constructor(dtype: DType, ...rest: unknown[]) {
    super();
    this.dtype = dtype;
    this.scale = optionsOf(rest, { scale: false }).scale;
  }

  forward(tensor: Tensor): Tensor {
    const { dtype } = this;
    if (!(tensor instanceof Tensor))
      throw new RuntimeError(`ToDtype takes tensors: put ToImage() before it. Got ${typeText(tensor)}`);
    if (!this.scale) return tensor.to(dtype);
    // From levels to floats v2 multiplies, where `ConvertImageDtype` divides: another last bit.
    if (tensor.dtype.isFloatingPoint || !dtype.isFloatingPoint) return convertImageDtype(tensor, dtype);
    const run = () => tensor.to(dtype).mul_(1 / mostOf(tensor.dtype));
    return recorder ? recorder.inFunction("to_dtype", { tensor }, run) : run();
  }

  override extraRepr(): string {
    return `scale=${pythonText(this.scale)}`;
  }
}
