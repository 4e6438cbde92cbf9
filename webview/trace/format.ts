/**
 * How numbers, sizes and names look, in one place, so that the graph, the steps and the inspector say the same thing
 * in the same words. Shapes are written as PyTorch prints them.
 */
import type { TraceTensor } from "../../engine/trace/trace.ts";

/** `[1, 16, 718, 478]`; a scalar is `[]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** `[1, 16, 718, 478]`, with the dtype where it is not the usual one: `[64] int64`. */
export function formatTensor(tensor: Pick<TraceTensor, "shape" | "dtype">): string {
  const shape = formatShape(tensor.shape);
  return tensor.dtype === "float32" ? shape : `${shape} ${tensor.dtype}`;
}

const integer = new Intl.NumberFormat("en-US");

/** `1,234,567`. */
export function formatCount(count: number): string {
  return integer.format(count);
}

/** `1 parameter`, `448 parameters`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const decimalPrefixes = ["", "K", "M", "G", "T", "P"] as const;

/** Three digits and a prefix: `1.23 GFLOP`, `448 FLOP`. */
export function formatFlops(flops: number): string {
  return `${scaled(flops, 1000, decimalPrefixes)}FLOP`;
}

const binaryPrefixes = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Three digits and a binary unit: `5.25 MiB`, `640 B`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, binaryPrefixes);
}

/** `0.4 ms`, `83 ms`, `2.31 s`. */
export function formatDuration(ms: number): string {
  if (ms >= 1000) return `${threeDigits(ms / 1000)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  while (value >= base && power < units.length - 1) {
    value /= base;
    power++;
  }
  return `${power === 0 ? String(Math.round(value)) : threeDigits(value)} ${units[power] ?? ""}`;
}

function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Cuts a text to `length` characters, with an ellipsis as the last of them. */
export function ellipsis(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
