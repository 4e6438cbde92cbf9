/** `transforms.functional`: the transforms as plain functions. */

export { affine, perspective } from "./affine.ts";
export { gaussianBlur } from "./blur.ts";
export { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, toGrayscale } from "./color.ts";
export { centerCrop, crop } from "./crop.ts";
export { convertImageDtype } from "./dtype.ts";
export { erase } from "./erasing.ts";
export { hflip, vflip } from "./flip.ts";
export {
  adjustSharpness,
  autocontrast,
  equalize,
  invert,
  posterize,
  solarize,
} from "./levels.ts";
export { fiveCrop, tenCrop } from "./manyCrops.ts";
export { normalize } from "./normalize.ts";
export { pad } from "./pad.ts";
export { resize } from "./resize.ts";
export { rotate } from "./rotation.ts";
export { pilToTensor, toPilImage, toTensor } from "./toTensor.ts";
