/**
 * Convolution in one, two or three dimensions and its gradients, as implicit products of matrices. As on the CPU, a
 * transposed convolution is the input gradient of a plain one, so three products do the work of six ops. `fine` is the
 * side that the window slides over (a plain convolution's input), `coarse` the side with an element for each window.
 */
import { exactly } from "../../../exactly.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { ElementType } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import type { UniformValues } from "../uniformLayout.ts";
import { Product } from "./product.ts";

/** As the ops have them; sizes count spatial dimensions only. */
export interface GpuConvParams {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly transposed: boolean;
  readonly groups: number;
}

const AXES = ["D", "H", "W"] as const;
type Axis = (typeof AXES)[number];
const PER_AXIS = ["fine", "coarse", "kernel", "stride", "padding", "dilation"] as const;
type PerAxis = `${(typeof PER_AXIS)[number]}${Axis}`;

const UNIFORMS = {
  groups: "u32",
  /** Channels of a group. */
  fineChannels: "u32",
  coarseChannels: "u32",
  fineOffset: "u32",
  coarseOffset: "u32",
  weightOffset: "u32",
  /** Elements of a plane, of a kernel. */
  finePlane: "u32",
  coarsePlane: "u32",
  kernel: "u32",
  ...(Object.fromEntries(AXES.flatMap((axis) => PER_AXIS.map((name) => [`${name}${axis}`, "i32"]))) as Record<
    PerAxis,
    "i32"
  >),
} as const;

/** Where a kernel element of a window lies on the fine side; -1 in the padding. */
const FINE_AT = `fn fineAt(window: u32, tap: u32) -> i32 {
  let o = vec3<i32>(vec3<u32>(window / u32(u.coarseH * u.coarseW), window / u32(u.coarseW) % u32(u.coarseH), window % u32(u.coarseW)));
  let t = tapAt(tap);
  let z = o.x * u.strideD - u.paddingD + t.x * u.dilationD;
  let y = o.y * u.strideH - u.paddingH + t.y * u.dilationH;
  let x = o.z * u.strideW - u.paddingW + t.z * u.dilationW;
  if (z < 0 || y < 0 || x < 0 || z >= u.fineD || y >= u.fineH || x >= u.fineW) { return -1; }
  return (z * u.fineH + y) * u.fineW + x;
}
`;

/** The window that has a fine element at a kernel element; -1 where none has. */
const COARSE_AT = `fn coarseAt(pixel: u32, tap: u32) -> i32 {
  let p = vec3<i32>(vec3<u32>(pixel / u32(u.fineH * u.fineW), pixel / u32(u.fineW) % u32(u.fineH), pixel % u32(u.fineW)));
  let t = tapAt(tap);
  let z = p.x + u.paddingD - t.x * u.dilationD;
  let y = p.y + u.paddingH - t.y * u.dilationH;
  let x = p.z + u.paddingW - t.z * u.dilationW;
  if (z < 0 || y < 0 || x < 0 || z % u.strideD != 0 || y % u.strideH != 0 || x % u.strideW != 0) { return -1; }
  let o = vec3<i32>(z / u.strideD, y / u.strideH, x / u.strideW);
  if (o.x >= u.coarseD || o.y >= u.coarseH || o.z >= u.coarseW) { return -1; }
  return (o.x * u.coarseH + o.y) * u.coarseW + o.z;
}
`;

const TAP_AT = `fn tapAt(tap: u32) -> vec3<i32> {
  return vec3<i32>(vec3<u32>(tap / u32(u.kernelH * u.kernelW), tap / u32(u.kernelW) % u32(u.kernelH), tap % u32(u.kernelW)));
}
`;

/** Element of a channel of one side, given batch element, group, channel in the group and position in the plane. */
const side = (name: "fine" | "coarse") =>
  `fn ${name}Element(n: u32, g: u32, channel: u32, at: u32) -> u32 {
  return u.${name}Offset + ((n * u.groups + g) * u.${name}Channels + channel) * u.${name}Plane + at;
}
`;

const SIDES = `${TAP_AT}${side("fine")}${side("coarse")}`;

/** rows: coarse channels of the group, columns: windows of the whole batch, inner: fine channels by kernel. */
const toCoarse = (type: ElementType) =>
  new Product({
    name: "convolution",
    type,
    factors: ["weightData", "fineData"],
    uniforms: UNIFORMS,
    functions: `${SIDES}${FINE_AT}
fn loadA(g: u32, row: u32, k: u32) -> T {
  return weightData[u.weightOffset + (g * u.coarseChannels + row) * u.fineChannels * u.kernel + k];
}
fn loadB(g: u32, k: u32, column: u32) -> T {
  let at = fineAt(column % u.coarsePlane, k % u.kernel);
  if (at < 0) { return T(0); }
  return fineData[fineElement(column / u.coarsePlane, g, k / u.kernel, u32(at))];
}
fn outAt(g: u32, row: u32, column: u32) -> u32 {
  let n = column / u.coarsePlane;
  return u.coarseOffset + ((n * u.groups + g) * u.coarseChannels + row) * u.coarsePlane + column % u.coarsePlane;
}
`,
  });

/** rows: fine channels of the group, columns: fine elements of the whole batch, inner: coarse channels by kernel. */
const toFine = (type: ElementType) =>
  new Product({
    name: "convolution to fine",
    type,
    factors: ["weightData", "coarseData"],
    uniforms: UNIFORMS,
    functions: `${SIDES}${COARSE_AT}
fn loadA(g: u32, row: u32, k: u32) -> T {
  let channel = g * u.coarseChannels + k / u.kernel;
  return weightData[u.weightOffset + (channel * u.fineChannels + row) * u.kernel + k % u.kernel];
}
fn loadB(g: u32, k: u32, column: u32) -> T {
  let at = coarseAt(column % u.finePlane, k % u.kernel);
  if (at < 0) { return T(0); }
  return coarseData[coarseElement(column / u.finePlane, g, k / u.kernel, u32(at))];
}
fn outAt(g: u32, row: u32, column: u32) -> u32 {
  let n = column / u.finePlane;
  return u.fineOffset + ((n * u.groups + g) * u.fineChannels + row) * u.finePlane + column % u.finePlane;
}
`,
  });

/** rows: coarse channels of the group, columns: fine channels by kernel, inner: windows of the whole batch. */
const toWeight = (type: ElementType) =>
  new Product({
    name: "convolution to weight",
    type,
    factors: ["coarseData", "fineData"],
    uniforms: UNIFORMS,
    functions: `${SIDES}${FINE_AT}
fn loadA(g: u32, row: u32, k: u32) -> T {
  return coarseData[coarseElement(k / u.coarsePlane, g, row, k % u.coarsePlane)];
}
fn loadB(g: u32, k: u32, column: u32) -> T {
  let at = fineAt(k % u.coarsePlane, column % u.kernel);
  if (at < 0) { return T(0); }
  return fineData[fineElement(k / u.coarsePlane, g, column / u.kernel, u32(at))];
}
fn outAt(g: u32, row: u32, column: u32) -> u32 {
  return u.weightOffset + (g * u.coarseChannels + row) * u.fineChannels * u.kernel + column;
}
`,
  });

const PRODUCTS = {
  coarse: { f32: toCoarse("f32"), i32: toCoarse("i32") },
  fine: { f32: toFine("f32"), i32: toFine("i32") },
  weight: { f32: toWeight("f32"), i32: toWeight("i32") },
} as const;

/** `input [N, C, …]` and `weight` into `out`, all row-major; `bias` has an element for each channel of `out`. */
export function gpuConvolution(
  gpu: GpuEncoder,
  input: GpuTensor,
  weight: GpuTensor,
  bias: GpuTensor | null,
  p: GpuConvParams,
  out: GpuTensor,
): void {
  const [fine, coarse] = p.transposed ? [out, input] : [input, out];
  const values = uniformsOf(fine, coarse, weight, p);
  const { fineChannels, coarseChannels, groups, kernel } = values;
  const rows = p.transposed ? fineChannels : coarseChannels;
  const plane = p.transposed ? values.finePlane : values.coarsePlane;
  const size = {
    rows,
    columns: (input.shape[0] as number) * plane,
    inner: kernel * (p.transposed ? coarseChannels : fineChannels),
    batch: groups,
  };
  const strides = { batch: rows, row: 1, column: 0 };
  const product = PRODUCTS[p.transposed ? "fine" : "coarse"][input.type];
  const order = [!p.transposed, false] as const;
  product.run(
    gpu,
    size,
    [weight, input],
    out,
    values,
    order,
    bias && { alpha: 1, beta: 1, addend: bias, strides },
  );
}

/** Fills `out`, of the input's shape. */
export function gpuConvolutionGradInput(
  gpu: GpuEncoder,
  gradOutput: GpuTensor,
  weight: GpuTensor,
  p: GpuConvParams,
  out: GpuTensor,
): void {
  gpuConvolution(gpu, gradOutput, weight, null, { ...p, transposed: !p.transposed }, out);
}

/** Fills `out`, of the weight's shape. */
export function gpuConvolutionGradWeight(
  gpu: GpuEncoder,
  gradOutput: GpuTensor,
  input: GpuTensor,
  p: GpuConvParams,
  out: GpuTensor,
): void {
  const [fine, coarse] = p.transposed ? [gradOutput, input] : [input, gradOutput];
  const values = uniformsOf(fine, coarse, out, p);
  const size = {
    rows: values.coarseChannels,
    columns: values.fineChannels * values.kernel,
    inner: (input.shape[0] as number) * values.coarsePlane,
    batch: values.groups,
  };
  PRODUCTS.weight[input.type].run(gpu, size, [coarse, fine], out, values, [true, true]);
}

function uniformsOf(
  fine: GpuTensor,
  coarse: GpuTensor,
  weight: GpuTensor,
  p: GpuConvParams,
): UniformValues<typeof UNIFORMS> {
  const [fineD, fineH, fineW] = three(fine.shape.slice(2), 1);
  const [coarseD, coarseH, coarseW] = three(coarse.shape.slice(2), 1);
  const [kernelD, kernelH, kernelW] = three(weight.shape.slice(2), 1);
  const [strideD, strideH, strideW] = three(p.stride, 1);
  const [paddingD, paddingH, paddingW] = three(p.padding, 0);
  const [dilationD, dilationH, dilationW] = three(p.dilation, 1);
  return {
    groups: p.groups,
    fineChannels: (fine.shape[1] as number) / p.groups,
    coarseChannels: (coarse.shape[1] as number) / p.groups,
    fineOffset: fine.offset,
    coarseOffset: coarse.offset,
    weightOffset: weight.offset,
    finePlane: fineD * fineH * fineW,
    coarsePlane: coarseD * coarseH * coarseW,
    kernel: kernelD * kernelH * kernelW,
    ...{ fineD, fineH, fineW, coarseD, coarseH, coarseW, kernelD, kernelH, kernelW },
    ...{ strideD, strideH, strideW, paddingD, paddingH, paddingW, dilationD, dilationH, dilationW },
  };
}

/** One and two dimensions are three, the first ones trivial. */
function three(values: readonly number[], fill: number) {
  return exactly(3, [...Array<number>(3 - values.length).fill(fill), ...values]);
}
