/** `optim.swaUtils`: models averaged along a training, by equal weights or by an exponential mean. */
import { noGrad } from "../autograd/mode.ts";
import { deepcopy } from "../copy.ts";
import { int64 } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "../nn/batchNorm.ts";
import { Module } from "../nn/module.ts";
import { camelAlias } from "../nn/moduleFields.ts";
import { where } from "../ops/choice.ts";
import { zeros } from "../ops/creation.ts";
import type { Device, Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import type { DeviceName } from "../trace/trace.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { type LastEpoch, LRScheduler, perGroup } from "./schedulers/base.ts";

type DeviceLike = Device | DeviceName | "auto";

/** A new average from the one so far, the present parameter, and how many went into the average. */
export type AverageFunction = (averaged: Tensor, current: Tensor, numAveraged: Tensor) => Tensor;

/** The same for all parameters at once, in place. */
export type MultiAverageFunction = (
  averaged: readonly Tensor[],
  current: readonly Tensor[],
  numAveraged: Tensor,
) => void;

function requireDecay(decay: number): void {
  if (decay >= 0 && decay <= 1) return;
  throw new ValueError(
    `Invalid decay value ${pythonNumber(decay)} provided. Please provide a value in [0,1] range.`,
  );
}

/** `decay` of the average is kept at every update. */
export function getEmaAvgFn(decay = 0.999): AverageFunction {
  requireDecay(decay);
  return (averaged, current) => averaged.mul(decay).add(current.mul(1 - decay));
}

/** The mean of all models so far. */
export function getSwaAvgFn(): AverageFunction {
  return (averaged, current, n) => averaged.add(current.sub(averaged).div(n.add(1)));
}

/** `decay` of the average is kept at every update; all parameters at once. */
export function getEmaMultiAvgFn(decay = 0.999): MultiAverageFunction {
  requireDecay(decay);
  return (averaged, current) => {
    averaged.forEach((p, i) => {
      p.lerp_(current[i] as Tensor, 1 - decay);
    });
  };
}

/** The mean of all models so far; all parameters at once. */
export function getSwaMultiAvgFn(): MultiAverageFunction {
  return (averaged, current, n) => {
    averaged.forEach((p, i) => {
      p.add_((current[i] as Tensor).sub(p).div(n.add(1)));
    });
  };
}

export interface AveragedModelOptions {
  /** Where the average is; the model's own device unless given. */
  device?: DeviceLike | null;
  /** How averages are made: the mean of all models so far unless given. */
  avgFn?: AverageFunction | null;
  multiAvgFn?: MultiAverageFunction | null;
  /** Average buffers too; otherwise they are those of the last model. */
  useBuffers?: boolean;
}

/** A copy of a model whose parameters are averages: `updateParameters(model)` takes those of now into them. */
export class AveragedModel<M extends Module = Module> extends Module {
  module: M;
  declare readonly nAveraged: Tensor;
  readonly avgFn: AverageFunction | null;
  readonly multiAvgFn: MultiAverageFunction | null;
  readonly useBuffers: boolean;

  constructor(model: M, options: AveragedModelOptions = {}) {
    super();
    const { device = null, avgFn = null, multiAvgFn = null, useBuffers = false } = options;
    if (avgFn && multiAvgFn) throw new ValueError("Only one of avg_fn and multi_avg_fn should be provided");
    this.module = deepcopy(model);
    if (device) this.module.to(device);
    const [first] = this.module.parameters();
    const count = zeros({ size: [], dtype: int64, device: first?.device ?? null, requiresGrad: false });
    camelAlias(this, "n_averaged");
    this.registerBuffer("n_averaged", count);
    this.avgFn = avgFn;
    this.multiAvgFn = multiAvgFn;
    this.useBuffers = useBuffers;
  }

  override forward(...args: Parameters<M["forward"]>): ReturnType<M["forward"]> {
    return Reflect.apply(this.module, undefined, args) as ReturnType<M["forward"]>;
  }

  /** The first model is taken as it is, later ones are averaged in. No value is read, on any device. */
  updateParameters(model: M): void {
    noGrad(() => {
      const state = (m: Module) => [...m.parameters(), ...(this.useBuffers ? m.buffers() : [])];
      const averaged = state(this.module).map((t) => t.detach());
      const current = state(model).map((t, i) => t.detach().to((averaged[i] as Tensor).device));
      const n = this.nAveraged;
      const isFirst = n.eq(0);
      const average = this.avgFn ?? getSwaAvgFn();
      if (this.multiAvgFn) this.multiAvgFn(averaged, current, n);
      averaged.forEach((p, i) => {
        const now = current[i] as Tensor;
        const mean = this.multiAvgFn ? p : average(p, now, n);
        p.copy_(where({ condition: isFirst, self: now, other: mean }));
      });
      if (!this.useBuffers) {
        const theirs = [...model.buffers()];
        [...this.module.buffers()].forEach((b, i) => {
          b.detach().copy_((theirs[i] as Tensor).detach().to(b.device));
        });
      }
      n.add_(1);
    });
  }
}

/** Batches, or pairs that begin with one. */
type Batches = Iterable<Tensor | readonly Tensor[]> | AsyncIterable<Tensor | readonly Tensor[]>;

/** Computes the running means and variances of a model's batch normalization anew, over the data of `loader`. */
export async function updateBn(
  loader: Batches,
  model: Module,
  device: DeviceLike | null = null,
): Promise<void> {
  const momenta = new Map<BatchNorm1d | BatchNorm2d | BatchNorm3d, number | null>();
  for (const m of model.modules()) {
    if (m instanceof BatchNorm1d || m instanceof BatchNorm2d || m instanceof BatchNorm3d) {
      m.resetRunningStats();
      momenta.set(m, m.momentum);
    }
  }
  if (momenta.size === 0) return;
  const wasTraining = model.training;
  model.train();
  for (const m of momenta.keys()) m.momentum = null;
  try {
    for await (const batch of loader) {
      const input = (Array.isArray(batch) ? batch[0] : batch) as Tensor;
      noGrad(() => Reflect.apply(model, undefined, [device ? input.to(device) : input]));
    }
  } finally {
    for (const [m, momentum] of momenta) m.momentum = momentum;
    model.train(wasTraining);
  }
}

interface SWALROptions extends LastEpoch {
  annealEpochs: number;
  annealStrategy: "cos" | "linear";
}

/** From the rate of now to `swaLr` in `annealEpochs` steps, which then stays. */
export class SWALR extends LRScheduler {
  readonly annealEpochs: number;
  readonly annealStrategy: SWALROptions["annealStrategy"];

  constructor(
    optimizer: Optimizer,
    swaLr: number | readonly number[],
    ...options: Trailing<[annealEpochs: number, annealStrategy: "cos" | "linear"], Partial<SWALROptions>>
  ) {
    const o = withDefaults<SWALROptions>(
      "SWALR",
      options,
      { annealEpochs: 10, annealStrategy: "cos", lastEpoch: -1 },
      ["annealEpochs", "annealStrategy"],
    );
    const rates = perGroup("swa_lr", optimizer, swaLr);
    optimizer.paramGroups.forEach((group, i) => {
      group.swaLr = rates[i] as number;
    });
    if (o.annealStrategy !== "cos" && o.annealStrategy !== "linear") {
      throw new ValueError(
        `anneal_strategy must be one of 'cos' or 'linear', instead got ${String(o.annealStrategy)}`,
      );
    }
    if (!(Number.isInteger(o.annealEpochs) && o.annealEpochs >= 0))
      throw new ValueError(
        `anneal_epochs must be equal or greater than 0, got ${pythonNumber(o.annealEpochs)}`,
      );
    super(optimizer, o.lastEpoch);
    this.annealEpochs = o.annealEpochs;
    this.annealStrategy = o.annealStrategy;
    this.initialStep();
  }

  override getLr(): number[] {
    const epochs = Math.max(1, this.annealEpochs);
    const step = this.annealEpochs === 0 ? Math.max(1, this.stepCount - 1) : this.stepCount - 1;
    const part = (at: number): number => {
      const t = Math.max(0, Math.min(1, at / epochs));
      return this.annealStrategy === "linear" ? t : (1 - Math.cos(Math.PI * t)) / 2;
    };
    const [before, now] = [part(step - 1), part(step)];
    return this.optimizer.paramGroups.map(({ lr, swaLr = lr }) => {
      const start = before === 1 ? swaLr : (lr - before * swaLr) / (1 - before);
      return swaLr * now + start * (1 - now);
    });
  }
}
