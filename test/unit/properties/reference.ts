/**
 * Plain arrays in double, and the ops' definitions over them as loops that read like the text of PyTorch's
 * documentation: what random calls of the engine are held against.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { type Tensor, torch } from "../../../engine/index.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";

export interface Plain {
  readonly shape: readonly number[];
  /** In row-major order. */
  readonly data: readonly number[];
}

export const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The places of a shape, in row-major order. */
export function places(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, n) => all.flatMap((place) => Array.from({ length: n }, (_, i) => [...place, i])),
    [[]],
  );
}

export function at({ shape, data }: Plain, place: readonly number[]): number {
  let flat = 0;
  for (const [d, n] of shape.entries()) flat = flat * n + (place[d] as number);
  return data[flat] as number;
}

export function filled(shape: readonly number[], value: (place: readonly number[]) => number): Plain {
  return { shape, data: places(shape).map(value) };
}

/** A tensor to be, in any layout: how it is made, and what it shows. */
export interface Input extends Plain {
  readonly tensor: (device: DeviceName) => Tensor;
}

/** A view of a larger tensor's storage: transposed, expanded, sliced with steps, not at the start. */
export function inputs(shape: readonly number[], whole = false): fc.Arbitrary<Input> {
  const each = <T>(one: fc.Arbitrary<T>) =>
    fc.array(one, { minLength: shape.length, maxLength: shape.length });
  return fc
    .record({
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      gaps: each(fc.constantFrom(1, 1, 2)),
      repeated: each(fc.constantFrom(false, false, false, true)),
      offset: fc.constantFrom(0, 3),
      seed: fc.nat(),
    })
    .map(({ order, gaps, repeated, offset, seed }) => {
      const strides = shape.map(() => 0);
      let step = 1;
      for (const d of order) {
        if (repeated[d]) continue;
        step *= gaps[d] as number;
        strides[d] = step;
        step *= Math.max(shape[d] as number, 1);
      }
      let state = seed | 1;
      const storage = Float32Array.from({ length: offset + step }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
        const value = (6 * state) / 0x80000000 - 3;
        return whole ? Math.round(value) : value;
      });
      return {
        ...filled(
          shape,
          (place) =>
            storage[offset + place.reduce((sum, i, d) => sum + i * (strides[d] as number), 0)] as number,
        ),
        tensor: (device: DeviceName) =>
          torch
            .tensor([...storage], { dtype: torch.float32 })
            .to(device)
            .asStrided(shape, strides, offset),
      };
    });
}

/** Small shapes; a size is now and then 0 or 1. */
export function shapes(minRank: number, maxRank: number): fc.Arbitrary<number[]> {
  return fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4, 5), { minLength: minRank, maxLength: maxRank });
}

/** A tensor of some rank and one of its dimensions, counted from either end. */
export function alongDim(minSize = 0, whole = false): fc.Arbitrary<{ x: Input; dim: number; given: number }> {
  return shapes(1, 4)
    .filter((shape) => shape.every((n) => n >= minSize))
    .chain((shape) =>
      fc
        .record({ x: inputs(shape, whole), dim: fc.nat(shape.length - 1), negative: fc.boolean() })
        .map(({ x, dim, negative }) => ({ x, dim, given: negative ? dim - shape.length : dim })),
    );
}

/** The line through a place along a dimension. */
export function line(x: Plain, place: readonly number[], dim: number): number[] {
  return Array.from({ length: x.shape[dim] as number }, (_, i) => at(x, place.with(dim, i)));
}

export interface Near {
  /** How many numbers a result is added up from: float32's rounding grows with it and with the size of its terms. */
  readonly terms?: number;
  readonly scale?: number;
}

/** The same shape, and elements as near as float32 allows for sums of so many terms. */
export async function expectNear(
  got: Tensor,
  wanted: Plain,
  { terms = 1, scale = 1 }: Near = {},
): Promise<void> {
  expect([...got.shape]).toEqual(wanted.shape);
  const data = await got.detach().data();
  const wrong = wanted.data
    .map((w, i) => ({ i, got: data[i] as number, wanted: w }))
    .filter(({ got: g, wanted: w }) => {
      if (Object.is(g, w) || g === w) return false;
      return !(Math.abs(g - w) <= 2 ** -22 * (Math.abs(w) + Math.max(terms, 1) * scale));
    });
  expect(wrong).toEqual([]);
}

/** Runs a property on the CPU, and with fewer tries on WebGPU, where each takes milliseconds. */
export function holds<T>(
  device: DeviceName,
  cases: fc.Arbitrary<T>,
  property: (value: T, device: DeviceName) => Promise<void>,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(cases, (value) => property(value, device)),
    { numRuns: device === "cpu" ? 60 : 4 },
  );
}
