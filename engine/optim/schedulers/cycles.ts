/** Schedulers that go up and down, momentum the other way: CyclicLR and OneCycleLR. */
import { ValueError } from "../../errors.ts";
import { pythonNumber } from "../../trace/argumentText.ts";
import type { Optimizer } from "../optimizer.ts";
import { type Trailing, withDefaults } from "../options.ts";
import { type LastEpoch, LRScheduler, perGroup } from "./base.ts";

/** A value for all groups, or one for each. */
type PerGroup = number | readonly number[];
type MomentumName = "betas" | "momentum";

function momentumName(optimizer: Optimizer): MomentumName {
  if ("betas" in optimizer.defaults) return "betas";
  if ("momentum" in optimizer.defaults) return "momentum";
  throw new ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled");
}

function setMomentum(group: object, name: MomentumName, value: number): void {
  const betas: unknown = Reflect.get(group, "betas");
  Reflect.set(group, name, name === "betas" && Array.isArray(betas) ? [value, ...betas.slice(1)] : value);
}

function startMomentum(optimizer: Optimizer, base: PerGroup, max: PerGroup, set: boolean): MomentumName {
  const name = momentumName(optimizer);
  const bases = perGroup("base_momentum", optimizer, base);
  const tops = perGroup("max_momentum", optimizer, max);
  if (!set) return name;
  optimizer.paramGroups.forEach((group, i) => {
    group.baseMomentum = bases[i] as number;
    group.maxMomentum = tops[i] as number;
    setMomentum(group, name, group.maxMomentum);
  });
  return name;
}

interface CyclicOptions extends LastEpoch {
  /** Steps from the low rate to the high one. */
  stepSizeUp: number;
  /** Steps back; as many unless given. */
  stepSizeDown: number | null;
  /** Every cycle as high; half as high as the one before; or `gamma ** step` as high. */
  mode: "triangular" | "triangular2" | "exp_range";
  gamma: number;
  /** How high a cycle is, by its number or the step's (`scaleMode`); takes the place of `mode`. */
  scaleFn: ((x: number) => number) | null;
  scaleMode: "cycle" | "iterations";
  /** Whether momentum falls while the rate rises, and rises again. */
  cycleMomentum: boolean;
  baseMomentum: PerGroup;
  maxMomentum: PerGroup;
}

/** Between two rates, up and down, again and again; a step after each batch. */
export class CyclicLR extends LRScheduler {
  readonly maxLrs: readonly number[];
  readonly totalSize: number;
  /** Part of a cycle in which the rate rises. */
  readonly stepRatio: number;
  readonly mode: CyclicOptions["mode"];
  readonly gamma: number;
  readonly scaleMode: CyclicOptions["scaleMode"];
  readonly cycleMomentum: boolean;
  readonly scaleFn: (x: number) => number;
  readonly #momentum: MomentumName | null;

  constructor(
    optimizer: Optimizer,
    baseLr: PerGroup,
    maxLr: PerGroup,
    ...options: Trailing<[stepSizeUp: number, stepSizeDown: number | null], Partial<CyclicOptions>>
  ) {
    const o = withDefaults<CyclicOptions>(
      "CyclicLR",
      options,
      {
        ...{ stepSizeUp: 2000, stepSizeDown: null, mode: "triangular", gamma: 1, scaleFn: null },
        ...{ scaleMode: "cycle", cycleMomentum: true, baseMomentum: 0.8, maxMomentum: 0.9, lastEpoch: -1 },
      },
      ["stepSizeUp", "stepSizeDown"],
    );
    const isNew = o.lastEpoch === -1;
    const bases = perGroup("base_lr", optimizer, baseLr);
    if (isNew) {
      optimizer.paramGroups.forEach((group, i) => {
        group.lr = bases[i] as number;
      });
    }
    super(optimizer, o.lastEpoch);
    this.baseLrs = bases;
    this.maxLrs = perGroup("max_lr", optimizer, maxLr);
    this.totalSize = o.stepSizeUp + (o.stepSizeDown ?? o.stepSizeUp);
    this.stepRatio = o.stepSizeUp / this.totalSize;
    const scales = {
      triangular: () => 1,
      triangular2: (x: number) => 1 / 2 ** (x - 1),
      exp_range: (x: number) => o.gamma ** x,
    };
    if (!(o.mode in scales) && o.scaleFn === null)
      throw new ValueError("mode is invalid and scale_fn is None");
    this.mode = o.mode;
    this.gamma = o.gamma;
    this.scaleFn = o.scaleFn ?? scales[o.mode];
    this.scaleMode = o.scaleFn ? o.scaleMode : o.mode === "exp_range" ? "iterations" : "cycle";
    this.cycleMomentum = o.cycleMomentum;
    this.#momentum = o.cycleMomentum ? startMomentum(optimizer, o.baseMomentum, o.maxMomentum, isNew) : null;
    this.initialStep();
  }

  override getLr(): number[] {
    const cycle = Math.floor(1 + this.lastEpoch / this.totalSize);
    const x = 1 + this.lastEpoch / this.totalSize - cycle;
    const rise = x <= this.stepRatio ? x / this.stepRatio : (x - 1) / (this.stepRatio - 1);
    const height = rise * this.scaleFn(this.scaleMode === "cycle" ? cycle : this.lastEpoch);
    for (const group of this.optimizer.paramGroups) {
      const { baseMomentum: low = 0, maxMomentum: high = 0 } = group;
      if (this.#momentum) setMomentum(group, this.#momentum, high - (high - low) * height);
    }
    return this.baseLrs.map((base, i) => base + ((this.maxLrs[i] ?? base) - base) * height);
  }
}

export interface OneCycleOptions extends LastEpoch {
  totalSteps: number | null;
  epochs: number | null;
  stepsPerEpoch: number | null;
  /** Part of the cycle in which the rate rises. */
  pctStart: number;
  annealStrategy: "cos" | "linear";
  /** Whether momentum falls while the rate rises, and rises again. */
  cycleMomentum: boolean;
  baseMomentum: PerGroup;
  maxMomentum: PerGroup;
  /** The first rate is the highest one over this. */
  divFactor: number;
  /** The last rate is the first one over this. */
  finalDivFactor: number;
  /** Back to the first rate as long as it took to rise, and only then to the last. */
  threePhase: boolean;
}

type RateKey = "initialLr" | "maxLr" | "minLr";
type MomentumKey = "baseMomentum" | "maxMomentum";

/** From one rate and momentum to others, up to the step `end`. */
interface SchedulePhase {
  readonly end: number;
  readonly rates: readonly [RateKey, RateKey];
  readonly momenta: readonly [MomentumKey, MomentumKey];
}

/** From a low rate up to `maxLr`, then down far below: once, over all steps of a training. */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly annealStrategy: OneCycleOptions["annealStrategy"];
  readonly cycleMomentum: boolean;
  readonly #phases: readonly SchedulePhase[];
  readonly #momentum: MomentumName | null;

  constructor(
    optimizer: Optimizer,
    maxLr: PerGroup,
    ...options: Trailing<
      [totalSteps: number | null, epochs: number | null, stepsPerEpoch: number | null],
      Partial<OneCycleOptions>
    >
  ) {
    const o = withDefaults<OneCycleOptions>(
      "OneCycleLR",
      options,
      {
        ...{ totalSteps: null, epochs: null, stepsPerEpoch: null, pctStart: 0.3, annealStrategy: "cos" },
        ...{ cycleMomentum: true, baseMomentum: 0.85, maxMomentum: 0.95, divFactor: 25 },
        ...{ finalDivFactor: 1e4, threePhase: false, lastEpoch: -1 },
      },
      ["totalSteps", "epochs", "stepsPerEpoch"],
    );
    const totalSteps = stepsOf(o);
    if (!(o.pctStart >= 0 && o.pctStart <= 1))
      throw new ValueError(`Expected float between 0 and 1 pct_start, but got ${pythonNumber(o.pctStart)}`);
    if (o.annealStrategy !== "cos" && o.annealStrategy !== "linear") {
      throw new ValueError(
        `anneal_strategy must be one of 'cos' or 'linear', instead got ${String(o.annealStrategy)}`,
      );
    }
    const tops = perGroup("max_lr", optimizer, maxLr);
    const isNew = o.lastEpoch === -1;
    if (isNew) {
      optimizer.paramGroups.forEach((group, i) => {
        group.maxLr = tops[i] as number;
        group.initialLr = group.maxLr / o.divFactor;
        group.minLr = group.initialLr / o.finalDivFactor;
      });
    }
    super(optimizer, o.lastEpoch);
    this.totalSteps = totalSteps;
    this.annealStrategy = o.annealStrategy;
    this.#phases = phasesOf(totalSteps, o.pctStart, o.threePhase);
    this.cycleMomentum = o.cycleMomentum;
    this.#momentum = o.cycleMomentum ? startMomentum(optimizer, o.baseMomentum, o.maxMomentum, isNew) : null;
    this.initialStep();
  }

  override getLr(): number[] {
    const step = this.lastEpoch;
    if (step > this.totalSteps) {
      throw new ValueError(
        `Tried to step ${step} times. The specified number of total steps is ${this.totalSteps}`,
      );
    }
    const found = this.#phases.findIndex((phase) => step <= phase.end);
    const index = found < 0 ? this.#phases.length - 1 : found;
    const phase = this.#phases[index] as SchedulePhase;
    const start = this.#phases[index - 1]?.end ?? 0;
    const part = (step - start) / (phase.end - start);
    return this.optimizer.paramGroups.map((group) => {
      const between = (from: number, to: number) =>
        this.annealStrategy === "linear"
          ? (to - from) * part + from
          : to + ((from - to) / 2) * (Math.cos(Math.PI * part) + 1);
      const [lr0, lr1] = phase.rates;
      const [m0, m1] = phase.momenta;
      if (this.#momentum) setMomentum(group, this.#momentum, between(group[m0] ?? 0, group[m1] ?? 0));
      return between(group[lr0] ?? group.lr, group[lr1] ?? group.lr);
    });
  }
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleOptions): number {
  const positive = (name: string, n: number): number => {
    if (n > 0 && Number.isInteger(n)) return n;
    throw new ValueError(`Expected positive integer ${name}, but got ${pythonNumber(n)}`);
  };
  if (totalSteps !== null) return positive("total_steps", totalSteps);
  if (epochs !== null && stepsPerEpoch !== null)
    return positive("epochs", epochs) * positive("steps_per_epoch", stepsPerEpoch);
  throw new ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)");
}

function phasesOf(totalSteps: number, pctStart: number, threePhase: boolean): SchedulePhase[] {
  const up: SchedulePhase = {
    end: pctStart * totalSteps - 1,
    rates: ["initialLr", "maxLr"],
    momenta: ["maxMomentum", "baseMomentum"],
  };
  const end = totalSteps - 1;
  if (!threePhase) return [up, { end, rates: ["maxLr", "minLr"], momenta: ["baseMomentum", "maxMomentum"] }];
  return [
    up,
    {
      end: 2 * pctStart * totalSteps - 2,
      rates: ["maxLr", "initialLr"],
      momenta: ["baseMomentum", "maxMomentum"],
    },
    { end, rates: ["initialLr", "minLr"], momenta: ["maxMomentum", "maxMomentum"] },
  ];
}
