/** `nn.utils`: what users find under this name. */
export { clipGradNorm_, clipGradsWithNorm_, clipGradValue_, getTotalNorm } from "./clipGradients.ts";
export * as rnn from "./packedSequence.ts";
export { parametersToVector, vectorToParameters } from "./vector.ts";
