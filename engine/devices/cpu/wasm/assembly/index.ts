// The WebAssembly module of the CPU device, in AssemblyScript: the inner loops of products and convolutions on
// float32. What each function does is written once, at `PanelKernels` in ../../panelKernels.ts. All places are counted
// in elements of 4 bytes from the start of the memory, which the host brings and owns; nothing is allocated here.
//
// The same source is compiled twice, with and without the relaxed SIMD instructions (see tile.ts).

export { correlateChannels, correlateTaps } from "./depthwise";
export { multiply } from "./multiply";
export { packGathered, packStrided } from "./pack";
export { spread } from "./spread";
export { multiplyGathered } from "./tileGathered";
