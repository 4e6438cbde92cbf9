/** `nn`: what users find under this name. */

export { functionalFunctions as functional } from "../api/install.ts";
export { ReLU, Sigmoid, Tanh } from "./activation.ts";
export { ModuleDict, ModuleList, Sequential } from "./container.ts";
export { Conv1d, Conv2d, Conv3d, ConvTranspose2d } from "./conv.ts";
export * as init from "./init.ts";
export { Identity, Linear } from "./linear.ts";
export { Module } from "./module.ts";
export { Parameter } from "./parameter.ts";
export { MaxPool2d } from "./pool.ts";
