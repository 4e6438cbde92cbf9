/** `transforms.functional`: the transforms as plain functions. */
export { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, toGrayscale } from "./color.ts";
export { centerCrop, crop } from "./crop.ts";
export { hflip, vflip } from "./flip.ts";
export { normalize } from "./normalize.ts";
export { pad } from "./pad.ts";
export { resize } from "./resize.ts";
export { rotate } from "./rotation.ts";
export { pilToTensor, toPilImage, toTensor } from "./toTensor.ts";
