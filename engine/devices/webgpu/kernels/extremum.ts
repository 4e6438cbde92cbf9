/** The largest or smallest element, of any dimensions, or of each line with where it stands. */
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { ElementType } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { INTEGER_MAX, INTEGER_MIN, lineKernel, MAX, MIN } from "./lines.ts";
import { gpuReduce, type Reduction } from "./reduce.ts";

type Side = "max" | "min";

const BY: Readonly<
  Record<
    Side,
    Readonly<Record<ElementType, typeof MAX | typeof MIN | typeof INTEGER_MAX | typeof INTEGER_MIN>>
  >
> = {
  max: { f32: MAX, i32: INTEGER_MAX },
  min: { f32: MIN, i32: INTEGER_MIN },
};

export function gpuExtremum(
  gpu: GpuEncoder,
  side: Side,
  self: GpuTensor,
  dim: readonly number[] | null,
  out: GpuTensor,
): void {
  const { identity, combine } = BY[side][self.type];
  const reduction: Reduction = { name: side, identity, combine };
  gpuReduce(gpu, reduction, self, dim, out);
}

/** Finds the value, then the first place that has it. */
function indexed(side: Side, type: ElementType, withValues: boolean) {
  const same = type === "f32" ? "x == best || (isNan(x) && isNan(best))" : "x == best";
  return lineKernel({
    name: `${side} ${withValues ? "values and indices" : "indices"}`,
    inputs: [{ name: "x", index: "at" }],
    reductions: [
      { name: "best", ...BY[side][type], value: "x" },
      { name: "place", ...INTEGER_MIN, value: `select(2147483647, i32(k), ${same})` },
    ],
    outputs: [
      ...(withValues ? [{ name: "values", index: "line", value: "best", each: "line" as const }] : []),
      { name: "indices", index: "line", value: "place", each: "line" },
    ],
  });
}

const INDEXED = Object.fromEntries(
  (["max", "min"] as const).flatMap((side) =>
    (["f32", "i32"] as const).flatMap((type) =>
      [true, false].map((withValues) => [`${side} ${type} ${withValues}`, indexed(side, type, withValues)]),
    ),
  ),
);

export function gpuExtremes(
  gpu: GpuEncoder,
  side: Side,
  self: GpuTensor,
  lines: Lines,
  values: GpuTensor | null,
  indices: GpuTensor,
): void {
  const kernel = INDEXED[`${side} ${self.type} ${values !== null}`];
  kernel?.(gpu, lines, [self], values ? [values, indices] : [indices]);
}

const place = lineKernel({
  name: "place by index",
  inputs: [
    { name: "grad", index: "line" },
    { name: "index", index: "line" },
  ],
  reductions: [],
  outputs: [{ name: "result", index: "at", value: "select(0, grad, i32(k) == index)", each: "element" }],
});

export function gpuPlaceByIndex(
  gpu: GpuEncoder,
  grad: GpuTensor,
  indices: GpuTensor,
  lines: Lines,
  out: GpuTensor,
): void {
  place(gpu, lines, [grad, indices], [out]);
}
