/** `nn.utils`: what users find under this name. */
export { clipGradNorm_, clipGradsWithNorm_, clipGradValue_, getTotalNorm } from "./clipGradients.ts";
export { removeSpectralNorm, removeWeightNorm, spectralNorm, weightNorm } from "./normHooks.ts";
export * as rnn from "./packedSequence.ts";
export * as parametrizations from "./parametrizations.ts";
export * as parametrize from "./parametrize.ts";
export { parametersToVector, vectorToParameters } from "./vector.ts";
