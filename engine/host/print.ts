/** `print(…)` and the program's `console`: lines of the trace, in order, with tensors as PyTorch prints them. */
import { returnTypeOf } from "../api/bind.ts";
import { printedTensor } from "../api/tensorExtras.ts";
import { Module } from "../nn/module.ts";
import { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { recorder } from "../trace/recorder.ts";
import { type Level, outside } from "./lines.ts";

/** One value as `print` shows it: a promise where values have to be read first. */
function shown(value: unknown, nested = false): string | Promise<string> {
  if (value instanceof Tensor) return printedTensor(value);
  if (value instanceof Module) return String(value);
  if (typeof value === "string") return nested ? `'${value}'` : value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return nested ? pythonNumber(value) : String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value) && value.constructor === Array) {
    const returnType = returnTypeOf(value);
    if (returnType) {
      return joined(
        Object.entries(value)
          .slice(value.length)
          .map(([field, v]) => joined([shown(v, true)], ([text]) => `${field}=${text}`)),
        (parts) => `torch.return_types.${returnType}(\n${parts.join(",\n")})`,
      );
    }
    return joined(
      value.map((v) => shown(v, true)),
      (parts) => `[${parts.join(", ")}]`,
    );
  }
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value);
    return joined(
      entries.map(([, v]) => shown(v, true)),
      (parts) => `{${entries.map(([k], i) => `${k}: ${parts[i]}`).join(", ")}}`,
    );
  }
  return String(value);
}

function joined(
  parts: (string | Promise<string>)[],
  join: (parts: string[]) => string,
): string | Promise<string> {
  return parts.every((p) => typeof p === "string") ? join(parts as string[]) : Promise.all(parts).then(join);
}

function line(level: Level, values: readonly unknown[]): void {
  const text = joined(
    values.map((v) => shown(v)),
    (parts) => parts.join(" "),
  );
  if (recorder) recorder.print(level, text);
  else printOutside(level, text);
}

/** Lines that still wait for values; what is printed after them has to wait with them. */
let waiting: Promise<void> | null = null;

function printOutside(level: Level, text: string | Promise<string>): void {
  if (typeof text === "string" && !waiting) {
    outside(level, text);
    return;
  }
  const before = waiting;
  const turn = (async () => {
    await before;
    outside(level, await text);
  })().finally(() => {
    if (waiting === turn) waiting = null;
  });
  waiting = turn;
}

/** Prints values, separated by spaces: modules and tensors as PyTorch does. */
export function print(...values: unknown[]): void {
  line("log", values);
}

/** What a program sees as `console`. */
export const programConsole = {
  log: print,
  info: print,
  debug: print,
  warn: (...values: unknown[]) => line("warn", values),
  error: (...values: unknown[]) => line("error", values),
};
