/**
 * One notation for all elements of a tensor: whole (`1.`), fixed (`1.5000`) or scientific (`1.5000e+00`), and the width
 * that aligns them. After `_Formatter` in PyTorch's `torch/_tensor_str.py`.
 */
import type { DType } from "../dtype.ts";
import type { PrintOptions } from "./printOptions.ts";
import { exponentText, fixedText } from "./pythonFloat.ts";

export interface ElementFormat {
  /** Characters of the widest element, by which lines are broken. */
  readonly width: number;
  /** An element, aligned to the right. */
  text(value: number): string;
}

/** Chooses the notation from the elements that will be shown. */
export function elementFormat(
  dtype: DType,
  shown: readonly number[],
  options: Pick<PrintOptions, "precision" | "sciMode">,
): ElementFormat {
  const write = dtype.isFloatingPoint
    ? floatNotation(shown, options)
    : dtype.category === "bool"
      ? booleanText
      : integerText;
  // PyTorch leaves `nan`, `inf` and zeros out of the width: where they are the widest, the columns do not align.
  const measured = dtype.isFloatingPoint ? shown.filter(isNonzeroFinite) : shown;
  const width = measured.reduce((widest, value) => Math.max(widest, write(value).length), 1);
  return { width, text: (value) => write(value).padStart(width) };
}

type Notation = (value: number) => string;

function floatNotation(
  shown: readonly number[],
  { precision, sciMode }: Pick<PrintOptions, "precision" | "sciMode">,
): Notation {
  const values = shown.filter(isNonzeroFinite);
  if (values.length === 0) return wholeText;
  if (sciMode ?? needsExponents(values)) return (value) => exponentText(value, precision);
  return values.every(Number.isInteger) ? wholeText : (value) => fixedText(value, precision);
}

/** PyTorch's rule: magnitudes a thousand times apart, or beyond 1e8, or below 1e-4. */
function needsExponents(values: readonly number[]): boolean {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const value of values) {
    min = Math.min(min, Math.abs(value));
    max = Math.max(max, Math.abs(value));
  }
  return max / min > 1000 || max > 1e8 || min < 1e-4;
}

function isNonzeroFinite(value: number): boolean {
  return Number.isFinite(value) && value !== 0;
}

/** A float without fraction; the point says that it is one. */
function wholeText(value: number): string {
  return fixedText(value, 0) + (Number.isFinite(value) ? "." : "");
}

function booleanText(value: number): string {
  return value === 0 ? "False" : "True";
}

/** Every digit of an int64 held as a double, where JavaScript's shortest form would end in zeros. */
function integerText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}
