/** A number of the user's program as an element of a dtype: `torch.full`, `fill_`, `x[0] = 300`. */
import type { DType } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";

/** As C++ calls the type that a scalar is converted to. */
const fixedWidthName = (dtype: DType): string => (dtype.name === "int32" ? "int" : `${dtype.name}_t`);

/**
 * Integers lose the fraction, anything but 0 is true. What is out of the integers' range is an error; negative numbers
 * above -256 are in that of uint8, where they wrap around, as in PyTorch.
 */
export function elementOf(value: number, dtype: DType, name = fixedWidthName(dtype)): number {
  if (dtype.category === "float") return value;
  if (dtype.category === "bool") return value === 0 ? 0 : 1;
  const least = dtype.isSigned || !Number.isInteger(value) ? dtype.min : -dtype.max;
  if (value >= least && value <= dtype.max) return Math.trunc(value) + 0;
  throw new RuntimeError(`value cannot be converted to type ${name} without overflow`);
}
