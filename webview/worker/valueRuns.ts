/**
 * Decides when values are computed: for each new program, once it is drawn; again on request; never while the panel is
 * hidden, and never twice for the same program. There is one run at a time, the newest.
 */
import type { FileContent } from "../../engine/trace/program.ts";
import type { Snapshot } from "../protocol.ts";
import { type RunOutcome, type RunSurroundings, ValueRun } from "./valueRun.ts";

export type RunState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly since: number }
  | { readonly kind: "done"; readonly outcome: RunOutcome };

export interface ValueRunsEvents {
  readonly changed: (state: RunState) => void;
  /** A run for this snapshot came to an end of its own, or one that ended before holds for it too. */
  readonly ended: (snapshot: Snapshot, outcome: RunOutcome) => void;
}

export class ValueRuns {
  readonly #around: Omit<RunSurroundings, "files">;
  readonly #events: ValueRunsEvents;
  /** Kept from run to run, as a photograph does not change with each key; read anew when the user runs by hand. */
  #files = new Map<string, FileContent>();
  #run: ValueRun | null = null;
  /** What the running or last run was made from, and how it ended. */
  #identity = "";
  #outcome: RunOutcome | null = null;
  #snapshot: Snapshot | null = null;
  #gpuFailure: string | null = null;
  #hidden = false;
  #state: RunState = { kind: "idle" };

  constructor(around: Omit<RunSurroundings, "files">, events: ValueRunsEvents) {
    this.#around = around;
    this.#events = events;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Something new to run, perhaps. */
  update(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    if (this.#hidden) return;
    const identity = identityOf(snapshot);
    if (identity === this.#identity) {
      if (this.#outcome) this.#events.ended(snapshot, this.#outcome);
      return;
    }
    this.#start();
  }

  /** The user wants it run, whatever happened before: with files read anew and another chance for the GPU. */
  rerun() {
    this.#files = new Map();
    this.#gpuFailure = null;
    this.#start();
  }

  stop() {
    this.#run?.stop();
  }

  /** A hidden panel computes nothing; shown again, it does what it missed. */
  setHidden(hidden: boolean) {
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    if (!hidden) {
      if (this.#snapshot) this.update(this.#snapshot);
    } else if (this.#run) {
      this.#identity = "";
      this.#abandon();
      this.#change({ kind: "idle" });
    }
  }

  #start() {
    this.#abandon();
    const snapshot = this.#snapshot;
    this.#identity = snapshot ? identityOf(snapshot) : "";
    if (!snapshot?.program) return this.#change({ kind: "idle" });
    const settings =
      this.#gpuFailure === null ? snapshot.settings : { ...snapshot.settings, device: "cpu" as const };
    const run = new ValueRun(snapshot.program, settings, { ...this.#around, files: this.#files });
    this.#run = run;
    this.#change({ kind: "running", since: performance.now() });
    run.outcome.then((outcome) => {
      if (this.#run !== run) return;
      this.#run = null;
      if (outcome.kind === "trace") {
        this.#gpuFailure ??= outcome.gpuFailure;
        outcome = { ...outcome, gpuFailure: this.#gpuFailure };
      }
      this.#outcome = outcome;
      this.#change({ kind: "done", outcome });
      if (this.#snapshot) this.#events.ended(this.#snapshot, outcome);
    });
  }

  #abandon() {
    const run = this.#run;
    this.#run = null;
    this.#outcome = null;
    run?.stop();
  }

  #change(state: RunState) {
    this.#state = state;
    this.#events.changed(state);
  }
}

/** Two snapshots with the same one would run alike. */
function identityOf({ program, settings }: Snapshot): string {
  return program === null ? "" : JSON.stringify([settings, program.code]);
}
