/** Entry of the shape worker in a browser's extension host (dist/web/shapeWorker.js). */
import { CompileCache } from "../compile/cache.ts";
import { compile } from "../compile/compile.ts";
import { Executor } from "./executor.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { WebSandboxes } from "./sandbox.web.ts";

const send = (message: FromWorker): void => postMessage(message);
const cache = new CompileCache();
const executor = new Executor({
  compile: (entry, readSource, inWorkspace) => compile(entry, readSource, cache, { inWorkspace }),
  send,
  sandboxes: ({ text }) => new WebSandboxes(text, (level, text) => send({ type: "log", level, text })),
});
self.onmessage = ({ data }: MessageEvent<ToWorker>) => executor.receive(data);
