/** Lowers the rates when a value has stopped getting better. */
import { RuntimeError, ValueError } from "../../errors.ts";
import { pythonType } from "../../format/pythonType.ts";
import { Optimizer } from "../optimizer.ts";
import { type Trailing, withDefaults } from "../options.ts";
import type { SchedulerState } from "./base.ts";

export interface PlateauOptions {
  /** Whether a smaller (`"min"`) or a larger value is better. */
  mode: "min" | "max";
  factor: number;
  /** Steps without progress that are allowed. */
  patience: number;
  /** By how much a value has to be better to count. */
  threshold: number;
  /** Whether `threshold` is a part of the best value, or an amount. */
  thresholdMode: "rel" | "abs";
  /** Steps after a change in which nothing is counted. */
  cooldown: number;
  /** The lowest rate, for all groups or each. */
  minLr: number | readonly number[];
  /** Smaller changes are not made. */
  eps: number;
}

/** `lr · factor` when a value has not become better for more than `patience` steps: `step(value)`. */
export class ReduceLROnPlateau {
  readonly optimizer: Optimizer;
  readonly mode: PlateauOptions["mode"];
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: PlateauOptions["thresholdMode"];
  readonly cooldown: number;
  readonly eps: number;
  readonly #defaultMinLr: number | null;
  minLrs: number[];
  best: number;
  cooldownCounter = 0;
  numBadEpochs = 0;
  lastEpoch = 0;
  protected lastLr: number[];

  constructor(
    optimizer: Optimizer,
    ...options: Trailing<
      [
        mode: "min" | "max",
        factor: number,
        patience: number,
        threshold: number,
        thresholdMode: "rel" | "abs",
        cooldown: number,
        minLr: number | readonly number[],
        eps: number,
      ],
      Partial<PlateauOptions>
    >
  ) {
    const o = withDefaults<PlateauOptions>(
      "ReduceLROnPlateau",
      options,
      {
        ...{ mode: "min", factor: 0.1, patience: 10, threshold: 1e-4, thresholdMode: "rel" },
        ...{ cooldown: 0, minLr: 0, eps: 1e-8 },
      },
      ["mode", "factor", "patience", "threshold", "thresholdMode", "cooldown", "minLr", "eps"],
    );
    if (o.factor >= 1) throw new ValueError("Factor should be < 1.0.");
    if (!(optimizer instanceof Optimizer))
      throw new TypeError(`${pythonType(optimizer)} is not an Optimizer`);
    const { length } = optimizer.paramGroups;
    if (typeof o.minLr !== "number" && o.minLr.length !== length)
      throw new ValueError(`expected ${length} min_lrs, got ${o.minLr.length}`);
    if (o.mode !== "min" && o.mode !== "max") throw new ValueError(`mode ${String(o.mode)} is unknown!`);
    if (o.thresholdMode !== "rel" && o.thresholdMode !== "abs")
      throw new ValueError(`threshold mode ${String(o.thresholdMode)} is unknown!`);
    this.optimizer = optimizer;
    this.mode = o.mode;
    this.factor = o.factor;
    this.patience = o.patience;
    this.threshold = o.threshold;
    this.thresholdMode = o.thresholdMode;
    this.cooldown = o.cooldown;
    this.eps = o.eps;
    this.#defaultMinLr = typeof o.minLr === "number" ? o.minLr : null;
    const { minLr } = o;
    this.minLrs = typeof minLr === "number" ? Array.from({ length }, () => minLr) : [...minLr];
    this.best = o.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.lastLr = this.#rates();
  }

  /** With the value to watch, as a number: `scheduler.step(await loss.item())`. */
  step(metrics: number): void {
    if (typeof metrics !== "number")
      throw new TypeError(
        `ReduceLROnPlateau.step takes a number, not ${pythonType(metrics)}: read a tensor with await loss.item()`,
      );
    this.lastEpoch++;
    if (this.#isBetter(metrics)) {
      this.best = metrics;
      this.numBadEpochs = 0;
    } else this.numBadEpochs++;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter--;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs > this.patience) {
      this.#reduce();
      this.cooldownCounter = this.cooldown;
      this.numBadEpochs = 0;
    }
    this.lastLr = this.#rates();
  }

  /** The rates as they were last set, one for each parameter group. */
  getLastLr(): number[] {
    return this.lastLr;
  }

  #rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  #reduce(): void {
    const groups = this.optimizer.paramGroups;
    if (groups.length !== this.minLrs.length) {
      const lowest = this.#defaultMinLr;
      if (lowest === null) {
        throw new RuntimeError(
          `The number of param groups in the \`optimizer\` (${groups.length}) differs from when \`ReduceLROnPlateau\` was initialized (${this.minLrs.length}), usually due to a new param group being added to the optimizer. Please modify the \`min_lrs\` field to match the length of the \`optimizer\` param groups.`,
        );
      }
      this.minLrs = groups.map(() => lowest);
    }
    groups.forEach((group, i) => {
      const lr = Math.max(group.lr * this.factor, this.minLrs[i] ?? 0);
      if (group.lr - lr > this.eps) group.lr = lr;
    });
  }

  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode, best } = this;
    if (mode === "min") return value < (thresholdMode === "rel" ? best * (1 - threshold) : best - threshold);
    return value > (thresholdMode === "rel" ? best * (threshold + 1) : best + threshold);
  }

  /** Everything but the optimizer. */
  stateDict(): SchedulerState {
    return Object.fromEntries(Object.entries(this).filter(([key]) => key !== "optimizer"));
  }

  /** Goes on where another one stopped. */
  loadStateDict(state: SchedulerState): void {
    for (const [key, value] of Object.entries(state)) {
      if (key !== "optimizer" && Object.hasOwn(this, key))
        Reflect.set(this, key, Array.isArray(value) ? [...(value as unknown[])] : value);
    }
  }
}
