/** What optimizers and schedulers refuse, to PyTorch's letter. */
import { expect, test } from "vitest";
import { nn, optim, type Tensor, torch } from "../subject.ts";
import { expected, make } from "./expected.ts";

const W = (): Tensor => torch.zeros(2, { requiresGrad: true });
const SGD = (options: Partial<optim.SGD["defaults"]> = {}) => new optim.SGD([W()], options);
const S = optim.lrScheduler;
/** Calls that the types refuse already. */
const untyped = (name: string, ...args: unknown[]) => make(name in optim ? optim : S, name, ...args);

const REFUSED: Readonly<Record<keyof typeof expected.refused, () => unknown>> = {
  negative_lr: () => SGD({ lr: -1 }),
  small_lr: () => new optim.Adam([W()], { lr: -1e-5 }),
  momentum: () => SGD({ lr: 0.1, momentum: -0.5 }),
  weight_decay: () => new optim.RMSprop([W()], { weightDecay: -1 }),
  beta: () => new optim.Adam([W()], { betas: [0.9, 1] }),
  eps: () => new optim.Adamax([W()], { eps: -1 }),
  etas: () => new optim.Rprop([W()], { etas: [0.5, 0.9] }),
  rho: () => new optim.Adadelta([W()], { rho: 1.5 }),
  nesterov: () => SGD({ nesterov: true }),
  momentum_decay: () => new optim.NAdam([W()], { momentumDecay: -1 }),
  accumulator: () => new optim.Adagrad([W()], { initialAccumulatorValue: -1 }),
  lr_decay: () => new optim.Adagrad([W()], { lrDecay: -1 }),
  alpha: () => new optim.RMSprop([W()], { alpha: -1 }),
  empty: () => new optim.SGD([]),
  tensor: () => untyped("SGD", W()),
  number: () => untyped("SGD", [1]),
  module: () => untyped("SGD", new nn.Linear(1, 1)),
  non_leaf: () => new optim.SGD([W().mul(2)]),
  twice: () => {
    const params = [W()];
    return new optim.SGD([{ params }, { params }]);
  },
  names: () => untyped("SGD", [["a", W()], W()]),
  group_names: () => new optim.SGD([["a", W()]]).addParamGroup({ params: [W()] }),
  groups: () => SGD().loadStateDict(new optim.SGD([{ params: [W()] }, { params: [W()] }]).stateDict()),
  group_size: () => SGD().loadStateDict(new optim.SGD([W(), W()]).stateDict()),
  lbfgs_groups: () => new optim.LBFGS([{ params: [W()] }, { params: [W()] }]),
  lambdas: () => new S.LambdaLR(SGD(), [() => 1, () => 1]),
  constant: () => new S.ConstantLR(SGD(), { factor: 2 }),
  linear_start: () => new S.LinearLR(SGD(), { startFactor: 0 }),
  linear_end: () => new S.LinearLR(SGD(), { endFactor: 2 }),
  restarts: () => new S.CosineAnnealingWarmRestarts(SGD(), 0),
  restarts_mult: () => new S.CosineAnnealingWarmRestarts(SGD(), 1, { TMult: 0 }),
  factor: () => new S.ReduceLROnPlateau(SGD(), { factor: 1 }),
  min_lr: () => new S.ReduceLROnPlateau(SGD(), { minLr: [0, 0] }),
  mode: () => untyped("ReduceLROnPlateau", SGD(), { mode: "least" }),
  threshold_mode: () => untyped("ReduceLROnPlateau", SGD(), { thresholdMode: "percent" }),
  total_steps: () => new S.OneCycleLR(SGD(), 1),
  steps_zero: () => new S.OneCycleLR(SGD(), 1, { totalSteps: 0 }),
  strategy: () => untyped("OneCycleLR", SGD(), 1, { totalSteps: 3, annealStrategy: "cubic" }),
  too_many_steps: () => {
    const scheduler = new S.OneCycleLR(SGD(), 1, { totalSteps: 2 });
    for (let i = 0; i < 3; i++) scheduler.step();
  },
  max_lr: () => new S.OneCycleLR(SGD(), [1, 2], { totalSteps: 2 }),
  no_momentum: () => new S.CyclicLR(new optim.Adagrad([W()]), 0.1, 1),
  cyclic_mode: () => untyped("CyclicLR", SGD(), 0.1, 1, { mode: "square" }),
  resume: () => new S.StepLR(SGD(), 1, { lastEpoch: 3 }),
  milestones: () => {
    const opt = SGD();
    return new S.SequentialLR(opt, [new S.ConstantLR(opt)], [1]);
  },
  no_schedulers: () => new S.SequentialLR(SGD(), [], []),
  nothing_chained: () => new S.ChainedScheduler([]),
  other_optimizer: () =>
    new S.SequentialLR(SGD(), [new S.ConstantLR(SGD({ lr: 0.5 })), new S.ConstantLR(SGD())], [1]),
  plateau_in_sequence: () => {
    const opt = SGD();
    return untyped("SequentialLR", opt, [new S.ReduceLROnPlateau(opt)], []);
  },
};

test.each(Object.entries(expected.refused))("%s", (name, [kind, message]) => {
  let refusal: unknown;
  try {
    REFUSED[name]?.();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ name: kind, message });
});
