/** Schedulers made of others: one after the other, or all at once. */
import { ValueError } from "../../errors.ts";
import { pythonType } from "../../format/pythonType.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerState } from "./base.ts";
import { ReduceLROnPlateau } from "./plateau.ts";

abstract class Combined extends LRScheduler {
  readonly schedulers: readonly LRScheduler[];

  constructor(optimizer: Optimizer, schedulers: readonly LRScheduler[], name: string) {
    super(optimizer);
    schedulers.forEach((scheduler: unknown, i) => {
      if (scheduler instanceof ReduceLROnPlateau) {
        throw new ValueError(
          `${name} does not support \`ReduceLROnPlateau\` scheduler as it requires additional kwargs to be specified when calling \`step\`, but got one at index ${i} in the given schedulers sequence.`,
        );
      }
      if (!(scheduler instanceof LRScheduler))
        throw new TypeError(`${name} at index ${i} should have \`optimizer\` as its attribute.`);
      if (scheduler.optimizer !== optimizer) {
        throw new ValueError(
          `${name} expects all schedulers to belong to the same optimizer, but got scheduler ${pythonType(scheduler)} at index ${i} has ${String(scheduler.optimizer)}, which is different from ${pythonType(optimizer)}.`,
        );
      }
    });
    this.schedulers = schedulers;
  }

  override getLr(): number[] {
    return this.rates();
  }

  override stateDict(): SchedulerState {
    return { ...super.stateDict(), schedulers: this.schedulers.map((s) => s.stateDict()) };
  }

  override loadStateDict(state: SchedulerState): void {
    const { schedulers, ...rest } = state;
    super.loadStateDict(rest);
    if (Array.isArray(schedulers))
      this.schedulers.forEach((s, i) => {
        s.loadStateDict(schedulers[i] as SchedulerState);
      });
  }
}

/** Runs one scheduler after the other; each milestone starts the next. */
export class SequentialLR extends Combined {
  readonly milestones: readonly number[];

  constructor(optimizer: Optimizer, schedulers: readonly LRScheduler[], milestones: readonly number[]) {
    if (schedulers.length < 1)
      throw new ValueError("SequentialLR expects at least one scheduler, but got no scheduler.");
    super(optimizer, schedulers, "SequentialLR");
    if (milestones.length !== schedulers.length - 1) {
      throw new ValueError(
        `Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones.length}`,
      );
    }
    this.milestones = milestones;
    this.lastEpoch = 0;
    // Making the schedulers has moved the rates; only the first one is to count from the start.
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    undo(this);
    const first = schedulers[this.#passed()] as LRScheduler;
    first.initialStep();
    this.lastLr = first.getLastLr();
  }

  #passed(): number {
    return this.milestones.filter((m) => m <= this.lastEpoch).length;
  }

  override step(): void {
    this.lastEpoch++;
    const at = this.#passed();
    const scheduler = this.schedulers[at] as LRScheduler;
    if (at > 0 && this.milestones[at - 1] === this.lastEpoch) scheduler.updateLr(0);
    else scheduler.step();
    this.lastLr = scheduler.getLastLr();
  }
}

/** Takes back the step that making a scheduler was. */
function undo(scheduler: LRScheduler): void {
  if (scheduler instanceof Combined) for (const s of scheduler.schedulers) undo(s);
  else scheduler.lastEpoch--;
}

/** Several schedulers at once: their factors multiply. */
export class ChainedScheduler extends Combined {
  constructor(schedulers: readonly LRScheduler[], options: Optimizer | { optimizer?: Optimizer } = {}) {
    const [first] = schedulers;
    if (!first)
      throw new ValueError(
        "ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.",
      );
    const given = "optimizer" in options ? options.optimizer : "paramGroups" in options ? options : undefined;
    super(given ?? first.optimizer, schedulers, "ChainedScheduler");
    this.lastLr = this.rates();
  }

  override step(): void {
    for (const scheduler of this.schedulers) scheduler.step();
    this.lastLr = this.rates();
  }
}
