/**
 * Reading and writing rows by number on the GPU: `[outer, size, inner]` elements, of which an index names rows.
 *
 * Writes that add up must not race, and WGSL has no atomics for floats: each invocation owns a column of elements, or
 * every `parts`-th row of it, and goes through the whole index in order. So the sums are the same every time.
 */
import { contiguousStrides, numel } from "../../../shape.ts";
import type { Rows } from "../../cpu/rows.ts";
import { elementBits, fromBits } from "../elements.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { functionsFor } from "./wgsl.ts";

const ROWS = {
  n: "u32",
  size: "u32",
  inner: "u32",
  count: "u32",
  parts: "u32",
  selfOffset: "u32",
  indexOffset: "u32",
  outOffset: "u32",
  /** This row is passed over. */
  skip: "i32",
  /** The bits of an element. */
  alpha: "i32",
} as const;

const ROW_OF = `fn rowOf(n: u32) -> i32 {
  let row = indexData[u.indexOffset + n];
  return select(row, row + i32(u.size), row < 0);
}
`;

const take = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof ROWS> => ({
    key: `take rows ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "indexData", type: "i32", access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: ROWS,
    workgroup: [64],
    functions: ROW_OF,
    body: `  if (index >= u.n) { return; }
  let i = index % u.inner;
  let n = index / u.inner % u.count;
  let o = index / (u.inner * u.count);
  outData[u.outOffset + index] = selfData[u.selfOffset + (o * u.size + u32(rowOf(n))) * u.inner + i];`,
  }),
);

const put = variants(
  (type: ElementType, add: boolean) => `${type} ${add}`,
  (type, add): ProgramSource<typeof ROWS> => ({
    key: `put rows ${type} ${add ? "add" : "set"}`,
    bindings: [
      { name: "source", type, access: "read" },
      { name: "indexData", type: "i32", access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: ROWS,
    workgroup: [64],
    functions: ROW_OF,
    body: `  if (index >= u.n) { return; }
  let i = index % u.inner;
  let part = index / u.inner % u.parts;
  let o = index / (u.inner * u.parts);
  for (var n = 0u; n < u.count; n++) {
    let row = rowOf(n);
    if (u32(row) % u.parts != part || row == u.skip) { continue; }
    let at = u.outOffset + (o * u.size + u32(row)) * u.inner + i;
    let value = source[u.selfOffset + (o * u.count + n) * u.inner + i];
    outData[at] = ${add ? `outData[at] + ${fromBits(type, "u.alpha")} * value` : "value"};
  }`,
  }),
);

/** Enough invocations to keep a GPU busy where the columns alone are few. */
const partsFor = (columns: number): number =>
  Math.max(1, Math.min(64, Math.ceil(4096 / Math.max(columns, 1))));

export function gpuTakeRows(
  gpu: GpuEncoder,
  self: GpuTensor,
  { size, inner }: Rows,
  index: GpuTensor,
  out: GpuTensor,
): void {
  const uniforms = {
    n: out.size,
    size,
    inner,
    count: index.size,
    parts: 1,
    selfOffset: self.offset,
    indexOffset: index.offset,
    outOffset: out.offset,
    skip: -1,
    alpha: 0,
  };
  gpu.dispatch(take(out.type), [self, index, out], uniforms, out.size);
}

/** Writes into `out`, which has its other elements already. */
export function gpuPutRows(
  gpu: GpuEncoder,
  out: GpuTensor,
  { outer, size, inner }: Rows,
  index: GpuTensor,
  source: GpuTensor,
  options: { add: boolean; alpha?: number; skip?: number },
): void {
  const parts = partsFor(outer * inner);
  const uniforms = {
    n: outer * inner * parts,
    size,
    inner,
    count: index.size,
    parts,
    selfOffset: source.offset,
    indexOffset: index.offset,
    outOffset: out.offset,
    skip: options.skip ?? -1,
    alpha: elementBits(out.type, options.alpha ?? 1),
  };
  gpu.dispatch(put(out.type, options.add), [source, index, out], uniforms, uniforms.n);
}

const ALONG = {
  size: "dims",
  selfStride: "dims",
  sourceStride: "dims",
  indexStride: "dims",
  n: "u32",
  rank: "u32",
  dim: "u32",
  length: "u32",
  bound: "i32",
  parts: "u32",
  selfOffset: "u32",
  indexOffset: "u32",
  outOffset: "u32",
  /** The bits of an element. */
  value: "i32",
} as const;

const gatherProgram = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof ALONG> => ({
    key: `gather ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "indexData", type: "i32", access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: ALONG,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  var rest = index;
  var at = u.selfOffset;
  for (var k = u.rank; k > 0u; k--) {
    let d = k - 1u;
    let i = rest % size(d);
    rest /= size(d);
    if (d != u.dim) { at += i * selfStride(d); }
  }
  if (u.rank > 0u) { at += u32(indexData[u.indexOffset + index]) * selfStride(u.dim); }
  outData[u.outOffset + index] = selfData[at];`,
  }),
);

/** How a scattered element meets the one that is there. */
type ScatterMode = "set" | "fill" | "add" | "mul" | "max" | "min";

/** WGSL over the element there, `x`, and the new one, `y`. */
const COMBINED: Readonly<Record<ScatterMode, string>> = {
  set: "y",
  fill: "y",
  add: "x + y",
  mul: "x * y",
  max: "select(x, y, y > x || isNan(f32(y)))",
  min: "select(x, y, y < x || isNan(f32(y)))",
};

const scatterProgram = variants(
  (type: ElementType, mode: ScatterMode) => `${type} ${mode}`,
  (type, mode): ProgramSource<typeof ALONG> => ({
    key: `scatter ${type} ${mode}`,
    bindings: [
      ...(mode === "fill" ? [] : [{ name: "source", type, access: "read" as const }]),
      { name: "indexData", type: "i32", access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: ALONG,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let part = index % u.parts;
  var rest = index / u.parts;
  var at = u.outOffset;
  var sourceAt = u.selfOffset;
  var indexAt = u.indexOffset;
  for (var k = u.rank; k > 0u; k--) {
    let d = k - 1u;
    if (d == u.dim) { continue; }
    let i = rest % size(d);
    rest /= size(d);
    at += i * selfStride(d);
    sourceAt += i * sourceStride(d);
    indexAt += i * indexStride(d);
  }
  for (var j = 0u; j < u.length; j++) {
    let row = indexData[indexAt + j * indexStride(u.dim)];
    if (row < 0 || row >= u.bound || u32(row) % u.parts != part) { continue; }
    let target_ = at + u32(row) * selfStride(u.dim);
    let x = outData[target_];
    let y = ${mode === "fill" ? fromBits(type, "u.value") : "source[sourceAt + j * sourceStride(u.dim)]"};
    outData[target_] = ${COMBINED[mode]};
  }`,
    functions: functionsFor(COMBINED[mode]),
  }),
);

/** `out` has the shape of `index`; all are row-major. */
export function gpuGather(
  gpu: GpuEncoder,
  self: GpuTensor,
  dim: number,
  index: GpuTensor,
  out: GpuTensor,
): void {
  gpu.dispatch(
    gatherProgram(out.type),
    [self, index, out],
    { ...alongUniforms(self, index, index, out, dim), selfOffset: self.offset, n: out.size },
    out.size,
  );
}

/** Writes into `out`, which has its other elements already. */
export function gpuScatter(
  gpu: GpuEncoder,
  out: GpuTensor,
  dim: number,
  index: GpuTensor,
  source: GpuTensor | number,
  how: boolean | "add" | "mul" | "max" | "min",
): void {
  const length = index.shape[dim] ?? 1;
  const columns = length === 0 ? 0 : index.size / length;
  const parts = partsFor(columns);
  const isNumber = typeof source === "number";
  const uniforms = {
    ...alongUniforms(out, index, isNumber ? index : source, out, dim),
    selfOffset: isNumber ? 0 : source.offset,
    n: columns * parts,
    parts,
    value: isNumber ? elementBits(out.type, source) : 0,
  };
  const mode = isNumber ? "fill" : typeof how === "string" ? how : how ? "add" : "set";
  const tensors = isNumber ? [index, out] : [source, index, out];
  gpu.dispatch(scatterProgram(out.type, mode), tensors, uniforms, uniforms.n);
}

function alongUniforms(self: GpuTensor, index: GpuTensor, source: GpuTensor, out: GpuTensor, dim: number) {
  return {
    size: index.shape,
    selfStride: contiguousStrides(self.shape),
    sourceStride: contiguousStrides(source.shape),
    indexStride: contiguousStrides(index.shape),
    rank: index.shape.length,
    dim,
    length: index.shape[dim] ?? 1,
    bound: self.shape[dim] ?? 1,
    parts: 1,
    indexOffset: index.offset,
    outOffset: out.offset,
    value: 0,
  };
}

const LINEAR = {
  size: "dims",
  stride0: "dims",
  stride1: "dims",
  stride2: "dims",
  stride3: "dims",
  n: "u32",
  rank: "u32",
  bound0: "i32",
  bound1: "i32",
  bound2: "i32",
  bound3: "i32",
  offset0: "u32",
  offset1: "u32",
  offset2: "u32",
  offset3: "u32",
} as const;

const linear = variants(
  (count: number) => String(count),
  (count): ProgramSource<typeof LINEAR> => {
    const each = (f: (k: number) => string) => Array.from({ length: count }, (_, k) => f(k)).join("");
    return {
      key: `linear index ${count}`,
      bindings: [
        ...Array.from({ length: count }, (_, k) => ({
          name: `index${k}`,
          type: "i32" as const,
          access: "read" as const,
        })),
        { name: "outData", type: "i32", access: "write" },
      ],
      uniforms: LINEAR,
      workgroup: [64],
      body: `  if (index >= u.n) { return; }
  var rest = index;
${each((k) => `  var at${k} = u.offset${k};\n`)}  for (var d = u.rank; d > 0u; d--) {
    let i = rest % size(d - 1u);
    rest /= size(d - 1u);
${each((k) => `    at${k} += i * stride${k}(d - 1u);\n`)}  }
  var row = 0;
${each((k) => `  let i${k} = index${k}[at${k}];\n  row = row * u.bound${k} + select(i${k}, i${k} + u.bound${k}, i${k} < 0);\n`)}  outData[index] = row;`,
    };
  },
);

/** The row numbers that several indices name together, broadcast to `shape`: a scratch tensor. At most four. */
export function gpuLinearIndex(
  gpu: GpuEncoder,
  indices: readonly {
    readonly tensor: GpuTensor;
    readonly strides: readonly number[];
    readonly bound: number;
  }[],
  shape: readonly number[],
): GpuTensor {
  const [first] = indices;
  if (!first) throw new Error("there is no index");
  const out = gpu.scratch(first.tensor.dtype, [numel(shape)]);
  const at = (k: number) => indices[k];
  const uniforms = {
    size: shape,
    stride0: at(0)?.strides ?? [],
    stride1: at(1)?.strides ?? [],
    stride2: at(2)?.strides ?? [],
    stride3: at(3)?.strides ?? [],
    n: out.size,
    rank: shape.length,
    bound0: at(0)?.bound ?? 1,
    bound1: at(1)?.bound ?? 1,
    bound2: at(2)?.bound ?? 1,
    bound3: at(3)?.bound ?? 1,
    offset0: at(0)?.tensor.offset ?? 0,
    offset1: at(1)?.tensor.offset ?? 0,
    offset2: at(2)?.tensor.offset ?? 0,
    offset3: at(3)?.tensor.offset ?? 0,
  };
  gpu.dispatch(linear(indices.length), [...indices.map((i) => i.tensor), out], uniforms, out.size);
  return out;
}
