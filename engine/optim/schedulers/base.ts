/** What all schedulers share: the count of steps, the rates that training began with, state dicts. */
import { KeyError, ValueError } from "../../errors.ts";
import { pythonType } from "../../format/pythonType.ts";
import { warn } from "../../warnings.ts";
import { Optimizer } from "../optimizer.ts";

const WRONG_ORDER =
  "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate";

const EPOCH_GIVEN =
  "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. Please open an issue if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.";

/** Optimizers whose steps some scheduler already looks at. */
const watched = new WeakSet<Optimizer>();

export interface LastEpoch {
  /** Where to go on; -1 starts anew. */
  lastEpoch: number;
}

/** What a scheduler remembers: its fields, the optimizer aside. */
export type SchedulerState = Readonly<Record<string, unknown>>;

/**
 * The base of schedulers. One of your own defines `getLr`, and calls `this.initialStep()` at the end of its
 * constructor, when its fields are set.
 */
export abstract class LRScheduler {
  readonly optimizer: Optimizer;
  baseLrs: number[];
  lastEpoch: number;
  protected stepCount = 0;
  protected lastLr: number[] = [];
  /** In the step that the constructor makes. */
  protected isInitial = false;

  constructor(optimizer: Optimizer, lastEpoch = -1) {
    if (!(optimizer instanceof Optimizer))
      throw new TypeError(`${pythonType(optimizer)} is not an Optimizer`);
    this.optimizer = optimizer;
    optimizer.paramGroups.forEach((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      else if (group.initialLr === undefined) {
        throw new KeyError(
          `param 'initial_lr' is not specified in param_groups[${i}] when resuming scheduler with last_epoch >= 0.\n` +
            "This typically happens when:\n" +
            "1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n" +
            "2. You're using last_epoch >= 0 for a fresh training run (not recommended)",
        );
      }
    });
    this.baseLrs = optimizer.paramGroups.map((group) => group.initialLr ?? group.lr);
    this.lastEpoch = lastEpoch;
    if (!watched.has(optimizer) && optimizer.stepCalled !== null) {
      watched.add(optimizer);
      optimizer.stepCalled = false;
    }
  }

  /** The rate of each group for `lastEpoch`. */
  abstract getLr(): number[];

  /** The rates by the epoch alone, where there is such a formula. */
  protected closedForm?(): number[];

  /** The rates as they were last set, one for each parameter group. */
  getLastLr(): number[] {
    return this.lastLr;
  }

  /** The first step, which the constructor makes: it sets the rates to begin with. */
  initialStep(): void {
    this.stepCount = 0;
    this.isInitial = true;
    try {
      this.step();
    } finally {
      this.isInitial = false;
    }
  }

  /** To be called after the optimizer's. An `epoch` to go to is deprecated. */
  step(epoch?: number): void {
    if (this.stepCount === 1 && this.optimizer.stepCalled === false) warn(WRONG_ORDER);
    this.stepCount++;
    if (epoch !== undefined) warn(EPOCH_GIVEN);
    this.updateLr(epoch);
  }

  /** Goes to the next epoch, or to the one given. */
  updateLr(epoch?: number): void {
    this.lastEpoch = epoch ?? this.lastEpoch + 1;
    const rates = epoch !== undefined && this.closedForm ? this.closedForm() : this.getLr();
    this.setRates(rates);
  }

  protected setRates(rates: readonly number[]): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = rates[i] ?? group.lr;
    });
    this.lastLr = this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** The groups' rates as they are. */
  protected rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** The groups' rates, each times a factor. */
  protected scaled(factor: number): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr * factor);
  }

  /** Everything but the optimizer and functions. */
  stateDict(): SchedulerState {
    const state: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(this)) {
      if (key !== "optimizer" && typeof value !== "function") state[key] = value;
    }
    return state;
  }

  /** Goes on where another scheduler of the same kind stopped. */
  loadStateDict(state: SchedulerState): void {
    for (const [key, value] of Object.entries(state)) {
      if (key !== "optimizer" && Object.hasOwn(this, key)) Reflect.set(this, key, copyOf(value));
    }
  }
}

/** So that two schedulers do not share a list. */
function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(copyOf) : value;
}

/** One value for each group, from one for all or a list. */
export function perGroup(name: string, optimizer: Optimizer, value: number | readonly number[]): number[] {
  const { length } = optimizer.paramGroups;
  if (typeof value === "number") return Array.from({ length }, () => value);
  if (value.length !== length) {
    throw new ValueError(
      `${name} must have the same length as optimizer.param_groups. ${name} has ${value.length} values, param_groups has ${length}.`,
    );
  }
  return [...value];
}
