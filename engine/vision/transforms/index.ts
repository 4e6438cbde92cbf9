/** `transforms`: what users find under this name. */
export { RandomAffine, RandomPerspective } from "./affine.ts";
export { AutoAugment, AutoAugmentPolicy, RandAugment, TrivialAugmentWide } from "./autoAugment.ts";
export { GaussianBlur } from "./blur.ts";
export { RandomApply, RandomChoice, RandomOrder } from "./chance.ts";
export { ColorJitter, Grayscale } from "./color.ts";
export { Compose } from "./compose.ts";
export { CenterCrop, RandomCrop, RandomResizedCrop } from "./crop.ts";
export { ConvertImageDtype } from "./dtype.ts";
export { RandomErasing } from "./erasing.ts";
export { RandomHorizontalFlip, RandomVerticalFlip } from "./flip.ts";
export * as functional from "./functional.ts";
export { InterpolationMode } from "./interpolation.ts";
export { Lambda } from "./lambda.ts";
export {
  RandomAdjustSharpness,
  RandomAutocontrast,
  RandomEqualize,
  RandomGrayscale,
  RandomInvert,
  RandomPosterize,
  RandomSolarize,
} from "./levels.ts";
export { LinearTransformation } from "./linearTransformation.ts";
export { FiveCrop, TenCrop } from "./manyCrops.ts";
export { Normalize } from "./normalize.ts";
export { Pad } from "./pad.ts";
export { Resize } from "./resize.ts";
export { RandomRotation } from "./rotation.ts";
export { PILToTensor, ToPILImage, ToTensor } from "./toTensor.ts";
export { Transform } from "./transform.ts";
export * as v2 from "./v2.ts";
