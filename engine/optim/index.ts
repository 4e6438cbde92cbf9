/** `optim`: what users find under this name. */
export { Adam, Adamax, AdamW, NAdam, RAdam } from "./adam.ts";
export { Adadelta, Adagrad, RMSprop } from "./adaptive.ts";
export { LBFGS } from "./lbfgs.ts";
export * as lrScheduler from "./lrScheduler.ts";
export { Optimizer } from "./optimizer.ts";
export { Rprop } from "./rprop.ts";
export { ASGD, SGD } from "./sgd.ts";
export * as swaUtils from "./swaUtils.ts";
