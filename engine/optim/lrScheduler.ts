/** `optim.lrScheduler`: learning rates that change as training goes on. Call `step()` after the optimizer's. */
export { LRScheduler } from "./schedulers/base.ts";
export { ChainedScheduler, SequentialLR } from "./schedulers/combined.ts";
export { CosineAnnealingLR, CosineAnnealingWarmRestarts } from "./schedulers/cosine.ts";
export { CyclicLR, OneCycleLR } from "./schedulers/cycles.ts";
export {
  ConstantLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiplicativeLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from "./schedulers/factors.ts";
export { ReduceLROnPlateau } from "./schedulers/plateau.ts";
