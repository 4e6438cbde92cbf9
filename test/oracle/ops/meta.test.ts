/** Shapes alone are the same shapes: each recorded call gives on `meta` what it gives on the CPU, its error included. */
import { expect, test } from "vitest";
import { runtime } from "../../../engine/runtime.ts";
import type { Tensor } from "../subject.ts";
import { call, type OpCase } from "./call.ts";
import { families, textOf } from "./recorded.ts";

const looks = (t: Tensor | null) =>
  t && {
    shape: [...t.shape],
    strides: [...t.strides],
    offset: t.offset,
    dtype: t.dtype.name,
    device: t.device.type,
    requiresGrad: t.requiresGrad,
    node: t.gradFn?.name ?? null,
  };

/** What can be said of a call without its values; after backward, of the gradients too. */
function outcome(wanted: OpCase): unknown {
  try {
    const { outputs, leaves } = call(wanted);
    const results = outputs.map(looks);
    for (const out of outputs) {
      if (out.requiresGrad) out.backward(out.newOnes(out.shape), { retainGraph: true });
    }
    return { results, gradients: leaves.map((leaf) => looks(leaf.grad)) };
  } catch (error) {
    return String(error);
  }
}

/** These errors only values can tell. */
const VALUES_DECIDE =
  /out of (bounds|range)|index \d+ is out|Target -?\d+|should be between 0 and 1|ones in mask|Expected p_in|all elements of std|probability tensor|sum of probabilities|var has negative|invalid max index|not in the valid range|offsets\[-1\]|is singular|could not be completed|ZeroDivisionError/;

test.each(families)("$name", ({ cases }) => {
  for (const wanted of cases) {
    const real = outcome(wanted);
    runtime.shapesOnly = true;
    try {
      const shapes = outcome(wanted);
      // The run is repeated with values then.
      if (wanted.fn === "F.ctc_loss" && String(shapes).includes("depends on the lengths")) continue;
      if (typeof real === "string" && typeof shapes !== "string" && VALUES_DECIDE.test(real)) continue;
      expect(shapes, textOf(wanted)).toEqual(real);
    } finally {
      runtime.shapesOnly = false;
    }
  }
});
