/** Loops that may await ask whether a pause is due, so that a training loop does not keep its worker to itself. */
import { expect, test } from "vitest";
import { compileFile } from "../../../extension/compile/file.ts";

/** How often the compiled code asks. */
const asks = (source: string): number => compileFile(source, true).code.split(".due()").length - 1;

test.each([
  ["for (let i = 0; i < 3; i++) f(i);", 1],
  ["for (const x of xs) { f(x); }", 1],
  ["while (f()) g();", 1],
  ["do { f(); } while (g());", 1],
  ["async function train() { for (const x of xs) f(x); }", 1],
  ["const train = async () => { while (f()) for (;;) g(); };", 2],
  ["function train() { for (const x of xs) f(x); }", 0],
  ["async function outer() { const inner = () => { for (const x of xs) f(x); }; }", 0],
  ["class A { static { for (const x of xs) f(x); } }", 0],
  ["function sync() { const later = async () => { for (;;) h(); }; for (;;) k(); }", 1],
])("%s", (source, times) => {
  expect(asks(`declare const xs: number[], f: any, g: any, h: any, k: any;\n${source}`)).toBe(times);
});
