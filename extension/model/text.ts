/** How shapes, counts and calls are written in lenses and hovers: one spelling everywhere. */
import type { CountedCall } from "./traceIndex.ts";

const integers = new Intl.NumberFormat("en-US");

/** `[1, 3, 720, 480]`; a scalar is `[]`. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** `28,680`. */
export const countText = (count: number): string => integers.format(count);

/** `1 parameter`, `448 parameters`. */
export const parametersText = (count: number): string =>
  `${countText(count)} parameter${count === 1 ? "" : "s"}`;

const many = (shapes: readonly (readonly number[])[]): string =>
  shapes.length === 0 ? "()" : shapes.map(shapeText).join(", ");

/** `[1, 3, 720, 480] → [1, 16, 718, 478]`, or `[5728, 240] → failed`. */
export function callText({ inputs, outputs, failed }: Pick<CountedCall, "inputs" | "outputs" | "failed">) {
  return `${many(inputs)} → ${failed ? "failed" : many(outputs)}`;
}

/** `4.2 MiB`, as the panel and the engine's messages count. */
export function bytesText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
