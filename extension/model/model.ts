/** One model file: its state, and when to publish what a run says of it. Nothing of VS Code. */
import type { Trace } from "../../engine/trace/trace.ts";
import { type Finding, findingOfTrace } from "./findings.ts";
import {
  initialState,
  isBadNews,
  type Limits,
  type ModelState,
  type ReducedOutcome,
  reduce,
  type Versions,
} from "./modelState.ts";

/**
 * Good news are told at once. Bad news wait so many milliseconds for the next keystroke to make them untrue: who types
 * `torch.relu(` has for a moment a file that does not compile, and does not want to hear of it. New shapes are no news
 * to wait for, even where one of them does not fit: see `live`.
 */
export const BAD_NEWS_DELAY = 400;

/** A problem, and what its offsets refer to. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly versions: Versions;
}

export class Model {
  readonly uri: string;
  readonly #publish: () => void;
  /** What the latest run said; not necessarily shown yet. */
  #latest: ModelState = initialState;
  #shown: ModelState = initialState;
  /** Of the run for values in the panel; they live as long as the picture they were found in. */
  #valueFindings: readonly LocatedFinding[] = [];
  #dependencies: ReadonlySet<string> = new Set();
  #running = false;
  #version = -1;
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(uri: string, publish: () => void) {
    this.uri = uri;
    this.#publish = publish;
  }

  /** What the user has been told: for the graph, the problems, and all that had better be calm. */
  get state(): ModelState {
    return this.#shown;
  }

  /** The same with the newest picture, for what stands beside the text that is being typed. */
  get live(): ModelState {
    const { picture, layersSeen } = this.#latest;
    return picture === this.#shown.picture
      ? this.#shown
      : { ...this.#shown, picture, layersSeen, stale: false };
  }

  /** What is wrong, for shapes and for values. */
  get findings(): readonly LocatedFinding[] {
    const { findings, findingVersions: versions } = this.#shown;
    return [...findings.map((finding) => ({ finding, versions })), ...this.#valueFindings];
  }

  get running(): boolean {
    return this.#running;
  }

  /** The document's version when it was last run. */
  get version(): number {
    return this.#version;
  }

  /** A run has begun. What it will say is more to the point than bad news that wait to be shown. */
  begin(version: number): number {
    clearTimeout(this.#timer);
    this.#version = version;
    this.#running = true;
    return ++this.#run;
  }

  /** The run that `begin` gave a number was taken back without an outcome. */
  abandon(run: number): void {
    if (run !== this.#run) return;
    this.#running = false;
    this.#publish();
  }

  end(outcome: ReducedOutcome, versions: Versions, limits: Limits): void {
    this.#running = false;
    clearTimeout(this.#timer);
    const before = this.#latest.picture;
    this.#latest = reduce(this.#latest, outcome, versions, limits);
    const first = this.#shown.picture === null && this.#shown.findings.length === 0;
    if (!isBadNews(this.#latest) || first) {
      this.#show();
      return;
    }
    this.#timer = setTimeout(() => this.#show(), BAD_NEWS_DELAY);
    if (this.#latest.picture !== before) this.#publish();
  }

  /** A run for values ended in the panel; one of an older picture says nothing about this one. */
  valuesRan(generation: number, trace: Trace): void {
    const { picture } = this.#shown;
    if (!picture || generation < picture.generation) return;
    const finding = findingOfTrace(picture.program, trace);
    this.#setValueFindings(finding ? [{ finding, versions: picture.versions }] : []);
  }

  /** A run for values was ended from outside. */
  valuesFailed(generation: number, finding: Finding): void {
    const { picture } = this.#shown;
    if (!picture || generation < picture.generation) return;
    this.#setValueFindings([{ finding, versions: picture.versions }]);
  }

  #setValueFindings(findings: readonly LocatedFinding[]): void {
    if (findings.length === 0 && this.#valueFindings.length === 0) return;
    this.#valueFindings = findings;
    this.#publish();
  }

  /** The files that the latest text imports, or would import if they were there. */
  dependsOn(uris: readonly string[]): void {
    this.#dependencies = new Set(uris);
  }

  /** Whether a file of the workspace is part of the model; its own is. */
  isMadeOf(uri: string): boolean {
    return uri === this.uri || this.#dependencies.has(uri);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #show(): void {
    if (this.#latest.picture !== this.#shown.picture) this.#valueFindings = [];
    this.#shown = this.#latest;
    this.#publish();
  }
}
