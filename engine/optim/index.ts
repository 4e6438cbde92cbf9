/** `optim`: what users find under this name. */
export { Optimizer } from "./optimizer.ts";
export { SGD } from "./sgd.ts";
