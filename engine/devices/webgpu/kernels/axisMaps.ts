/** Applies a linear map to each of the last dimensions, one after another (`ops/axisWeights.ts`). */
import { float32, int32, uint8 } from "../../../dtype.ts";
import type { AxisWeights } from "../../../ops/axisWeights.ts";
import { numel } from "../../../shape.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { joined } from "./separable.ts";

const UNIFORMS = {
  n: "u32",
  size: "u32",
  results: "u32",
  inner: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  scale: "f32",
} as const;

/**
 * `[outer, size, inner]` to `[outer, results, inner]`. The starts stand before the indices. 8-bit levels are rounded and
 * clipped.
 */
const program = variants(
  (levels: boolean) => (levels ? "levels" : "floats"),
  (levels) => ({
    key: levels ? "axis map of levels" : "axis map",
    bindings: [
      { name: "selfData", type: levels ? "i32" : "f32", access: "read" },
      { name: "places", type: "i32", access: "read" },
      { name: "weights", type: "f32", access: "read" },
      { name: "outData", type: levels ? "i32" : "f32", access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let i = index % u.inner;
  let r = index / u.inner % u.results;
  let o = index / (u.inner * u.results);
  var sum = 0.0;
  for (var k = u32(places[r]); k < u32(places[r + 1u]); k++) {
    let at = (o * u.size + u32(places[u.results + 1u + k])) * u.inner + i;
    sum += weights[k] * f32(selfData[u.selfOffset + at]);
  }
  outData[u.outOffset + index] = ${levels ? "i32(clamp(floor(sum + 0.5), 0.0, 255.0))" : "u.scale * sum"};`,
  }),
);

/** Both are row-major; `maps` are for the last dimensions. `scale` multiplies every result. */
export function gpuAxisMaps(
  gpu: GpuEncoder,
  self: GpuTensor,
  maps: readonly AxisWeights[],
  scale: number,
  out: GpuTensor,
): void {
  const shape = [...self.shape];
  let from = self;
  const levels = out.dtype === uint8;
  for (let i = maps.length - 1; i >= 0; i--) {
    const map = maps[i] as AxisWeights;
    const last = i === 0;
    const dim = shape.length - maps.length + i;
    const results = map.start.length - 1;
    const uniforms = {
      n: 0,
      size: shape[dim] as number,
      results,
      inner: numel(shape.slice(dim + 1)),
      selfOffset: from.offset,
      outOffset: last ? out.offset : 0,
      scale: last ? scale : 1,
    };
    shape[dim] = results;
    const n = numel(shape);
    const into = last ? out : gpu.scratch(levels ? uint8 : float32, shape);
    const places = gpu.scratch(int32, [map.start.length + map.index.length]);
    gpu.upload(
      places,
      joined((size) => new Int32Array(size), [map.start, map.index]),
    );
    // A map without entries still needs a buffer to bind.
    const weights = gpu.scratch(float32, [Math.max(map.weight.length, 1)]);
    gpu.upload(weights, map.weight.length ? Float32Array.from(map.weight) : new Float32Array(1));
    gpu.dispatch(program(levels), [from, places, weights, into], { ...uniforms, n }, n);
    from = into;
  }
}
