/** Reductions over any dimensions: in one pass, or in two where one result has too many elements for one workgroup. */
import { reductionDims } from "../../../shape.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { linearGrid } from "../grid.ts";
import { coalesced, type StridedLoop } from "../stridedLoop.ts";
import { GROUP, planReduction, type ReductionPlan } from "./reducePlan.ts";
import { functionsFor } from "./wgsl.ts";

export interface Reduction {
  readonly name: string;
  /** WGSL of type `T` (`f32` or `i32`, the result's): what the reduction of nothing gives. */
  readonly identity: string;
  /** WGSL over `x` and `y`, associative. */
  readonly combine: string;
  /** WGSL of type `T` over an element `v` and the result's own `centre`, if there is one; `T(v)` unless given. */
  readonly value?: string;
  /** WGSL over the reduced `x`, `u.count`, the number of elements as `f32`, and `u.p`. */
  readonly finish?: string;
}

export interface ReductionOperands {
  /** A row-major value for each result that `value` uses. */
  readonly centre?: GpuTensor;
  /** A number that `value` and `finish` use. */
  readonly p?: number;
}

const SUM: Reduction = { name: "sum", identity: "T(0)", combine: "x + y" };
/** Divides instead of multiplying by 1/n, as PyTorch does; the mean of nothing is 0/0. */
const MEAN: Reduction = { ...SUM, name: "mean", finish: "T(f32(x) / u.count)" };

const UNIFORMS = {
  keptSize: "dims",
  keptStride: "dims",
  reducedSize: "dims",
  reducedStride: "dims",
  keptRank: "u32",
  reducedRank: "u32",
  /** Results of this pass without its parts. */
  kept: "u32",
  reduced: "u32",
  /** Elements of a part. */
  part: "u32",
  parts: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  centreOffset: "u32",
  count: "f32",
  p: "f32",
} as const;

/** `out = sum of self over dim`; all dimensions when `dim` is null or empty. `out` is row-major. */
export function gpuSum(
  gpu: GpuEncoder,
  self: GpuTensor,
  dim: readonly number[] | null,
  out: GpuTensor,
): void {
  gpuReduce(gpu, SUM, self, dim, out);
}

export function gpuMean(
  gpu: GpuEncoder,
  self: GpuTensor,
  dim: readonly number[] | null,
  out: GpuTensor,
): void {
  gpuReduce(gpu, MEAN, self, dim, out);
}

export function gpuReduce(
  gpu: GpuEncoder,
  reduction: Reduction,
  self: GpuTensor,
  dim: readonly number[] | null,
  out: GpuTensor,
  { centre, p = 0 }: ReductionOperands = {},
): void {
  const dims = reductionDims(dim, self.shape.length);
  const kept = along(self, (d) => !dims.includes(d));
  const reduced = along(self, (d) => dims.includes(d));
  const count = out.size === 0 ? 0 : self.size / out.size;
  const given = { count, p, centreOffset: centre?.offset ?? 0 };
  const inputs = centre ? [self, centre] : [self];
  const innermost = Math.min(...(reduced.strides[0] ?? []), Number.POSITIVE_INFINITY);
  const across = (kept.strides[0] as readonly number[]).some((stride) => stride > 0 && stride < innermost);
  const plan = planReduction({ kept: out.size, reduced: count, across });
  if (plan.parts === 1) {
    pass(gpu, reduction, inputs, kept, reduced, out, count, plan, { first: true, last: true }, given);
    return;
  }
  const partial = gpu.scratch(out.dtype, [plan.parts, out.size]);
  pass(gpu, reduction, inputs, kept, reduced, partial, count, plan, { first: true, last: false }, given);
  const again = planReduction({ kept: out.size, reduced: plan.parts, across: out.size > 1 });
  const results = { size: [out.size], strides: [[1]] };
  const parts = { size: [plan.parts], strides: [[out.size]] };
  const end = { first: false, last: true };
  pass(gpu, reduction, [partial], results, parts, out, plan.parts, { ...again, parts: 1 }, end, given);
}

/** The dimensions that pass, as few as give the same walk. */
function along({ shape, strides }: GpuTensor, take: (d: number) => boolean): StridedLoop {
  const taken = shape.map((_, d) => d).filter(take);
  return coalesced(
    taken.map((d) => shape[d] as number),
    [taken.map((d) => strides[d] as number)],
  );
}

/** The first pass takes elements, the last one finishes. */
interface Place {
  readonly first: boolean;
  readonly last: boolean;
}

function pass(
  gpu: GpuEncoder,
  reduction: Reduction,
  inputs: readonly GpuTensor[],
  kept: StridedLoop,
  reduced: StridedLoop,
  out: GpuTensor,
  length: number,
  { schedule, parts }: ReductionPlan,
  place: Place,
  given: { readonly count: number; readonly p: number; readonly centreOffset: number },
): void {
  const results = out.size / parts;
  const [self] = inputs as readonly [GpuTensor];
  const uniforms = {
    keptSize: kept.size,
    keptStride: kept.strides[0] as readonly number[],
    keptRank: kept.size.length,
    reducedSize: reduced.size,
    reducedStride: reduced.strides[0] as readonly number[],
    reducedRank: reduced.size.length,
    kept: results,
    reduced: length,
    part: Math.ceil(length / parts),
    parts,
    selfOffset: self.offset,
    outOffset: out.offset,
    ...given,
  };
  const program = programFor(reduction, schedule, self.type, out.type, place, inputs.length > 1);
  if (schedule === "single") gpu.dispatch(program, [...inputs, out], uniforms, out.size);
  else {
    gpu.dispatchGrid(
      program,
      [...inputs, out],
      uniforms,
      linearGrid(out.size, gpu.capabilities.limits),
      results * length,
    );
  }
}

const programs = new Map<string, GpuProgram<typeof UNIFORMS>>();

function programFor(
  { name, identity, combine, value, finish }: Reduction,
  schedule: ReductionPlan["schedule"],
  type: ElementType,
  outType: ElementType,
  { first, last }: Place,
  centred: boolean,
): GpuProgram<typeof UNIFORMS> {
  const end = last && finish ? finish : "x";
  const start = first && value ? value : "T(v)";
  const key = `${name} ${type} ${outType} ${schedule}${first && value ? " value" : ""}${last && finish ? " finish" : ""}`;
  let program = programs.get(key);
  if (program) return program;
  program = new GpuProgram({
    key,
    bindings: [
      { name: "selfData", type, access: "read" },
      ...(centred ? [{ name: "centreData", type: outType, access: "read" as const }] : []),
      { name: "out", type: outType, access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [GROUP],
    functions: `alias T = ${outType};
${functionsFor(`${identity} ${combine} ${start} ${end}`)}${schedule === "group" ? `var<workgroup> results: array<T, ${GROUP}>;` : ""}
fn valueOf(v: ${type}, centre: T) -> T { return ${start}; }
fn combined(x: T, y: T) -> T { return ${combine}; }
fn finished(x: T) -> T { return ${end}; }
fn keptAt(i: u32) -> u32 {
  var at = u.selfOffset;
  var rest = i;
  for (var d = 0u; d < u.keptRank; d++) { at += rest % keptSize(d) * keptStride(d); rest /= keptSize(d); }
  return at;
}
fn reducedAt(i: u32) -> u32 {
  var at = 0u;
  var rest = i;
  for (var d = 0u; d < u.reducedRank; d++) { at += rest % reducedSize(d) * reducedStride(d); rest /= reducedSize(d); }
  return at;
}
// From \`first\` on, in steps, up to the end of the part.
fn partial(result: u32, part: u32, first: u32, step: u32) -> T {
  let start = keptAt(result);
  let end = min((part + 1u) * u.part, u.reduced);
  var x = ${identity};
  let centre = ${centred ? "centreData[u.centreOffset + result]" : "T(0)"};
  for (var i = part * u.part + first; i < end; i += step) { x = combined(x, valueOf(selfData[start + reducedAt(i)], centre)); }
  return x;
}
`,
    // Parts come one after the other, the results of each in order.
    body:
      schedule === "single"
        ? `  if (index >= u.kept * u.parts) { return; }
  out[u.outOffset + index] = finished(partial(index % u.kept, index / u.kept, 0u, 1u));`
        : `  let cell = group.x + group.y * groups.x;
  if (cell >= u.kept * u.parts) { return; }
  results[local.x] = partial(cell % u.kept, cell / u.kept, local.x, ${GROUP}u);
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local.x < half) { results[local.x] = combined(results[local.x], results[local.x + half]); }
  }
  if (local.x == 0u) { out[u.outOffset + cell] = finished(results[0]); }`,
  });
  programs.set(key, program);
  return program;
}
