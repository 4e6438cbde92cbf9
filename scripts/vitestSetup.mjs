// Runs once before any unit or oracle test: compiles the WebAssembly kernels if their source changed,
// so that the tests work from a fresh clone and on edited kernels alike.
import { buildKernels } from "./wasm.mjs";

export default async function setup() {
  await buildKernels();
}
