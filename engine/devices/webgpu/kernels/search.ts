/** Binary search in sorted lines, and linear search in a list. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuClone } from "./copy.ts";

const SEARCH = {
  n: "u32",
  length: "u32",
  perLine: "u32",
  right: "u32",
  sequenceOffset: "u32",
  selfOffset: "u32",
  sorterOffset: "u32",
  outOffset: "u32",
} as const;

const search = variants(
  (type: ElementType, ordered: boolean) => `${type} ${ordered}`,
  (type, ordered): ProgramSource<typeof SEARCH> => ({
    key: `search sorted ${type}${ordered ? " ordered" : ""}`,
    bindings: [
      { name: "sequence", type, access: "read" },
      { name: "selfData", type, access: "read" },
      ...(ordered ? [{ name: "sorter", type: "i32" as const, access: "read" as const }] : []),
      { name: "outData", type: "i32", access: "write" },
    ],
    uniforms: SEARCH,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let start = index / u.perLine * u.length;
  let value = selfData[u.selfOffset + index];
  var low = 0u;
  var high = u.length;
  while (low < high) {
    let middle = (low + high) / 2u;
    let at = ${ordered ? "u32(sorter[u.sorterOffset + start + middle])" : "middle"};
    let x = sequence[u.sequenceOffset + start + at];
    if (select(!(x >= value), !(x > value), u.right == 1u)) { low = middle + 1u; } else { high = middle; }
  }
  outData[u.outOffset + index] = i32(low);`,
  }),
);

/** A plain number as a tensor on the GPU. */
const held = (gpu: GpuEncoder, t: GpuTensor): GpuTensor => {
  if (t.storage) return t;
  const out = gpu.scratch(t.dtype, t.shape);
  gpuClone({ self: t }, [out], gpu);
  return out;
};

/** All are row-major. */
export function gpuSearchSorted(
  gpu: GpuEncoder,
  sequence: GpuTensor,
  self: GpuTensor,
  sorter: GpuTensor | null,
  right: boolean,
  out: GpuTensor,
): void {
  const uniforms = {
    n: out.size,
    length: sequence.shape.at(-1) ?? 1,
    perLine: Math.max(sequence.shape.length === 1 ? self.size : (self.shape.at(-1) ?? 1), 1),
    right: Number(right),
    sequenceOffset: sequence.offset,
    selfOffset: self.offset,
    sorterOffset: sorter?.offset ?? 0,
    outOffset: out.offset,
  };
  const tensors = [sequence, held(gpu, self), ...(sorter ? [sorter] : []), out];
  gpu.dispatch(search(sequence.type, sorter !== null), tensors, uniforms, out.size);
}

const LIST = {
  n: "u32",
  length: "u32",
  invert: "i32",
  selfOffset: "u32",
  listOffset: "u32",
  outOffset: "u32",
} as const;

const isIn = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof LIST> => ({
    key: `is in ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "list", type, access: "read" },
      { name: "outData", type: "i32", access: "write" },
    ],
    uniforms: LIST,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let value = selfData[u.selfOffset + index];
  var found = 0;
  for (var k = 0u; k < u.length; k++) {
    if (list[u.listOffset + k] == value) { found = 1; break; }
  }
  outData[u.outOffset + index] = found ^ u.invert;`,
  }),
);

export function gpuIsIn(
  gpu: GpuEncoder,
  self: GpuTensor,
  list: GpuTensor,
  invert: boolean,
  out: GpuTensor,
): void {
  const [elements, tests] = [held(gpu, self), held(gpu, list)];
  const uniforms = {
    n: out.size,
    length: tests.size,
    invert: Number(invert),
    selfOffset: elements.offset,
    listOffset: tests.offset,
    outOffset: out.offset,
  };
  gpu.dispatch(isIn(elements.type), [elements, tests, out], uniforms, out.size);
}
