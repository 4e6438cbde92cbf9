/**
 * The CPU kernel of every elementwise op: walks up to three broadcast operands and calls the op's expression.
 * Operands that lie row-major, or are a single number, take a straight loop; others walk their strides.
 */

import type { TypedArray } from "../../dtype.ts";
import type { AnyArgs } from "../../ops/op.ts";
import { isContiguous, sameShape } from "../../shape.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { type HotLoop, hotLoopOf, runHotLoop } from "./hotLoops.ts";
import { StridedWalk } from "./stridedWalk.ts";

type Expression = (...values: number[]) => number;

/** `name`: the op's, under which there may be a faster loop. */
export function cpuPointwise(
  expression: Expression,
  operands: readonly string[],
  scalars: readonly string[],
  name = "",
): (args: AnyArgs, out: readonly CpuTensor[]) => void {
  const hot = hotLoopOf(name);
  return (args, [out]) => {
    const target = out as CpuTensor;
    // True and true is true, not 2.
    const f =
      target.dtype.category === "bool"
        ? (...values: number[]) => Number(expression(...values) !== 0)
        : expression;
    const inputs = operands.map((name) => args[name] as CpuTensor | null).filter((t) => t !== null);
    const constants = scalars.map((name) => args[name] as number);
    const straight =
      isContiguous(target.shape, target.strides) &&
      inputs.every(
        (t) => t.size === 1 || (sameShape(t.shape, target.shape) && isContiguous(t.shape, t.strides)),
      );
    if (straight) runStraight(hot, f, inputs, constants, target);
    else runStrided(hot, f, inputs, constants, target);
  };
}

/** How far an operand moves per element in a straight loop. */
const step = (t: CpuTensor): 0 | 1 => (t.size === 1 ? 0 : 1);

function runStraight(
  hot: HotLoop | null,
  f: Expression,
  inputs: readonly CpuTensor[],
  s: readonly number[],
  out: CpuTensor,
): void {
  const n = out.size;
  const o = out.data;
  if (hot) {
    const operands = inputs.map((t) => ({ data: t.data, at: 0, step: step(t) }));
    if (runHotLoop(hot, operands, s, o, 0, n)) return;
  }
  const [ta, tb, tc] = inputs as [CpuTensor, CpuTensor?, CpuTensor?];
  const a = ta.data;
  const da = step(ta);
  // A fixed number of arguments per loop: spreading would cost more than the arithmetic.
  const [s0 = 0, s1 = 0, s2 = 0] = s;
  if (!tb) {
    for (let i = 0; i < n; i++) o[i] = f(a[i * da] as number, s0, s1, s2);
    return;
  }
  const b = tb.data;
  const db = step(tb);
  if (!tc) {
    for (let i = 0; i < n; i++) o[i] = f(a[i * da] as number, b[i * db] as number, s0, s1, s2);
    return;
  }
  const c = tc.data;
  const dc = step(tc);
  for (let i = 0; i < n; i++)
    o[i] = f(a[i * da] as number, b[i * db] as number, c[i * dc] as number, s0, s1, s2);
}

function runStrided(
  hot: HotLoop | null,
  f: Expression,
  inputs: readonly CpuTensor[],
  s: readonly number[],
  out: CpuTensor,
): void {
  const walk = new StridedWalk(out.shape, [out, ...inputs]);
  const data: TypedArray[] = [out.data, ...inputs.map((t) => t.data)];
  const [o, a, b, c] = data as [TypedArray, TypedArray, TypedArray?, TypedArray?];
  const [s0 = 0, s1 = 0, s2 = 0] = s;
  walk.forEachRow((at, steps, n) => {
    const [io = 0, ia = 0, ib = 0, ic = 0] = at;
    const [so = 0, sa = 0, sb = 0, sc = 0] = steps;
    if (hot && so === 1) {
      const operands = inputs.map((_, i) => ({
        data: data[i + 1] as TypedArray,
        at: at[i + 1] as number,
        step: steps[i + 1] as number,
      }));
      if (runHotLoop(hot, operands, s, o, io, n)) return;
    }
    if (!b) for (let i = 0; i < n; i++) o[io + i * so] = f(a[ia + i * sa] as number, s0, s1, s2);
    else if (!c) {
      for (let i = 0; i < n; i++)
        o[io + i * so] = f(a[ia + i * sa] as number, b[ib + i * sb] as number, s0, s1, s2);
    } else {
      for (let i = 0; i < n; i++) {
        o[io + i * so] = f(
          a[ia + i * sa] as number,
          b[ib + i * sb] as number,
          c[ic + i * sc] as number,
          s0,
          s1,
          s2,
        );
      }
    }
  });
}
