/**
 * `torch.einsum`: sums of products named by letters, from left to right (PyTorch without opt_einsum). After ATen's
 * `einsum`: operands are brought to one order of dimensions, then multiplied pair by pair.
 */
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { sumOfProducts } from "./contraction.ts";
import { defineOp } from "./op.ts";
import { sumDim } from "./reduce.ts";
import { permute, unsqueeze, view } from "./views.ts";

const ELLIPSIS = "...";
const isLetter = (c: string): boolean => /^[A-Za-z]$/.test(c);
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];

/** The letters and ellipses of one term; `index` counts from the start of the equation. */
function subscripts(text: string, index: number, where: string, end: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === " ") continue;
    if (c === ".") {
      if (found.includes(ELLIPSIS)) throw new RuntimeError(`einsum(): found '.' for ${where} ${end}`);
      if (text.slice(i, i + 3) !== ELLIPSIS) {
        throw new RuntimeError(
          `einsum(): found '.' for ${where} that is not part of any ellipsis${where === "output" ? " (...)" : ""}`,
        );
      }
      found.push(ELLIPSIS);
      i += 2;
    } else if (isLetter(c)) found.push(c);
    else {
      throw new RuntimeError(
        `einsum(): invalid subscript given at index ${index + i} in the equation string, subscripts must be in [a-zA-Z]`,
      );
    }
  }
  return found;
}

/** The terms of the left side, one for each operand. */
function inputTerms(left: string, operands: readonly Tensor[]): string[][] {
  const terms: string[][] = [];
  let index = 0;
  for (const [n, text] of left.split(",").entries()) {
    if (n >= operands.length) {
      throw new RuntimeError("einsum(): fewer operands were provided than specified in the equation");
    }
    terms.push(subscripts(text, index, `operand ${n}`, "for which an ellipsis was already found"));
    index += text.length + 1;
  }
  if (terms.length < operands.length) {
    throw new RuntimeError("einsum(): more operands were provided than specified in the equation");
  }
  return terms;
}

/** How many dimensions the longest ellipsis stands for. */
function ellipsisLength(terms: readonly string[][], operands: readonly Tensor[]): number {
  let most = 0;
  terms.forEach((term, n) => {
    const { ndim } = operands[n] as Tensor;
    const letters = term.filter(isLetter).length;
    const hasEllipsis = letters < term.length;
    if (hasEllipsis) most = Math.max(most, ndim - letters);
    if (hasEllipsis ? letters <= ndim : letters === ndim) return;
    throw new RuntimeError(
      `einsum(): the number of subscripts in the equation (${letters}) ${hasEllipsis ? "is more than" : "does not match"} the number of dimensions (${ndim}) for operand ${n}${hasEllipsis ? "" : " and no ellipsis was given"}`,
    );
  });
  return most;
}

/** Where each letter's dimension, and the first of the ellipsis, comes to be: those of the result first. */
interface Order {
  readonly places: ReadonlyMap<string, number>;
  readonly ellipsis: number;
  /** Dimensions of the result, and with those summed over. */
  readonly kept: number;
  readonly all: number;
}

function orderOf(right: string | null, start: number, terms: readonly string[][], length: number): Order {
  const used = terms.flat().filter(isLetter);
  const places = new Map<string, number>();
  let next = 0;
  let ellipsis = -1;
  if (right === null) {
    ellipsis = 0;
    next = length;
    for (const c of LETTERS) if (used.filter((u) => u === c).length === 1) places.set(c, next++);
  } else {
    for (const c of subscripts(right, start, "output", "but an ellipsis (...) was already found")) {
      if (c === ELLIPSIS) {
        ellipsis = next;
        next += length;
        continue;
      }
      if (places.has(c)) {
        throw new RuntimeError(`einsum(): output subscript ${c} appears more than once in the output`);
      }
      if (!used.includes(c)) {
        throw new RuntimeError(
          `einsum(): output subscript ${c} does not appear in the equation for any input operand`,
        );
      }
      places.set(c, next++);
    }
  }
  const kept = next;
  if (ellipsis < 0) {
    ellipsis = next;
    next += length;
  }
  for (const c of LETTERS) if (used.includes(c) && !places.has(c)) places.set(c, next++);
  return { places, ellipsis, kept, all: next };
}

/** Brings operands to one order of dimensions, and counts in how many of them each is longer than 1. */
class Alignment {
  readonly #sizes = new Map<string, number>();
  readonly #ellipsisSizes: number[];
  readonly counts: number[];
  readonly #order: Order;

  constructor(order: Order, ellipsisLength: number) {
    this.#order = order;
    this.#ellipsisSizes = new Array<number>(ellipsisLength).fill(1);
    this.counts = new Array<number>(order.all).fill(0);
  }

  align(operand: Tensor, term: readonly string[], n: number): Tensor {
    const { places, ellipsis } = this.#order;
    const permutation = new Array<number>(this.#order.all).fill(-1);
    let op = operand;
    let dim = 0;
    for (const c of term) {
      if (c === ELLIPSIS) {
        const length = operand.ndim - (term.length - 1);
        const most = this.#ellipsisSizes.length;
        for (let j = most - length; j < most; j++) {
          this.#countEllipsis(op.shape[dim] as number, dim, j, n);
          permutation[ellipsis + j] = dim++;
        }
        continue;
      }
      const place = places.get(c) as number;
      const before = permutation[place] as number;
      if (before < 0) {
        this.#count(op.shape[dim] as number, c, place, n);
        permutation[place] = dim++;
        continue;
      }
      if (op.shape[dim] !== op.shape[before]) {
        throw new RuntimeError(
          `einsum(): subscript ${c} is repeated for operand ${n} but the sizes don't match, ${op.shape[dim]} != ${op.shape[before]}`,
        );
      }
      op = op.diagonal(0, before, dim).movedim(-1, before);
    }
    permutation.forEach((from, place) => {
      if (from >= 0) return;
      op = unsqueeze({ self: op, dim });
      permutation[place] = dim++;
    });
    return permute({ self: op, dims: permutation });
  }

  #count(size: number, c: string, place: number, n: number): void {
    if (size === 1) return;
    const seen = this.#sizes.get(c) ?? 1;
    if (seen !== 1 && seen !== size) {
      throw new RuntimeError(
        `einsum(): subscript ${c} has size ${size} for operand ${n} which does not broadcast with previously seen size ${seen}`,
      );
    }
    this.#sizes.set(c, size);
    (this.counts[place] as number)++;
  }

  #countEllipsis(size: number, dim: number, j: number, n: number): void {
    if (size === 1) return;
    const seen = this.#ellipsisSizes[j] as number;
    if (seen !== 1 && seen !== size) {
      throw new RuntimeError(
        `einsum(): dimension ${dim} covered by ellipsis in operand ${n}has size ${size} which does not broadcast with previously seen ellipsis with size ${seen} for the respective dimension`,
      );
    }
    this.#ellipsisSizes[j] = size;
    (this.counts[this.#order.ellipsis + j] as number)++;
  }
}

/** The product of the first two, summed over what no later operand has. */
function multiplied(a: Tensor, b: Tensor, { kept, all }: Order, counts: number[]): Tensor {
  const [both, inA, inB]: [number[], number[], number[]] = [[], [], []];
  for (let dim = kept; dim < all; dim++) {
    const count = counts[dim] as number;
    if (a.shape[dim] !== 1 && b.shape[dim] !== 1) {
      counts[dim] = count === 2 ? 0 : count - 1;
      if (count === 2) both.push(dim);
    } else if (count === 1 && (a.shape[dim] !== 1 || b.shape[dim] !== 1)) {
      (a.shape[dim] !== 1 ? inA : inB).push(dim);
      counts[dim] = 0;
    }
  }
  const summed = (t: Tensor, dim: readonly number[]) =>
    dim.length ? sumDim({ self: t, dim, keepdim: true }) : t;
  return sumOfProducts(summed(a, inA), summed(b, inB), both, true);
}

/** `torch.einsum` takes the operands one by one too. */
export const einsum = defineOp({
  schema: "einsum(str equation, Tensor[] tensors) -> Tensor",
  doc: "Sums of products of elements, after Einstein.",
  on: [],
  composite: ({ equation, tensors }) => {
    if (tensors.length === 0) throw new RuntimeError("einsum(): must provide at least one operand");
    const arrow = equation.indexOf("->");
    const left = arrow < 0 ? equation : equation.slice(0, arrow);
    const terms = inputTerms(left, tensors);
    const length = ellipsisLength(terms, tensors);
    const order = orderOf(arrow < 0 ? null : equation.slice(arrow + 2), arrow + 2, terms, length);
    const alignment = new Alignment(order, length);
    const aligned = tensors.map((t, n) => alignment.align(t, terms[n] as string[], n));
    const out = aligned.reduce((a, b) => multiplied(a, b, order, alignment.counts));
    if (order.all === order.kept) return out;
    if (tensors.length > 1) return view({ self: out, size: out.shape.slice(0, order.kept) });
    return sumDim({ self: out, dim: out.shape.map((_, i) => i).slice(order.kept) });
  },
});
