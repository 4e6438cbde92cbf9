/**
 * Reads planes and volumes at the points of a grid; and the way back. The taps of a point are those of
 * `devices/cpu/gridTaps.ts`. Gradients of the input add up without atomics, of which WGSL has none for floats: each
 * invocation owns some elements of a plane and asks all points.
 */
import { numel } from "../../../shape.ts";
import { type GridOptions, tapCount } from "../../cpu/gridTaps.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";

const UNIFORMS = {
  size: "dims",
  n: "u32",
  channels: "u32",
  inner: "u32",
  points: "u32",
  parts: "u32",
  padding: "u32",
  aligned: "u32",
  inputOffset: "u32",
  gridOffset: "u32",
  gradOffset: "u32",
  outOffset: "u32",
} as const;

const LOCATE: Readonly<Record<number, string>> = {
  0: `  let x = padded(source, d);
  let first = floor(x.x);
  setTap(d, 0u, i32(first), first + 1.0 - x.x, -x.y * scale);
  setTap(d, 1u, i32(first) + 1, x.x - first, x.y * scale);`,
  1: `  setTap(d, 0u, i32(round(padded(source, d).x)), 1.0, 0.0);`,
  2: `  let first = floor(source);
  let t = source - first;
  setTap(d, 0u, i32(padded(first - 1.0, d).x), far(t + 1.0), farSlope(t + 1.0) * scale);
  setTap(d, 1u, i32(padded(first, d).x), near(t), nearSlope(t) * scale);
  setTap(d, 2u, i32(padded(first + 1.0, d).x), near(1.0 - t), -nearSlope(1.0 - t) * scale);
  setTap(d, 3u, i32(padded(first + 2.0, d).x), far(2.0 - t), -farSlope(2.0 - t) * scale);`,
};

/** `size(d)` is that of x, y, z: the last dimension first. Coordinates far outside are held to what `i32` can say. */
const functions = (dims: number, mode: number): string => {
  const count = tapCount(mode);
  return `
var<private> tapAt: array<i32, ${dims * count}>;
var<private> tapWeight: array<f32, ${dims * count}>;
var<private> tapSlope: array<f32, ${dims * count}>;
var<private> weight: f32;
var<private> slopes: array<f32, ${dims}>;
fn near(x: f32) -> f32 { return (1.25 * x - 2.25) * x * x + 1.0; }
fn far(x: f32) -> f32 { return ((-0.75 * x + 3.75) * x - 6.0) * x + 3.0; }
fn nearSlope(x: f32) -> f32 { return (3.75 * x - 4.5) * x; }
fn farSlope(x: f32) -> f32 { return (-2.25 * x + 7.5) * x - 6.0; }
fn padded(x: f32, d: u32) -> vec2<f32> {
  if (u.padding == 0u) { return vec2<f32>(x, 1.0); }
  let last = f32(size(d)) - 1.0;
  var value = x;
  var slope = 1.0;
  if (u.padding == 2u) {
    let low = select(-0.5, 0.0, u.aligned == 1u);
    let span = select(last + 1.0, last, u.aligned == 1u);
    if (span == 0.0) { return vec2<f32>(0.0, 0.0); }
    let away = abs(value - low);
    if (value < low) { slope = -1.0; }
    let flips = floor(away / span);
    let rest = away - flips * span;
    let even = flips - 2.0 * floor(flips / 2.0) == 0.0;
    value = select(span - rest, rest, even) + low;
    if (!even) { slope = -slope; }
  }
  if (value <= 0.0) { return vec2<f32>(0.0, 0.0); }
  if (value >= last) { return vec2<f32>(last, 0.0); }
  return vec2<f32>(value, slope);
}
fn setTap(d: u32, k: u32, at: i32, weight: f32, slope: f32) {
  let inside = at >= 0 && at < i32(size(d));
  let i = d * ${count}u + k;
  tapAt[i] = select(-1, at, inside);
  tapWeight[i] = select(0.0, weight, inside);
  tapSlope[i] = select(0.0, slope, inside);
}
fn locate(coordinate: f32, d: u32) {
  let scale = select(f32(size(d)), f32(size(d)) - 1.0, u.aligned == 1u) / 2.0;
  let source = clamp((coordinate + 1.0) * scale - select(0.5, 0.0, u.aligned == 1u), -1e6, 1e6);
${LOCATE[mode]}
}
fn locateAll(point: u32) {
  for (var d = 0u; d < ${dims}u; d++) { locate(grid[u.gridOffset + point * ${dims}u + d], d); }
}
fn combined(k: u32) -> i32 {
  var place = 0;
  var step = 1;
  var rest = k;
  weight = 1.0;
  for (var d = 0u; d < ${dims}u; d++) { slopes[d] = 1.0; }
  for (var d = 0u; d < ${dims}u; d++) {
    let tap = d * ${count}u + rest % ${count}u;
    rest /= ${count}u;
    if (tapAt[tap] < 0) { return -1; }
    place += tapAt[tap] * step;
    step *= i32(size(d));
    weight *= tapWeight[tap];
    for (var e = 0u; e < ${dims}u; e++) { slopes[e] *= select(tapWeight[tap], tapSlope[tap], e == d); }
  }
  return place;
}
`;
};

const combinations = (dims: number, mode: number): number => tapCount(mode) ** dims;

const source =
  (
    name: string,
    bindings: ProgramSource<typeof UNIFORMS>["bindings"],
    body: (dims: number, mode: number) => string,
  ) =>
  (dims: number, mode: number): ProgramSource<typeof UNIFORMS> => ({
    key: `${name} ${dims} ${mode}`,
    bindings,
    uniforms: UNIFORMS,
    workgroup: [64],
    functions: functions(dims, mode),
    body: body(dims, mode),
  });

const key = (dims: number, mode: number): string => `${dims} ${mode}`;
const INPUT = { name: "inputData", type: "f32", access: "read" } as const;
const GRID = { name: "grid", type: "f32", access: "read" } as const;
const GRAD = { name: "grad", type: "f32", access: "read" } as const;
const OUT = { name: "outData", type: "f32", access: "write" } as const;

const forward = variants(
  key,
  source(
    "grid sampler",
    [INPUT, GRID, OUT],
    (dims, mode) => `  if (index >= u.n) { return; }
  let plane = index / u.points;
  locateAll(plane / u.channels * u.points + index % u.points);
  var sum = 0.0;
  for (var k = 0u; k < ${combinations(dims, mode)}u; k++) {
    let place = combined(k);
    if (place >= 0) { sum += inputData[u.inputOffset + plane * u.inner + u32(place)] * weight; }
  }
  outData[u.outOffset + index] = sum;`,
  ),
);

const toInput = variants(
  key,
  source(
    "grid sampler, to the input",
    [GRID, GRAD, OUT],
    (dims, mode) => `  if (index >= u.n) { return; }
  let plane = index / u.parts;
  let part = index % u.parts;
  for (var i = part; i < u.inner; i += u.parts) { outData[u.outOffset + plane * u.inner + i] = 0.0; }
  for (var p = 0u; p < u.points; p++) {
    locateAll(plane / u.channels * u.points + p);
    let g = grad[u.gradOffset + plane * u.points + p];
    for (var k = 0u; k < ${combinations(dims, mode)}u; k++) {
      let place = combined(k);
      if (place < 0 || u32(place) % u.parts != part) { continue; }
      let at = u.outOffset + plane * u.inner + u32(place);
      outData[at] = outData[at] + g * weight;
    }
  }`,
  ),
);

const toGrid = variants(
  key,
  source(
    "grid sampler, to the grid",
    [INPUT, GRID, GRAD, OUT],
    (dims, mode) => `  if (index >= u.n) { return; }
  locateAll(index);
  let first = index / u.points * u.channels;
  var sums: array<f32, ${dims}>;
  for (var k = 0u; k < ${combinations(dims, mode)}u; k++) {
    let place = combined(k);
    if (place < 0) { continue; }
    var along = 0.0;
    for (var c = 0u; c < u.channels; c++) {
      let x = inputData[u.inputOffset + (first + c) * u.inner + u32(place)];
      along += x * grad[u.gradOffset + (first + c) * u.points + index % u.points];
    }
    for (var d = 0u; d < ${dims}u; d++) { sums[d] += along * slopes[d]; }
  }
  for (var d = 0u; d < ${dims}u; d++) { outData[u.outOffset + index * ${dims}u + d] = sums[d]; }`,
  ),
);

/** Invocations for one plane's gradients: many planes need few. */
const PARTS = 16;

function uniforms(input: GpuTensor, grid: GpuTensor, options: GridOptions) {
  return {
    size: [...input.shape.slice(2)].reverse(),
    channels: input.shape[1] as number,
    inner: numel(input.shape.slice(2)),
    points: numel(grid.shape.slice(1, -1)),
    parts: PARTS,
    padding: options.paddingMode,
    aligned: Number(options.alignCorners),
    inputOffset: input.offset,
    gridOffset: grid.offset,
  };
}

export function gpuGridSample(
  gpu: GpuEncoder,
  input: GpuTensor,
  grid: GpuTensor,
  options: GridOptions,
  out: GpuTensor,
): void {
  const program = forward(grid.shape.at(-1) as number, options.interpolationMode);
  const values = { ...uniforms(input, grid, options), n: out.size, gradOffset: 0, outOffset: out.offset };
  gpu.dispatch(program, [input, grid, out], values, out.size);
}

export function gpuGridSampleBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  input: GpuTensor,
  grid: GpuTensor,
  options: GridOptions,
  gradInput: GpuTensor,
  gradGrid: GpuTensor,
): void {
  const [dims, mode] = [grid.shape.at(-1) as number, options.interpolationMode];
  const common = { ...uniforms(input, grid, options), gradOffset: grad.offset };
  const owners = (input.shape[0] as number) * common.channels * PARTS;
  const onInput = { ...common, n: owners, outOffset: gradInput.offset };
  gpu.dispatch(toInput(dims, mode), [grid, grad, gradInput], onInput, owners);
  const points = grid.size / dims;
  const onGrid = { ...common, n: points, outOffset: gradGrid.offset };
  gpu.dispatch(toGrid(dims, mode), [input, grid, grad, gradGrid], onGrid, points);
}
