/** `transforms`: what users find under this name. */
export { ColorJitter, Grayscale } from "./color.ts";
export { Compose } from "./compose.ts";
export { CenterCrop, RandomCrop, RandomResizedCrop } from "./crop.ts";
export { RandomHorizontalFlip, RandomVerticalFlip } from "./flip.ts";
export * as functional from "./functional.ts";
export { InterpolationMode } from "./interpolation.ts";
export { Lambda } from "./lambda.ts";
export { Normalize } from "./normalize.ts";
export { Pad } from "./pad.ts";
export { Resize } from "./resize.ts";
export { RandomRotation } from "./rotation.ts";
export { PILToTensor, ToPILImage, ToTensor } from "./toTensor.ts";
export { Transform } from "./transform.ts";
