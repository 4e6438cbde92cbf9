/**
 * The first of our own code in the worker of a run, between the engine's text and the program's: takes the program,
 * runs it when told to, posts the result. It holds on to `postMessage` before any user code can replace it.
 */
import type { EngineHost, ProgramModules, SiteRecorder } from "../../engine/trace/program.ts";
import type { FromRun, ToRun } from "./runMessages.ts";

declare global {
  var __tensorglass: EngineHost;
}

const engine = globalThis.__tensorglass;
const send: (message: FromRun) => void = self.postMessage.bind(self);
const now = performance.now.bind(performance);

/** So many places are posted one by one, which tells where a short program hangs; after that one now and then. */
const POSTED_EACH = 2000;
const POSTED_EVERY_MS = 25;
let posted = 0;
let postedAt = 0;

function at(site: number) {
  if (posted >= POSTED_EACH && now() - postedAt < POSTED_EVERY_MS) return;
  posted++;
  postedAt = now();
  send({ type: "at", site });
}

function tracked($: SiteRecorder): SiteRecorder {
  return {
    call(site, fn, ...args) {
      at(site);
      return $.call(site, fn, ...args);
    },
    method(site, object, key, ...args) {
      at(site);
      return $.method(site, object, key, ...args);
    },
    construct(site, maker, ...args) {
      at(site);
      return $.construct(site, maker, ...args);
    },
    read: (site, object, key) => $.read(site, object, key),
    value: (site, value) => $.value(site, value),
    due: () => $.due(),
    pause: () => $.pause(),
    model: (site, name, maker, inputs) => $.model(site, name, maker, inputs),
  };
}

const program = engine.program.bind(engine);
engine.program = (given: ProgramModules) => {
  const modules: Record<string, ProgramModules["modules"][string]> = {};
  for (const [name, module] of Object.entries(given.modules)) {
    modules[name] = (require, exports, $) => module(require, exports, tracked($));
  }
  program({ ...given, modules });
};

self.onmessage = async ({ data }: MessageEvent<ToRun>) => {
  try {
    posted = 0;
    send({ type: "result", result: await engine.run(data.options) });
  } catch (error) {
    send({
      type: "crashed",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
};
