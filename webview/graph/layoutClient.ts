/**
 * Asks for layouts, one at a time and only for the newest picture. A layout that takes longer than its budget is given
 * up for the linear one, and not tried again; one that was seen before is remembered, so opening and closing a module
 * is immediate the second time.
 */
import type { Placement, Sketch } from "./layout.ts";
import type { LayoutReply, LayoutRequest } from "./layoutMessages.ts";
import { linearLayout } from "./linearLayout.ts";

/** The part of a `Worker` that is used here, so that tests can be one. */
export interface LayoutWorker {
  postMessage(request: LayoutRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<LayoutReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface Placed {
  readonly placement: Placement;
  readonly by: "graphviz" | "linear";
}

/** Milliseconds that Graphviz may take for one picture. */
const LAYOUT_BUDGET = 1500;
/** With more nodes and edges than this there is no point in letting Graphviz try. */
const TOO_MANY = 5000;
/** A layout that nobody waits for any more is ended when it has already run this long, else left to finish. */
const WORTH_KILLING = 200;
const REMEMBERED = 24;

interface Job {
  readonly id: number;
  readonly text: string;
  readonly sketch: Sketch;
  readonly done: (placed: Placed | null) => void;
  startedAt: number;
}

export class LayoutClient {
  readonly #start: () => LayoutWorker;
  readonly #budget: number;
  readonly #memory = new Map<string, Placed>();
  #worker: LayoutWorker;
  #ready = false;
  /** Graphviz can't be had here at all: everything is laid out by ourselves. */
  #broken = false;
  #running: Job | null = null;
  #waiting: Job | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(start: () => LayoutWorker, budget = LAYOUT_BUDGET) {
    this.#start = start;
    this.#budget = budget;
    this.#worker = this.#newWorker();
  }

  /** Null when a newer request came before this one was done. */
  async layout(sketch: Sketch): Promise<Placed | null> {
    this.#drop();
    if (sketch.nodes.length + sketch.edges.length > TOO_MANY) {
      return { placement: linearLayout(sketch), by: "linear" };
    }
    const text = JSON.stringify(sketch);
    const known = this.#memory.get(text);
    if (known) {
      this.#remember(text, known);
      return known;
    }
    if (this.#broken) return this.#linear(text, sketch);
    return new Promise((done) => {
      const job: Job = { id: ++this.#lastId, text, sketch, done, startedAt: performance.now() };
      if (this.#running) this.#waiting = job;
      else this.#run(job);
    });
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  /** Nobody waits for what was asked before. */
  #drop() {
    this.#waiting?.done(null);
    this.#waiting = null;
    if (!this.#running) return;
    this.#running.done(null);
    if (this.#ready && performance.now() - this.#running.startedAt > WORTH_KILLING) this.#restart();
  }

  #run(job: Job) {
    this.#running = job;
    job.startedAt = performance.now();
    this.#worker.postMessage({ id: job.id, sketch: job.sketch });
    if (this.#ready) this.#watch();
  }

  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const job = this.#running;
      this.#restart();
      if (job) job.done(this.#linear(job.text, job.sketch));
      this.#next();
    }, this.#budget);
  }

  #next() {
    const job = this.#waiting;
    this.#waiting = null;
    if (!job) return;
    if (this.#broken) job.done(this.#linear(job.text, job.sketch));
    else this.#run(job);
  }

  #restart() {
    clearTimeout(this.#timer);
    this.#running = null;
    this.#worker.terminate();
    this.#worker = this.#newWorker();
  }

  #newWorker(): LayoutWorker {
    this.#ready = false;
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = () => {
      this.#broken = true;
      clearTimeout(this.#timer);
      const job = this.#running;
      this.#running = null;
      if (job) job.done(this.#linear(job.text, job.sketch));
      this.#next();
    };
    return worker;
  }

  #receive(reply: LayoutReply) {
    if (reply.type === "ready") {
      this.#ready = true;
      if (this.#running) {
        this.#running.startedAt = performance.now();
        this.#watch();
      }
      return;
    }
    const job = this.#running;
    if (!job || job.id !== reply.id) return;
    clearTimeout(this.#timer);
    this.#running = null;
    if (reply.type === "failed") job.done(this.#linear(job.text, job.sketch));
    else job.done(this.#remember(job.text, { placement: reply.placement, by: "graphviz" }));
    this.#next();
  }

  #linear(text: string, sketch: Sketch): Placed {
    return this.#remember(text, { placement: linearLayout(sketch), by: "linear" });
  }

  #remember(text: string, placed: Placed): Placed {
    this.#memory.delete(text);
    this.#memory.set(text, placed);
    const [oldest] = this.#memory.keys();
    if (this.#memory.size > REMEMBERED && oldest !== undefined) this.#memory.delete(oldest);
    return placed;
  }
}
