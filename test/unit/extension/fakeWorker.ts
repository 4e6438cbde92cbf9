/** The shape worker with a compiler that takes the text as it is: the body of one module, with `$` and `torch` in scope. */
import { parentPort } from "node:worker_threads";
import type { Compile } from "../../../extension/run/executor.ts";
import { serve } from "../../../extension/run/serve.ts";

const compile: Compile = async (entry, readSource) => {
  const source = (await readSource(entry)) ?? "";
  const imported = /^import "(.*)"/m.exec(source)?.[1];
  const text = imported ? `${await readSource(imported)}\n${source.replace(/^import.*$/m, "")}` : source;
  const files = imported ? [entry, imported] : [entry];
  const at = text.indexOf("SYNTAX");
  if (at >= 0) {
    return {
      program: null,
      errors: [{ file: entry, start: at, end: at + 6, message: "Unexpected SYNTAX" }],
      files,
    };
  }
  const module = `async (require, exports, $) => { const torch = require("tensorglass"); ${text}\n}`;
  return {
    program: {
      code: `"use strict"; __tensorglass.program({ entry: "main", modules: { main: ${module} }, callees: {} });`,
      sites: [],
      files: [entry],
    },
    errors: [],
    files,
  };
};

if (parentPort) serve(parentPort, compile);
