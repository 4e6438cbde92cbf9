/** The package `tensorglass`: PyTorch's names in TypeScript. */
import "./api/install.ts";

export { newaxis, slice } from "./api/indexing.ts";
export { functionalFunctions as F } from "./api/install.ts";
export { torch } from "./api/torch.ts";
export type { FunctionContext } from "./autograd/function.ts";
export * as copy from "./copy.ts";
export * as data from "./data/index.ts";
export * as datasets from "./datasets/index.ts";
export { DType } from "./dtype.ts";
export * from "./errors.ts";
export { print } from "./host/print.ts";
export * as npy from "./io/npy.ts";
export * as safetensors from "./io/safetensorsNames.ts";
export * as nn from "./nn/index.ts";
export * as optim from "./optim/index.ts";
export { Size } from "./shape.ts";
export { Device, Tensor } from "./tensor.ts";
export { Image } from "./vision/image.ts";
export * as transforms from "./vision/transforms/index.ts";
export { makeDot } from "./viz/makeDot.ts";
export { summary } from "./viz/summary.ts";
