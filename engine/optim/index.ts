/** `optim`: what users find under this name. */
export { Adam, AdamW, NAdam } from "./adam.ts";
export { Adadelta, Adagrad, RMSprop } from "./adaptive.ts";
export * as lrScheduler from "./lrScheduler.ts";
export { Optimizer } from "./optimizer.ts";
export { SGD } from "./sgd.ts";
