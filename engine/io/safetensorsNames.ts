/** `safetensors`: what users find under this name. */
export { loadModel, saveModel } from "./modelFile.ts";
export { load, loadFile, type SafeOpen, SafetensorError, safeOpen, save } from "./safetensors.ts";
