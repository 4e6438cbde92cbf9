/**
 * A tensor as PyTorch prints it, to the letter: `tensor([1., 2.], requires_grad=True)`. After `torch/_tensor_str.py`
 * of PyTorch 2.13, for dense tensors of real numbers; it reads no values from a device, they are handed in.
 */
import { defaultDtype } from "../defaults.ts";
import type { DType } from "../dtype.ts";
import { contiguousStrides, numel } from "../shape.ts";
import { type ElementFormat, elementFormat } from "./elementFormat.ts";
import { DEFAULT_PRINT_OPTIONS, type PrintOptions } from "./printOptions.ts";
import { tupleText } from "./tupleText.ts";

/** What printing needs to know of a tensor. */
export interface PrintedTensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** `cpu` goes without saying; every other is named. */
  readonly device: string;
  readonly requiresGrad: boolean;
  /** `AddBackward0`; null for leaves. */
  readonly gradFnName: string | null;
  /** In row-major order; null where there are none (meta) or they have not been read. */
  readonly values: ArrayLike<number> | null;
}

const PREFIX = "tensor(";

/** PyTorch's `repr(tensor)`. */
export function tensorText(tensor: PrintedTensor, options: Partial<PrintOptions> = {}): string {
  const all: PrintOptions = { ...DEFAULT_PRINT_OPTIONS, ...options };
  return withSuffixes(PREFIX + contents(tensor, all), suffixes(tensor, all), all.linewidth);
}

/** PyTorch's `repr(nn.Parameter)`. */
export function parameterText(tensor: PrintedTensor, options: Partial<PrintOptions> = {}): string {
  return `Parameter containing:\n${tensorText(tensor, options)}`;
}

function suffixes(tensor: PrintedTensor, { edgeitems }: PrintOptions): string[] {
  const { shape, dtype, device, values } = tensor;
  const isEmpty = numel(shape) === 0;
  // The elements tell a float, an int64 and a bool apart; where none are shown, only the default dtype goes without saying.
  const isImplied =
    dtype === defaultDtype() ||
    (values !== null && !isEmpty && (dtype.name === "int64" || dtype.name === "bool"));
  const showsSize = values === null || (isEmpty ? shape.length !== 1 : edgeitems === 0);

  const out: string[] = [];
  if (device !== "cpu") out.push(`device='${device}'`);
  if (showsSize) out.push(`size=${tupleText(shape)}`);
  if (!isImplied) out.push(`dtype=${dtype}`);
  if (tensor.gradFnName !== null) out.push(`grad_fn=<${tensor.gradFnName}>`);
  else if (tensor.requiresGrad) out.push("requires_grad=True");
  return out;
}

/** Puts each suffix in the last line, or in a new one where it is full. */
function withSuffixes(text: string, suffixes: readonly string[], linewidth: number): string {
  // PyTorch counts two characters too many here: the line break (or the -1 of a missing one) and one more.
  let used = text.length - text.lastIndexOf("\n") + 1;
  let out = text;
  for (const suffix of suffixes) {
    if (used + suffix.length + 2 > linewidth) {
      out += `,\n${" ".repeat(PREFIX.length)}${suffix}`;
      used = PREFIX.length + suffix.length;
    } else {
      out += `, ${suffix}`;
      used += suffix.length + 2;
    }
  }
  return `${out})`;
}

function contents({ shape, dtype, values }: PrintedTensor, options: PrintOptions): string {
  if (values === null) return "...";
  const count = numel(shape);
  if (count === 0) return "[]";
  const layout: Layout = {
    shape,
    strides: contiguousStrides(shape),
    values,
    edgeitems: count > options.threshold ? options.edgeitems : null,
    linewidth: options.linewidth,
  };
  const shown: number[] = [];
  collectShown(layout, 0, 0, shown);
  return nested(layout, elementFormat(dtype, shown, options), 0, 0);
}

interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly values: ArrayLike<number>;
  /** Items to show at each end of a dimension; null shows all. */
  readonly edgeitems: number | null;
  readonly linewidth: number;
}

/** The offsets of a dimension's items, before and after the gap; `tail` is null where there is no gap. */
interface Items {
  readonly head: readonly number[];
  readonly tail: readonly number[] | null;
}

function items({ shape, strides, edgeitems }: Layout, dim: number, offset: number): Items {
  const size = shape[dim] as number;
  const stride = strides[dim] as number;
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => offset + (from + i) * stride);
  return edgeitems === null || size <= 2 * edgeitems
    ? { head: range(0, size), tail: null }
    : { head: range(0, edgeitems), tail: range(size - edgeitems, size) };
}

function collectShown(layout: Layout, dim: number, offset: number, into: number[]): void {
  if (dim === layout.shape.length) {
    into.push(layout.values[offset] as number);
    return;
  }
  const { head, tail } = items(layout, dim, offset);
  for (const item of head) collectShown(layout, dim + 1, item, into);
  for (const item of tail ?? []) collectShown(layout, dim + 1, item, into);
}

/** The element, row or block at an offset; the more dimensions a block has, the more blank lines part its items. */
function nested(layout: Layout, format: ElementFormat, dim: number, offset: number): string {
  const depth = layout.shape.length - dim;
  if (depth === 0) return format.text(layout.values[offset] as number);
  const { head, tail } = items(layout, dim, offset);
  const text = (item: number) => nested(layout, format, dim + 1, item);
  const indent = PREFIX.length + dim;
  if (depth === 1) {
    const gap = head.length > 0 ? " ..." : "...";
    const texts = tail ? [...head.map(text), gap, ...tail.map(text)] : head.map(text);
    return rows(texts, Math.floor((layout.linewidth - indent) / (format.width + 2)), indent);
  }
  const texts = tail ? [...head.map(text), "...", ...tail.map(text)] : head.map(text);
  return `[${texts.join(`,${"\n".repeat(depth - 1)}${" ".repeat(indent + 1)}`)}]`;
}

/** A vector, broken into lines of as many elements as fit. */
function rows(elements: readonly string[], perLine: number, indent: number): string {
  const step = Math.max(1, perLine);
  const lines: string[] = [];
  for (let i = 0; i < elements.length; i += step) lines.push(elements.slice(i, i + step).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}
