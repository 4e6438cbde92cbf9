// The WebAssembly module of the CPU device, in AssemblyScript: the inner loops of the hot ops on float32. What the
// steps of products do is written at `PanelKernels` in ../../panelKernels.ts; ../wasmKernels.ts has the rest. All places are counted
// in elements of 4 bytes from the start of the memory, which the host brings and owns; nothing is allocated here.
//
// The same source is compiled twice, with and without the relaxed SIMD instructions (see tile.ts).

export { correlateChannels, correlateTaps } from "./depthwise";
export { maxPool } from "./maxPool";
export { multiply, panelRows } from "./multiply";
export { packGathered, packStrided } from "./pack";
export {
  absolute,
  addScaled,
  affine,
  atLeast,
  divideEach,
  exponential,
  gelu,
  geluSlope,
  hyperbolicTangent,
  largest,
  leak,
  multiplyEach,
  negate,
  passAbove,
  sigmoid,
  squareRoot,
  sum,
} from "./pointwise";
export { logSoftmaxBackwardRows, logSoftmaxRows, softmaxBackwardRows, softmaxRows } from "./softmax";
export { spread } from "./spread";
export { multiplyGathered } from "./tileGathered";
export { addLines, dotLines } from "./vectorProduct";
