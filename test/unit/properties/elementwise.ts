/** Elementwise ops, broadcast, in any layout. */
import fc from "fast-check";
import { test } from "vitest";
import { F, type Tensor, torch } from "../../../engine/index.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";
import { at, expectNear, filled, holds, inputs, type Plain, shapes } from "./reference.ts";

/** Two shapes that broadcast: each lacks leading dimensions or has size 1 in some of those of a common shape. */
const pairs = shapes(0, 4).chain((shape) => {
  const part = fc
    .tuple(
      fc.nat(shape.length),
      fc.array(fc.constantFrom(false, false, true), { minLength: shape.length, maxLength: shape.length }),
    )
    .chain(([lacking, ones]) => inputs(shape.map((n, d) => (ones[d] ? 1 : n)).slice(lacking)));
  return fc.tuple(part, part);
});

function broadcast(a: Plain, b: Plain, op: (x: number, y: number) => number): Plain {
  const rank = Math.max(a.shape.length, b.shape.length);
  const size = (p: Plain, d: number) => p.shape[d - rank + p.shape.length] ?? 1;
  const shape = Array.from({ length: rank }, (_, d) => (size(a, d) === 1 ? size(b, d) : size(a, d)));
  const pick = (p: Plain, place: readonly number[]) =>
    at(
      p,
      place.slice(rank - p.shape.length).map((i, d) => (p.shape[d] === 1 ? 0 : i)),
    );
  return filled(shape, (place) => op(pick(a, place), pick(b, place)));
}

const binary: Readonly<Record<string, [(a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number]>> =
  {
    add: [(a, b) => a.add(b), (a, b) => a + b],
    sub: [(a, b) => a.sub(b), (a, b) => a - b],
    mul: [(a, b) => a.mul(b), (a, b) => a * b],
    div: [(a, b) => a.div(b.abs().add(1)), (a, b) => a / (Math.abs(b) + 1)],
    maximum: [(a, b) => torch.maximum(a, b), Math.max],
    minimum: [(a, b) => torch.minimum(a, b), Math.min],
    where: [(a, b) => torch.where(a.gt(b), a, b.neg()), (a, b) => (a > b ? a : -b)],
    "an update in place of a copy": [
      (a, b) => torch.zeros(a.add(b).shape, { device: a.device }).add_(a).mul_(b),
      (a, b) => a * b,
    ],
  };

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const unary: Readonly<Record<string, [(x: Tensor) => Tensor, (x: number) => number]>> = {
  abs: [(x) => x.abs(), Math.abs],
  neg: [(x) => x.neg(), (x) => -x],
  exp: [(x) => x.exp(), Math.exp],
  log: [(x) => x.abs().add(1).log(), (x) => Math.log(Math.abs(x) + 1)],
  sqrt: [(x) => x.abs().sqrt(), (x) => Math.sqrt(Math.abs(x))],
  tanh: [(x) => x.tanh(), Math.tanh],
  sin: [(x) => x.sin(), Math.sin],
  floor: [(x) => x.floor(), Math.floor],
  relu: [(x) => x.relu(), (x) => Math.max(x, 0)],
  sigmoid: [(x) => x.sigmoid(), sigmoid],
  silu: [(x) => F.silu(x), (x) => x * sigmoid(x)],
  clamp: [(x) => x.clamp(-1, 1), (x) => Math.min(Math.max(x, -1), 1)],
};

export function elementwise(device: DeviceName): void {
  // Functions of WGSL are good to some units in the last place; numerics.md has them.
  const scale = device === "cpu" ? 1 : 40;

  test.each(Object.entries(binary))("%s", (_, [ours, theirs]) =>
    holds(device, pairs, ([a, b]) =>
      expectNear(ours(a.tensor(device), b.tensor(device)), broadcast(a, b, theirs)),
    ),
  );

  test.each(Object.entries(unary))("%s", (_, [ours, theirs]) =>
    holds(
      device,
      shapes(0, 4).chain((shape) => inputs(shape)),
      (x) => expectNear(ours(x.tensor(device)), { shape: x.shape, data: x.data.map(theirs) }, { scale }),
    ),
  );
}
