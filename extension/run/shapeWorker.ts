/** Entry of the shape worker in Node: a thread of the extension host's process (dist/shapeWorker.cjs). */
import { parentPort } from "node:worker_threads";
import { CompileCache } from "../compile/cache.ts";
import { compile } from "../compile/compile.ts";
import { serve } from "./serve.ts";

if (!parentPort) throw new Error("The shape worker has to be started as a worker thread.");
const cache = new CompileCache();
serve(parentPort, (entry, readSource, inWorkspace) => compile(entry, readSource, cache, { inWorkspace }));
