/** New tensors after others, and of numbers that follow a rule: powers, triangles' indices, Vandermonde's matrix. */
import { defaultDtype } from "../defaults.ts";
import { type DType, int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { backendFor } from "../runtime.ts";
import { Device, type Tensor } from "../tensor.ts";
import { allocate, arange, empty, full, makeLike } from "./creation.ts";
import { defineOp } from "./op.ts";

/** A vector of these numbers on the device of `like`. */
export function integers(like: Tensor, numbers: readonly number[]): Tensor {
  return fromNumbers(numbers, [numbers.length], int64, like.device);
}

function fromNumbers(
  numbers: readonly number[],
  shape: readonly number[],
  dtype: DType,
  device: Device,
): Tensor {
  const out = allocate(shape, dtype, device);
  const values = dtype.array(numbers.length);
  values.set(numbers);
  if (numbers.length > 0) backendFor(device.type).write(out.storage, values);
  return out;
}

const CPU = new Device("cpu");

export const fullLike = defineOp({
  schema:
    "full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "`fillValue` everywhere, in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, fillValue, ...o }) => makeLike(self, o, (out) => out.fill_(fillValue)),
});

export const emptyLike = defineOp({
  schema:
    "empty_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor whose elements are not set, in the shape, dtype and device of `self`.",
  on: ["torch"],
  composite: ({ self, ...o }) => makeLike(self, o, () => {}),
});

export const newEmpty = defineOp({
  schema:
    "new_empty(Tensor self, int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor whose elements are not set, with this tensor's dtype and device.",
  on: ["method"],
  composite: ({ self, size, dtype, device, requiresGrad }) =>
    empty({ size, dtype: dtype ?? self.dtype, device: device ?? self.device, requiresGrad }),
});

export const newFull = defineOp({
  schema:
    "new_full(Tensor self, int[] size, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "`fillValue` everywhere, with this tensor's dtype and device.",
  on: ["method"],
  composite: ({ self, size, fillValue, dtype, device, requiresGrad }) =>
    full({ size, fillValue, dtype: dtype ?? self.dtype, device: device ?? self.device, requiresGrad }),
});

export const scalarTensor = defineOp({
  schema:
    "scalar_tensor(Scalar s, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "A tensor without dimensions that holds a number.",
  on: ["torch"],
  composite: ({ s, dtype, ...o }) => full({ size: [], fillValue: s, dtype: dtype ?? defaultDtype(), ...o }),
});

export const range = defineOp({
  schema:
    "range.step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "Numbers from `start` to `end` inclusive, `step` apart. Deprecated in PyTorch: use `arange`.",
  on: ["torch"],
  composite: ({ start, end, step, dtype, ...o }) => {
    const count = Math.floor((end - start) / step) + 1;
    return arange({ start, end: start + count * step, step, dtype: dtype ?? defaultDtype(), ...o }).narrow(
      0,
      0,
      count,
    );
  },
});

/** From both ends toward the middle, as PyTorch does, so that the last power is exactly the end's. */
function powers(base: number, start: number, end: number, n: number): number[] {
  const step = n > 1 ? (end - start) / (n - 1) : 0;
  return Array.from(
    { length: n },
    (_, i) => base ** (i < n / 2 ? start + step * i : end - step * (n - 1 - i)),
  );
}

export const logspace = defineOp({
  schema:
    "logspace(Scalar start, Scalar end, int steps, float base=10, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
  doc: "`steps` powers of `base`, their exponents at equal distances from `start` to `end`.",
  on: ["torch"],
  composite: ({ start, end, steps, base, dtype, device, requiresGrad }) => {
    if (steps < 0) throw new RuntimeError("number of steps must be non-negative");
    const type = dtype ?? defaultDtype();
    const numbers = powers(base, start, end, steps);
    const fitting = type.isFloatingPoint ? numbers : numbers.map(Math.trunc);
    return fromNumbers(fitting, [steps], type, device ?? CPU).requiresGrad_(requiresGrad);
  },
});

const triangleOf = (
  name: "tril" | "triu",
  side: string,
  inside: (row: number, column: number, offset: number) => boolean,
) =>
  defineOp({
    schema:
      `${name}_indices(int row, int col, int offset=0, *, ScalarType? dtype=None, Device? device=None) -> Tensor` as "tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
    doc: `The places of the ${side} triangle of a matrix, row by row: \`[2, n]\`, rows and columns.`,
    on: ["torch"],
    composite: ({ row, col, offset, dtype, device }) => {
      if (row < 0) throw new RuntimeError(`row must be non-negative, got${row}`);
      if (col < 0) throw new RuntimeError(`col must be non-negative, got${col}`);
      const places: [number, number][] = [];
      for (let i = 0; i < row; i++) {
        for (let j = 0; j < col; j++) if (inside(i, j, offset)) places.push([i, j]);
      }
      const numbers = [...places.map(([i]) => i), ...places.map(([, j]) => j)];
      return fromNumbers(numbers, [2, places.length], dtype ?? int64, device ?? CPU);
    },
  });

export const trilIndices = triangleOf("tril", "lower", (i, j, offset) => j - i <= offset);
export const triuIndices = triangleOf("triu", "upper", (i, j, offset) => j - i >= offset);

export const vander = defineOp({
  schema: "vander(Tensor x, int? N=None, bool increasing=False) -> Tensor",
  doc: "The powers of each element of a vector, one a column, falling unless `increasing`: Vandermonde's matrix.",
  on: ["torch"],
  composite: ({ x, N, increasing }) => {
    if (x.ndim !== 1) throw new RuntimeError("x must be a one-dimensional tensor.");
    const columns = N ?? (x.shape[0] as number);
    if (columns < 0) throw new RuntimeError("N must be non-negative.");
    const whole = x.dtype.isFloatingPoint ? x.dtype : int64;
    const out = x.newZeros([x.shape[0] as number, columns], { dtype: whole });
    if (columns > 0) out.select(1, 0).fill_(1);
    if (columns > 1) {
      const rest = out.narrow(1, 1, columns - 1);
      rest.copy_(x.unsqueeze(1));
      out.narrow(1, 1, columns - 1).copy_(
        out
          .narrow(1, 1, columns - 1)
          .clone()
          .cumprod(1),
      );
    }
    return increasing ? out : out.flip([1]);
  },
});
