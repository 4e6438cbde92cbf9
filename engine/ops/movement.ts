/** Elements put elsewhere: flipped, rolled, repeated, padded, cut to triangles. */
import { remap, triangle } from "../devices/cpu/remap.ts";
import { gpuRemap, gpuTriangle } from "../devices/webgpu/kernels/remap.ts";
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { backendFor } from "../runtime.ts";
import { numel, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type AxisMap, PLAIN, type Rule, sourceOf } from "./axisMap.ts";
import { allocate } from "./creation.ts";
import { indexAdd } from "./indexing.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
}

function flipMaps(self: Laid, dims: readonly number[]): AxisMap[] {
  const at = dims.map((d) => wrapDim(d, self.shape.length));
  at.forEach((d, i) => {
    if (at.indexOf(d) !== i) throw new RuntimeError(`dim ${d} appears multiple times in the list of dims`);
  });
  return self.shape.map((_, d) => (at.includes(d) ? { rule: "flip", shift: 0 } : PLAIN));
}

export const flip = defineOp({
  schema: "flip(Tensor self, int[] dims) -> Tensor",
  doc: "The elements in reverse order along the dimensions given.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, dims }) => {
    flipMaps(self, dims);
    return { shape: self.shape };
  },
  cpu: ({ self, dims }, [out]) => remap(self, flipMaps(self, dims), 0, out),
  webgpu: ({ self, dims }, [out], gpu) => gpuRemap(gpu, self, flipMaps(self, dims), 0, out),
  node: "FlipBackward0",
  derivatives: (d) => [d("self", ["dims"], (c) => c.grad.flip(c.dims))],
});

function rollMaps(self: Laid, shifts: readonly number[], dims: readonly number[]): AxisMap[] {
  const maps = self.shape.map(() => ({ rule: "wrap" as Rule, shift: 0 }));
  shifts.forEach((shift, i) => {
    const map = maps[wrapDim(dims[i] as number, self.shape.length)];
    if (map) map.shift -= shift;
  });
  return maps;
}

/** Without dimensions the elements roll in row-major order, as those of a vector. */
function rolled<T extends { shape: readonly number[]; strides: readonly number[]; size: number }>(
  self: T,
  out: T,
  dims: readonly number[],
): { self: T; out: T; dims: readonly number[] } {
  if (dims.length) return { self, out, dims };
  const flat = { shape: [self.size], strides: [1] };
  return { self: { ...self, ...flat }, out: { ...out, ...flat }, dims: [0] };
}

export const roll = defineOp({
  schema: "roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor",
  doc: "The elements moved along dimensions, or, without `dims`, in row-major order; what leaves at one end enters at the other.",
  on: ["method", "torch"],
  meta: ({ self, shifts, dims }) => {
    if (shifts.length === 0) throw new RuntimeError("`shifts` required");
    if (dims.length !== shifts.length && !(dims.length === 0 && shifts.length === 1)) {
      throw new RuntimeError(
        `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`,
      );
    }
    for (const dim of dims) wrapDim(dim, self.ndim);
    return { shape: self.shape };
  },
  cpu: ({ self, shifts, dims }, [out]) => {
    const r = rolled(self, out, dims);
    remap(r.self, rollMaps(r.self, shifts, r.dims), 0, r.out);
  },
  webgpu: ({ self, shifts, dims }, [out], gpu) => {
    const r = rolled(self, out, dims);
    gpuRemap(gpu, r.self, rollMaps(r.self, shifts, r.dims), 0, r.out);
  },
  node: "RollBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["dims", "shifts"],
      (c): Tensor => roll({ self: c.grad, shifts: c.shifts.map((s) => -s), dims: c.dims }),
    ),
  ],
});

const WRAP: AxisMap = { rule: "wrap", shift: 0 };

export const repeat = defineOp({
  schema: "repeat(Tensor self, int[] repeats) -> Tensor",
  doc: "The tensor side by side with itself, so often along each dimension; further dimensions come first.",
  on: ["method"],
  layout: "strided",
  meta: ({ self, repeats }) => {
    if (repeats.length < self.ndim) {
      throw new RuntimeError(
        "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
      );
    }
    const lead = repeats.length - self.ndim;
    return { shape: repeats.map((r, i) => r * (i < lead ? 1 : (self.shape[i - lead] as number))) };
  },
  cpu: ({ self, repeats }, [out]) => {
    const lead = new Array<number>(repeats.length - self.shape.length);
    const source = {
      ...self,
      shape: [...lead.fill(1), ...self.shape],
      strides: [...lead.fill(0), ...self.strides],
    };
    remap(
      source,
      repeats.map(() => WRAP),
      0,
      out,
    );
  },
  webgpu: ({ self, repeats }, [out], gpu) => {
    const lead = new Array<number>(repeats.length - self.shape.length);
    const shape = [...lead.fill(1), ...self.shape];
    const source = { ...self, shape, strides: [...lead.fill(0), ...self.strides] };
    gpuRemap(
      gpu,
      source,
      repeats.map(() => WRAP),
      0,
      out,
    );
  },
  node: "RepeatBackward0",
  derivatives: (d) => [
    d("self", ["repeats", "selfSizes"], (c) => {
      const lead = c.repeats.length - c.selfSizes.length;
      const shape = c.repeats.flatMap((r, i) => (i < lead ? [r] : [r, c.selfSizes[i - lead] as number]));
      const dims = c.repeats.map((_, i) => (i < lead ? i : lead + 2 * (i - lead)));
      return dims.length ? c.grad.reshape(shape).sum(dims) : c.grad;
    }),
  ],
});

export const tile = defineOp({
  schema: "tile(Tensor self, int[] dims) -> Tensor",
  doc: "`repeat`, but dimensions that are not given are taken once.",
  on: ["method", "torch"],
  composite: ({ self, dims }) => {
    const lead = Math.max(self.ndim - dims.length, 0);
    return repeat({ self, repeats: [...new Array<number>(lead).fill(1), ...dims] });
  },
});

const triangleOf = <const S extends string>(schema: S, doc: string, node: string, upper: boolean) => {
  const op = defineOp({
    schema: schema as "tril(Tensor self, int diagonal=0) -> Tensor",
    doc,
    on: ["method", "torch"],
    inplace: true,
    meta: ({ self }) => {
      if (self.ndim < 2) {
        throw new RuntimeError(`${schema.slice(0, 4)}: input tensor must have at least 2 dimensions`);
      }
      return { shape: self.shape };
    },
    cpu: ({ self, diagonal }, [out]) => triangle(self, diagonal, upper, out),
    webgpu: ({ self, diagonal }, [out], gpu) => gpuTriangle(gpu, self, diagonal, upper, out),
    node,
    derivatives: (d) => [d("self", ["diagonal"], (c): Tensor => op({ self: c.grad, diagonal: c.diagonal }))],
  });
  return op;
};

export const tril = triangleOf(
  "tril(Tensor self, int diagonal=0) -> Tensor",
  "The lower triangle of each matrix, up to a diagonal, zeros above.",
  "TrilBackward0",
  false,
);
export const triu = triangleOf(
  "triu(Tensor self, int diagonal=0) -> Tensor",
  "The upper triangle of each matrix, from a diagonal on, zeros below.",
  "TriuBackward0",
  true,
);

/** `pad` lists the last dimension's front and back first. */
function padMaps(self: Laid, pad: readonly number[], rule: Rule): AxisMap[] {
  const rank = self.shape.length;
  return self.shape.map((_, d) => {
    const front = pad[2 * (rank - 1 - d)];
    return front === undefined ? PLAIN : { rule, shift: -front };
  });
}

function paddedShape(self: Laid, pad: readonly number[]): number[] {
  const rank = self.shape.length;
  return self.shape.map((size, d) => {
    const k = 2 * (rank - 1 - d);
    return size + (pad[k] ?? 0) + (pad[k + 1] ?? 0);
  });
}

export const constantPad = defineOp({
  schema: "constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor",
  doc: "A border of `value`: front and back of the last dimension, then of the one before. Negative ones cut off.",
  on: ["torch"],
  layout: "strided",
  meta: ({ self, pad }) => {
    if (pad.length % 2 !== 0) throw new RuntimeError("Padding length must be divisible by 2");
    if (pad.length > 2 * self.ndim) {
      throw new RuntimeError(
        `Padding length should be less than or equal to two times the input dimension but got padding length ${pad.length} and input of dimension ${self.ndim}`,
      );
    }
    const shape = paddedShape(self, pad);
    if (shape.some((size) => size < 0)) throw new RuntimeError("narrow(): length must be non-negative.");
    return { shape };
  },
  cpu: ({ self, pad, value }, [out]) => remap(self, padMaps(self, pad, "fill"), value, out),
  webgpu: ({ self, pad, value }, [out], gpu) => gpuRemap(gpu, self, padMaps(self, pad, "fill"), value, out),
  node: "ConstantPadNdBackward0",
  derivatives: (d) => [
    d("self", ["pad"], (c): Tensor => constantPad({ self: c.grad, pad: c.pad.map((p) => -p) })),
  ],
});

/** Which source coordinates each coordinate of a dimension shows, as indices for `indexAdd`. */
function sources(grad: Tensor, map: AxisMap, length: number, size: number): Tensor {
  const out = allocate([length], int64, grad.device);
  const values = Float64Array.from({ length }, (_, i) => sourceOf(map, i, size));
  if (length) backendFor(grad.storage.device).write(out.storage, values);
  return out;
}

/** The gradient of a border that shows elements again: added up where they come from, a dimension at a time. */
function unpadded(grad: Tensor, shape: readonly number[], pad: readonly number[], rule: Rule): Tensor {
  let out = grad;
  padMaps({ shape }, pad, rule).forEach((map, d) => {
    if (map === PLAIN) return;
    const size = shape[d] as number;
    const index = sources(grad, map, out.shape[d] as number, size);
    const target = out.newZeros(out.shape.map((s, i) => (i === d ? size : s)));
    out = indexAdd({ self: target, dim: d, index, source: out });
  });
  return out;
}

const borderOf = (schema: string, doc: string, node: string, rule: Rule, dims: number) => {
  const name = schema.slice(0, schema.indexOf("("));
  return defineOp({
    schema: schema as "reflection_pad1d(Tensor self, int[] padding) -> Tensor",
    doc,
    layout: "strided",
    meta: ({ self, padding }) => {
      if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
        throw new RuntimeError(
          `Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${shapeText(self.shape)}`,
        );
      }
      if (rule === "reflect") checkReflection(self, padding, name);
      return { shape: paddedShape(self, padding) };
    },
    cpu: ({ self, padding }, [out]) => remap(self, padMaps(self, padding, rule), 0, out),
    webgpu: ({ self, padding }, [out], gpu) => gpuRemap(gpu, self, padMaps(self, padding, rule), 0, out),
    node,
    derivatives: (d) => [
      d("self", ["padding", "self"], (c) => unpadded(c.grad, c.self.shape, c.padding, rule)),
    ],
  });
};

function checkReflection(self: Tensor, padding: readonly number[], name: string): void {
  for (let k = 0; k < padding.length; k += 2) {
    const d = self.ndim - 1 - k / 2;
    const size = self.shape[d] as number;
    const [front, back] = [padding[k] as number, padding[k + 1] as number];
    if (front < size && back < size) continue;
    throw new RuntimeError(
      name === "reflection_pad1d" || name === "reflection_pad2d" || name === "reflection_pad3d"
        ? `Argument #${4 + k}: Padding size should be less than the corresponding input dimension, but got: padding (${front}, ${back}) at dimension ${d} of input ${shapeText(self.shape)}`
        : "padding is too large",
    );
  }
}

const DIMENSIONS = [1, 2, 3] as const;
/** By the number of dimensions. */
export const reflections = DIMENSIONS.map((n) =>
  borderOf(
    `reflection_pad${n}d(Tensor self, int[${2 * n}] padding) -> Tensor`,
    "A border that mirrors the elements inside of it.",
    `ReflectionPad${n}DBackward0`,
    "reflect",
    n,
  ),
);
export const replications = DIMENSIONS.map((n) =>
  borderOf(
    `replication_pad${n}d(Tensor self, int[${2 * n}] padding) -> Tensor`,
    "A border that repeats the outermost elements.",
    `ReplicationPad${n}DBackward0`,
    "clamp",
    n,
  ),
);

export const outer = defineOp({
  schema: "outer(Tensor self, Tensor vec2) -> Tensor",
  doc: "The products of all elements of two vectors, `[n]` and `[m]`, as `[n, m]`.",
  on: ["method", "torch"],
  composite: ({ self, vec2 }) => {
    if (self.ndim !== 1) throw new RuntimeError(`outer: Expected 1-D argument self, but got ${self.ndim}-D`);
    if (vec2.ndim !== 1) throw new RuntimeError(`outer: Expected 1-D argument vec2, but got ${vec2.ndim}-D`);
    return self.reshape([self.numel(), 1]).mul(vec2);
  },
});

export const meshgrid = defineOp({
  schema: "meshgrid(Tensor[] tensors, *, str indexing='ij') -> Tensor[]",
  doc: 'Grids of coordinates from vectors: tensor i changes along dimension i (`indexing: "xy"` swaps the first two). Views.',
  on: ["torch"],
  varargs: true,
  composite: ({ tensors, indexing }) => {
    const swap = indexing === "xy" && tensors.length >= 2;
    const order = tensors.map((_, i) => (swap && i < 2 ? 1 - i : i));
    const shape = order.map((i) => {
      const t = tensors[i] as Tensor;
      if (t.ndim > 1) {
        throw new RuntimeError(
          `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${t.ndim}`,
        );
      }
      return numel(t.shape);
    });
    return tensors.map((t, i) => t.view(shape.map((s, k) => (k === order[i] ? s : 1))).expand(shape));
  },
});
