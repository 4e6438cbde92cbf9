/** Shapes alone are the same shapes: every case on `meta` gives the CPU's shape, dtype and strides, and its error. */
import { expect, test } from "vitest";
import { runtime } from "../../engine/runtime.ts";
import { cases } from "./cases.ts";
import { Tensor } from "./subject.ts";

function outcome(name: string): unknown {
  try {
    const out = cases[name]?.("cpu").out;
    const outputs = out instanceof Tensor ? [out] : (out ?? []);
    return outputs.map((t) => ({
      shape: [...t.shape],
      strides: [...t.strides],
      dtype: t.dtype.name,
      device: t.device.type,
      requiresGrad: t.requiresGrad,
      gradFn: t.gradFn?.name,
    }));
  } catch (error) {
    return String(error);
  }
}

test.each(Object.keys(cases))("%s", (name) => {
  const real = outcome(name);
  runtime.shapesOnly = true;
  try {
    expect(outcome(name)).toEqual(real);
  } finally {
    runtime.shapesOnly = false;
  }
});
