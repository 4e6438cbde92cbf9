/** A tensor for an `@input` tag: normal numbers for floats, zeros for integers, which are mostly indices. */
import { DTYPES } from "../dtype.ts";
import { randn, zeros } from "../ops/creation.ts";
import type { Device, Tensor } from "../tensor.ts";
import type { ExampleInput } from "../trace/program.ts";

export function exampleTensor({ shape, dtype: name }: ExampleInput, device: Device): Tensor {
  const dtype = DTYPES.find((d) => d.name === name) ?? null;
  return (dtype?.isFloatingPoint ? randn : zeros)({ size: shape, dtype, device });
}
