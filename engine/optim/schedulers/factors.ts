/** Schedulers that multiply the rates: by a constant, a power, or a function of the step. */
import { ValueError } from "../../errors.ts";
import { pythonType } from "../../format/pythonType.ts";
import type { Optimizer } from "../optimizer.ts";
import { type Trailing, withDefaults } from "../options.ts";
import { type LastEpoch, LRScheduler } from "./base.ts";

type Factor = (epoch: number) => number;

function factorPerGroup(optimizer: Optimizer, given: Factor | readonly Factor[]): readonly Factor[] {
  const groups = optimizer.paramGroups;
  if (!Array.isArray(given)) return groups.map(() => given as Factor);
  if (given.length !== groups.length)
    throw new ValueError(`Expected ${groups.length} lr_lambdas, but got ${given.length}`);
  return given as readonly Factor[];
}

abstract class ByFunction extends LRScheduler {
  readonly lrLambdas: readonly Factor[];

  constructor(optimizer: Optimizer, lrLambda: Factor | readonly Factor[], lastEpoch: number) {
    super(optimizer, lastEpoch);
    this.lrLambdas = factorPerGroup(optimizer, lrLambda);
  }

  /** Functions are no part of it: `lrLambdas` is a list of nulls. */
  override stateDict() {
    return { ...super.stateDict(), lrLambdas: this.lrLambdas.map(() => null) };
  }

  override loadStateDict(state: Readonly<Record<string, unknown>>): void {
    const { lrLambdas: _, ...rest } = state;
    super.loadStateDict(rest);
  }
}

/** The initial rate times a function of the step. */
export class LambdaLR extends ByFunction {
  constructor(
    optimizer: Optimizer,
    lrLambda: Factor | readonly Factor[],
    ...options: Trailing<[lastEpoch: number], Partial<LastEpoch>>
  ) {
    super(optimizer, lrLambda, withDefaults("LambdaLR", options, { lastEpoch: -1 }, ["lastEpoch"]).lastEpoch);
    this.initialStep();
  }

  override getLr(): number[] {
    return this.baseLrs.map((base, i) => base * (this.lrLambdas[i]?.(this.lastEpoch) ?? 1));
  }
}

/** The rate as it is times a function of the step. */
export class MultiplicativeLR extends ByFunction {
  constructor(
    optimizer: Optimizer,
    lrLambda: Factor | readonly Factor[],
    ...options: Trailing<[lastEpoch: number], Partial<LastEpoch>>
  ) {
    const { lastEpoch } = withDefaults("MultiplicativeLR", options, { lastEpoch: -1 }, ["lastEpoch"]);
    super(optimizer, lrLambda, lastEpoch);
    for (const f of this.lrLambdas) {
      if (typeof f !== "function")
        throw new TypeError(`lr_lambda should be a function, but got ${pythonType(f)}`);
    }
    this.initialStep();
  }

  override getLr(): number[] {
    const rates = this.rates();
    return this.isInitial ? rates : rates.map((lr, i) => lr * (this.lrLambdas[i]?.(this.lastEpoch) ?? 1));
  }
}

interface GammaOptions extends LastEpoch {
  gamma: number;
}

/** `lr · gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(
    optimizer: Optimizer,
    stepSize: number,
    ...options: Trailing<[gamma: number, lastEpoch: number], Partial<GammaOptions>>
  ) {
    const o = withDefaults("StepLR", options, { gamma: 0.1, lastEpoch: -1 }, ["gamma", "lastEpoch"]);
    super(optimizer, o.lastEpoch);
    this.stepSize = stepSize;
    this.gamma = o.gamma;
    this.initialStep();
  }

  override getLr(): number[] {
    return this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0
      ? this.rates()
      : this.scaled(this.gamma);
  }

  protected override closedForm(): number[] {
    return this.baseLrs.map((base) => base * this.gamma ** Math.floor(this.lastEpoch / this.stepSize));
  }
}

/** `lr · gamma` at each of the milestones. */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(
    optimizer: Optimizer,
    milestones: readonly number[],
    ...options: Trailing<[gamma: number, lastEpoch: number], Partial<GammaOptions>>
  ) {
    const o = withDefaults("MultiStepLR", options, { gamma: 0.1, lastEpoch: -1 }, ["gamma", "lastEpoch"]);
    super(optimizer, o.lastEpoch);
    this.milestones = milestones;
    this.gamma = o.gamma;
    this.initialStep();
  }

  override getLr(): number[] {
    return this.scaled(this.gamma ** this.milestones.filter((m) => m === this.lastEpoch).length);
  }

  protected override closedForm(): number[] {
    const passed = this.milestones.filter((m) => m <= this.lastEpoch).length;
    return this.baseLrs.map((base) => base * this.gamma ** passed);
  }
}

/** `lr · gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(
    optimizer: Optimizer,
    gamma: number,
    ...options: Trailing<[lastEpoch: number], Partial<LastEpoch>>
  ) {
    super(optimizer, withDefaults("ExponentialLR", options, { lastEpoch: -1 }, ["lastEpoch"]).lastEpoch);
    this.gamma = gamma;
    this.initialStep();
  }

  override getLr(): number[] {
    return this.isInitial ? this.rates() : this.scaled(this.gamma);
  }

  protected override closedForm(): number[] {
    return this.baseLrs.map((base) => base * this.gamma ** this.lastEpoch);
  }
}

interface ConstantOptions extends LastEpoch {
  factor: number;
  totalIters: number;
}

/** `factor` times the rate for `totalIters` steps, then the rate itself. */
export class ConstantLR extends LRScheduler {
  readonly factor: number;
  readonly totalIters: number;

  constructor(
    optimizer: Optimizer,
    ...options: Trailing<[factor: number, totalIters: number, lastEpoch: number], Partial<ConstantOptions>>
  ) {
    const o = withDefaults("ConstantLR", options, { factor: 1 / 3, totalIters: 5, lastEpoch: -1 }, [
      "factor",
      "totalIters",
      "lastEpoch",
    ]);
    if (o.factor > 1 || o.factor < 0)
      throw new ValueError("Constant multiplicative factor expected to be between 0 and 1.");
    super(optimizer, o.lastEpoch);
    this.factor = o.factor;
    this.totalIters = o.totalIters;
    this.initialStep();
  }

  override getLr(): number[] {
    if (this.lastEpoch === 0) return this.scaled(this.factor);
    return this.lastEpoch === this.totalIters ? this.scaled(1 / this.factor) : this.rates();
  }

  protected override closedForm(): number[] {
    const factor = this.lastEpoch >= this.totalIters ? 1 : this.factor;
    return this.baseLrs.map((base) => base * factor);
  }
}

interface LinearOptions extends LastEpoch {
  startFactor: number;
  endFactor: number;
  totalIters: number;
}

/** From `startFactor` to `endFactor` times the initial rate, evenly over `totalIters` steps. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(
    optimizer: Optimizer,
    ...options: Trailing<
      [startFactor: number, endFactor: number, totalIters: number, lastEpoch: number],
      Partial<LinearOptions>
    >
  ) {
    const o = withDefaults(
      "LinearLR",
      options,
      { startFactor: 1 / 3, endFactor: 1, totalIters: 5, lastEpoch: -1 },
      ["startFactor", "endFactor", "totalIters", "lastEpoch"],
    );
    if (o.startFactor > 1 || o.startFactor <= 0)
      throw new ValueError(
        "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.",
      );
    if (o.endFactor > 1 || o.endFactor < 0)
      throw new ValueError("Ending multiplicative factor expected to be between 0 and 1.");
    super(optimizer, o.lastEpoch);
    this.startFactor = o.startFactor;
    this.endFactor = o.endFactor;
    this.totalIters = o.totalIters;
    this.initialStep();
  }

  override getLr(): number[] {
    const { startFactor: start, endFactor: end, totalIters, lastEpoch } = this;
    if (lastEpoch === 0) return this.scaled(start);
    if (this.isInitial || lastEpoch > totalIters) return this.rates();
    return this.scaled(1 + (end - start) / (totalIters * start + (lastEpoch - 1) * (end - start)));
  }

  protected override closedForm(): number[] {
    const { startFactor: start, endFactor: end, totalIters, lastEpoch } = this;
    const factor = start + ((end - start) * Math.min(totalIters, lastEpoch)) / totalIters;
    return this.baseLrs.map((base) => base * factor);
  }
}

interface PolynomialOptions extends LastEpoch {
  totalIters: number;
  power: number;
}

/** The initial rate times `(1 - step / totalIters) ** power`: to zero in `totalIters` steps. */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(
    optimizer: Optimizer,
    ...options: Trailing<[totalIters: number, power: number, lastEpoch: number], Partial<PolynomialOptions>>
  ) {
    const o = withDefaults("PolynomialLR", options, { totalIters: 5, power: 1, lastEpoch: -1 }, [
      "totalIters",
      "power",
      "lastEpoch",
    ]);
    super(optimizer, o.lastEpoch);
    this.totalIters = o.totalIters;
    this.power = o.power;
    this.initialStep();
  }

  override getLr(): number[] {
    const { totalIters, power, lastEpoch } = this;
    if (this.isInitial || lastEpoch > totalIters) return this.rates();
    return this.scaled(((1 - lastEpoch / totalIters) / (1 - (lastEpoch - 1) / totalIters)) ** power);
  }

  protected override closedForm(): number[] {
    const rest = 1 - Math.min(this.totalIters, this.lastEpoch) / this.totalIters;
    return this.baseLrs.map((base) => base * rest ** this.power);
  }
}
