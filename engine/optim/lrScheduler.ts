/** `optim.lrScheduler`: learning rates that change as training goes on. Call `step()` after the optimizer's. */
import { ValueError } from "../errors.ts";

/** Of an optimizer, what a scheduler needs: groups whose learning rate it sets. */
export interface Scheduled {
  readonly paramGroups: readonly {
    lr: number;
    initialLr?: number;
    momentum?: number;
    betas?: readonly [number, number];
  }[];
}

/** What all schedulers share: the count of steps, and the rates that training began with. */
export abstract class LRScheduler {
  readonly optimizer: Scheduled;
  readonly baseLrs: readonly number[];
  lastEpoch: number;

  constructor(optimizer: Scheduled, lastEpoch = -1) {
    this.optimizer = optimizer;
    for (const group of optimizer.paramGroups) group.initialLr ??= group.lr;
    this.baseLrs = optimizer.paramGroups.map((group) => group.initialLr ?? group.lr);
    this.lastEpoch = lastEpoch;
  }

  /** The rate of each group, from its present one. */
  protected abstract next(lr: number, base: number, group: number): number;

  /** The rates as they are now, one for each parameter group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.next(group.lr, this.baseLrs[i] as number, i);
    });
  }
}

/** `lr · gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Scheduled, stepSize: number, options: { gamma?: number } | number = {}) {
    super(optimizer);
    this.stepSize = stepSize;
    this.gamma = (typeof options === "number" ? options : options.gamma) ?? 0.1;
    this.step();
  }

  protected next(lr: number): number {
    return this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0 ? lr : lr * this.gamma;
  }
}

/** `lr · gamma` at each of the milestones. */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(
    optimizer: Scheduled,
    milestones: readonly number[],
    options: { gamma?: number } | number = {},
  ) {
    super(optimizer);
    this.milestones = milestones;
    this.gamma = (typeof options === "number" ? options : options.gamma) ?? 0.1;
    this.step();
  }

  protected next(lr: number): number {
    return lr * this.gamma ** this.milestones.filter((m) => m === this.lastEpoch).length;
  }
}

/** `lr · gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: Scheduled, gamma: number) {
    super(optimizer);
    this.gamma = gamma;
    this.step();
  }

  protected next(lr: number): number {
    return this.lastEpoch === 0 ? lr : lr * this.gamma;
  }
}

/** The initial rate times a function of the step. */
export class LambdaLR extends LRScheduler {
  readonly lambdas: readonly ((epoch: number) => number)[];

  constructor(
    optimizer: Scheduled,
    lrLambda: ((epoch: number) => number) | readonly ((epoch: number) => number)[],
  ) {
    super(optimizer);
    const groups = optimizer.paramGroups;
    this.lambdas = typeof lrLambda === "function" ? groups.map(() => lrLambda) : lrLambda;
    if (this.lambdas.length !== groups.length)
      throw new ValueError(`Expected ${groups.length} lr_lambdas, but got ${this.lambdas.length}`);
    this.step();
  }

  protected next(_: number, base: number, group: number): number {
    return base * (this.lambdas[group]?.(this.lastEpoch) ?? 1);
  }
}

/** From `startFactor` to `endFactor` times the initial rate, evenly over `totalIters` steps. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(
    optimizer: Scheduled,
    options: { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    super(optimizer);
    this.startFactor = options.startFactor ?? 1 / 3;
    this.endFactor = options.endFactor ?? 1;
    this.totalIters = options.totalIters ?? 5;
    if (this.startFactor > 1 || this.startFactor <= 0)
      throw new ValueError(
        "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.",
      );
    if (this.endFactor > 1 || this.endFactor < 0)
      throw new ValueError("Ending multiplicative factor expected to be between 0 and 1.");
    this.step();
  }

  protected next(lr: number): number {
    const { startFactor: start, endFactor: end, totalIters, lastEpoch } = this;
    if (lastEpoch === 0) return lr * start;
    if (lastEpoch > totalIters) return lr;
    return lr * (1 + (end - start) / (totalIters * start + (lastEpoch - 1) * (end - start)));
  }
}

/** Along half a cosine from the initial rate to `etaMin` in `TMax` steps. */
export class CosineAnnealingLR extends LRScheduler {
  readonly TMax: number;
  readonly etaMin: number;

  constructor(optimizer: Scheduled, TMax: number, options: { etaMin?: number } | number = {}) {
    super(optimizer);
    this.TMax = TMax;
    this.etaMin = (typeof options === "number" ? options : options.etaMin) ?? 0;
    this.step();
  }

  protected next(lr: number, base: number): number {
    const { TMax, etaMin, lastEpoch } = this;
    if (lastEpoch === 0) return lr;
    if ((lastEpoch - 1 - TMax) % (2 * TMax) === 0)
      return lr + ((base - etaMin) * (1 - Math.cos(Math.PI / TMax))) / 2;
    const height = (epoch: number) => 1 + Math.cos((Math.PI * epoch) / TMax);
    return (height(lastEpoch) / height(lastEpoch - 1)) * (lr - etaMin) + etaMin;
  }
}

/** Half cosines, each `TMult` times as long as the one before; every one starts from the initial rate. */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly T0: number;
  readonly TMult: number;
  readonly etaMin: number;
  TI: number;
  TCur = -1;

  constructor(optimizer: Scheduled, T0: number, options: { TMult?: number; etaMin?: number } = {}) {
    super(optimizer);
    if (!(T0 > 0 && Number.isInteger(T0)))
      throw new ValueError(`Expected positive integer T_0, but got ${T0}`);
    this.T0 = T0;
    this.TI = T0;
    this.TMult = options.TMult ?? 1;
    if (!(this.TMult >= 1 && Number.isInteger(this.TMult)))
      throw new ValueError(`Expected integer T_mult >= 1, but got ${this.TMult}`);
    this.etaMin = options.etaMin ?? 0;
    this.step();
  }

  override step(): void {
    this.lastEpoch++;
    this.TCur++;
    if (this.TCur >= this.TI) {
      this.TCur %= this.TI;
      this.TI *= this.TMult;
    }
    this.apply();
  }

  protected next(_: number, base: number): number {
    return this.etaMin + ((base - this.etaMin) * (1 + Math.cos((Math.PI * this.TCur) / this.TI))) / 2;
  }
}

export interface OneCycleOptions {
  totalSteps?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  /** Part of the cycle in which the rate rises. */
  pctStart?: number;
  annealStrategy?: "cos" | "linear";
  /** Whether momentum falls while the rate rises, and rises again. */
  cycleMomentum?: boolean;
  baseMomentum?: number;
  maxMomentum?: number;
  /** The first rate is the highest one over this. */
  divFactor?: number;
  /** The last rate is the first one over this. */
  finalDivFactor?: number;
}

/** From a low rate up to `maxLr`, then down far below: once, over all steps of a training. */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly maxLr: number;
  readonly #o: Required<Omit<OneCycleOptions, "totalSteps" | "epochs" | "stepsPerEpoch">>;

  constructor(optimizer: Scheduled, maxLr: number, options: OneCycleOptions) {
    super(optimizer);
    const { totalSteps, epochs, stepsPerEpoch, ...rest } = options;
    if (totalSteps === undefined && (epochs === undefined || stepsPerEpoch === undefined))
      throw new ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)");
    this.totalSteps = totalSteps ?? (epochs as number) * (stepsPerEpoch as number);
    this.maxLr = maxLr;
    this.#o = {
      ...{ pctStart: 0.3, annealStrategy: "cos", cycleMomentum: true, baseMomentum: 0.85 },
      ...{ maxMomentum: 0.95, divFactor: 25, finalDivFactor: 1e4 },
      ...rest,
    };
    for (const group of optimizer.paramGroups) group.initialLr = maxLr / this.#o.divFactor;
    this.step();
  }

  protected next(_: number, __: number, group: number): number {
    if (this.lastEpoch > this.totalSteps) {
      throw new ValueError(
        `Tried to step ${this.lastEpoch} times. The total number of steps is ${this.totalSteps}`,
      );
    }
    const o = this.#o;
    const first = this.maxLr / o.divFactor;
    if (o.cycleMomentum) this.#setMomentum(group, this.#along(o.maxMomentum, o.baseMomentum, o.maxMomentum));
    return this.#along(first, this.maxLr, first / o.finalDivFactor);
  }

  /** From `start` to `top` while the rate rises, then to `end`. */
  #along(start: number, top: number, end: number): number {
    const peak = this.#o.pctStart * this.totalSteps - 1;
    const last = this.totalSteps - 1;
    const rising = this.lastEpoch <= peak;
    const part = rising ? this.lastEpoch / peak : (this.lastEpoch - peak) / (last - peak);
    const [from, to] = rising ? [start, top] : [top, end];
    return this.#o.annealStrategy === "linear"
      ? from + (to - from) * part
      : to + ((from - to) / 2) * (1 + Math.cos(Math.PI * part));
  }

  #setMomentum(index: number, value: number): void {
    const group = this.optimizer.paramGroups[index];
    if (group?.betas) group.betas = [value, group.betas[1]];
    else if (group?.momentum !== undefined) group.momentum = value;
  }
}

/** Runs one scheduler after the other; each milestone starts the next. */
export class SequentialLR {
  readonly #schedulers: readonly LRScheduler[];
  readonly #milestones: readonly number[];
  lastEpoch = 0;

  constructor(optimizer: Scheduled, schedulers: readonly LRScheduler[], milestones: readonly number[]) {
    if (milestones.length !== schedulers.length - 1) {
      throw new ValueError(
        `Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones.length}`,
      );
    }
    this.#schedulers = schedulers;
    this.#milestones = milestones;
    // Making the schedulers has moved the rates; only the first one is to count from the start.
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    for (const scheduler of schedulers) scheduler.lastEpoch--;
    schedulers[0]?.step();
  }

  step(): void {
    this.lastEpoch++;
    const at = this.#milestones.filter((m) => m <= this.lastEpoch).length;
    const scheduler = this.#schedulers[at];
    if (at > 0 && this.#milestones[at - 1] === this.lastEpoch && scheduler) restart(scheduler);
    else scheduler?.step();
  }

  getLastLr(): number[] {
    return this.#schedulers[0]?.getLastLr() ?? [];
  }
}

/** From its first step, at the initial rates. */
function restart(scheduler: LRScheduler): void {
  for (const group of scheduler.optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
  scheduler.lastEpoch = -1;
  if (scheduler instanceof CosineAnnealingWarmRestarts) scheduler.TCur = -1;
  scheduler.step();
}

export interface PlateauOptions {
  /** Whether a smaller (`"min"`) or a larger value is better. */
  mode?: "min" | "max";
  factor?: number;
  /** Steps without progress that are allowed. */
  patience?: number;
  threshold?: number;
  thresholdMode?: "rel" | "abs";
  /** Steps after a change in which nothing is counted. */
  cooldown?: number;
  minLr?: number;
  eps?: number;
}

/** `lr · factor` when a value has not become better for more than `patience` steps: `step(value)`. */
export class ReduceLROnPlateau {
  readonly optimizer: Scheduled;
  readonly #o: Required<PlateauOptions>;
  best: number;
  numBadEpochs = 0;
  lastEpoch = 0;
  #cooldown = 0;

  constructor(optimizer: Scheduled, options: PlateauOptions = {}) {
    this.optimizer = optimizer;
    this.#o = {
      ...{ mode: "min", factor: 0.1, patience: 10, threshold: 1e-4, thresholdMode: "rel" },
      ...{ cooldown: 0, minLr: 0, eps: 1e-8 },
      ...options,
    };
    if (this.#o.factor >= 1) throw new ValueError("Factor should be < 1.0.");
    this.best = this.#o.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  step(value: number): void {
    this.lastEpoch++;
    if (this.#isBetter(value)) {
      this.best = value;
      this.numBadEpochs = 0;
    } else this.numBadEpochs++;
    if (this.#cooldown > 0) {
      this.#cooldown--;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs <= this.#o.patience) return;
    for (const group of this.optimizer.paramGroups) {
      const lr = Math.max(group.lr * this.#o.factor, this.#o.minLr);
      if (group.lr - lr > this.#o.eps) group.lr = lr;
    }
    this.#cooldown = this.#o.cooldown;
    this.numBadEpochs = 0;
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.#o;
    if (mode === "min")
      return value < (thresholdMode === "rel" ? this.best * (1 - threshold) : this.best - threshold);
    return value > (thresholdMode === "rel" ? this.best * (1 + threshold) : this.best + threshold);
  }
}
