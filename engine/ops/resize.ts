/**
 * Rows, planes and volumes made larger or smaller. Each op is a way to weigh sources along one dimension
 * (`axisWeights.ts`), applied to the last one, two or three.
 */
import { axisMaps } from "../devices/cpu/axisMaps.ts";
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { separable } from "../devices/cpu/separable.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuAxisMaps } from "../devices/webgpu/kernels/axisMaps.ts";
import { gpuSeparable } from "../devices/webgpu/kernels/separable.ts";
import { uint8 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { FILTERS, type Filter } from "../filters.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import {
  type AxisWeights,
  antialiased,
  cubic,
  fixedPoint,
  linear,
  nearest,
  nearestExact,
  transposed,
} from "./axisWeights.ts";
import { defineOp } from "./op.ts";

/** What an op asks for, for each of the resized dimensions. */
interface Resizing {
  readonly outputSize: readonly number[];
  readonly alignCorners: boolean;
  readonly scales: readonly number[] | null;
}

/** Arguments of any of the ops: the scales have other names in each rank, and only some have corners to align. */
interface Asked {
  readonly outputSize: readonly number[];
  readonly alignCorners?: boolean;
  readonly scales?: number | null;
  readonly scalesD?: number | null;
  readonly scalesH?: number | null;
  readonly scalesW?: number | null;
}

function asked({ outputSize, alignCorners = false, scales, scalesD, scalesH, scalesW }: Asked): Resizing {
  const known = [scales, scalesD, scalesH, scalesW].filter((s) => typeof s === "number");
  return { outputSize, alignCorners, scales: known.length === outputSize.length ? known : null };
}

/** Weights of one dimension. `scale` is results by sources where it was given so, else null. */
type Weights = (size: number, out: number, scale: number | null, alignCorners: boolean) => AxisWeights;
/** Those of each of the resized dimensions of `[N, C, …]`. */
type Maps = (shape: readonly number[], o: Resizing) => AxisWeights[];

/** How an op weighs. PyTorch counts some gradients otherwise, where a scale does not give just the sizes. */
interface Method {
  readonly maps: Maps;
  readonly gradient: Maps;
}

const along =
  (weights: Weights): Maps =>
  (shape, o) =>
    o.outputSize.map((out, i) => weights(shape[i + 2] as number, out, o.scales?.[i] ?? null, o.alignCorners));

const both = (weights: Weights): Method => ({ maps: along(weights), gradient: along(weights) });

/** Sources that are as many as results stay as they are, whatever the scale. */
const unlessEqual =
  (weights: Weights): Weights =>
  (size, out, ...rest) =>
    size === out ? nearest(size, out, null) : weights(size, out, ...rest);

/** Nor does the scale count where there are twice as many results. */
const nearestBySizes: Weights = (size, out, scale) =>
  nearest(size, out, out === size || out === 2 * size ? null : scale);

const NEAREST: Method = { maps: along(nearest), gradient: along(nearestBySizes) };
/** PyTorch has another kernel for small planes. */
const NEAREST_PLANES: Method = {
  maps: (shape, o) => along(o.outputSize.reduce((a, b) => a + b) <= 128 ? nearestBySizes : nearest)(shape, o),
  gradient: along(nearestBySizes),
};
const LINEAR = both(unlessEqual(linear));
const CUBIC: Method = {
  maps: along(cubic),
  gradient: (shape, o) =>
    along(o.outputSize.every((out, i) => out === shape[i + 2]) ? unlessEqual(cubic) : cubic)(shape, o),
};
const filtered = (filter: Filter): Method => ({
  maps: along(unlessEqual(antialiased(filter))),
  gradient: along(antialiased(filter)),
});

/** Two short maps are cheaper together; wide ones (of filters against aliasing) and levels, which are rounded in between, one by one. */
const together = (maps: readonly AxisWeights[], dtype: unknown): maps is [AxisWeights, AxisWeights] =>
  dtype !== uint8 && maps.length === 2 && maps.every((m) => m.index.length <= 4 * m.start.length);

function run(self: CpuTensor, maps: readonly AxisWeights[], out: CpuTensor): void {
  if (together(maps, out.dtype)) separable(self, ...maps, 1, out);
  else axisMaps(self, out.dtype === uint8 ? maps.map(fixedPoint) : maps, 1, out);
}

function runOnGpu(gpu: GpuEncoder, self: GpuTensor, maps: readonly AxisWeights[], out: GpuTensor): void {
  if (together(maps, out.dtype)) gpuSeparable(gpu, self, ...maps, 1, out);
  else gpuAxisMaps(gpu, self, out.dtype === uint8 ? maps.map(fixedPoint) : maps, 1, out);
}

function resized({ shape }: Tensor, outputSize: readonly number[]): { shape: readonly number[] } {
  const sizes = shape.slice(2);
  if ([...sizes, ...outputSize].some((size) => size <= 0)) {
    const names = ["D", "H", "W"].slice(-sizes.length);
    const text = (list: readonly number[]) => `(${names.map((name, i) => `${name}: ${list[i]}`).join(", ")})`;
    throw new RuntimeError(
      `Input and output sizes should be greater than 0, but got input ${text(sizes)} ${sizes.length === 1 ? "and " : ""}output ${text(outputSize)}`,
    );
  }
  if (numel(shape.slice(1)) === 0) {
    throw new RuntimeError(
      `Non-empty ${shape.length}D data tensor expected but got a tensor with sizes [${shape.join(", ")}]`,
    );
  }
  return { shape: [...shape.slice(0, 2), ...outputSize] };
}

const turned = (method: Method, inputSize: readonly number[], o: Resizing): AxisWeights[] =>
  method.gradient(inputSize, o).map((map, i) => transposed(map, inputSize[i + 2] as number));

/** The gradient: the same maps turned around. Its own derivative is the op again. */
const gradientOf = (
  name: string,
  title: string,
  method: Method,
  again: (args: Resizing & { readonly self: Tensor }) => Tensor,
) =>
  defineOp({
    schema: `${name}_backward(Tensor grad_output, int[] output_size, int[] input_size, bool align_corners, float[]? scales) -> Tensor`,
    doc: "Sends each gradient back to the elements that it was mixed from.",
    meta: ({ inputSize }) => ({ shape: inputSize }),
    cpu: ({ gradOutput, inputSize, ...o }, [out]) => run(gradOutput, turned(method, inputSize, o), out),
    webgpu: ({ gradOutput, inputSize, ...o }, [out], gpu) =>
      runOnGpu(gpu, gradOutput, turned(method, inputSize, o), out),
    node: `${title}BackwardBackward0`,
    derivatives: (d) => [
      d(
        "gradOutput",
        ["alignCorners", "outputSize", "scales"],
        ({ grad, alignCorners, outputSize, scales }) =>
          again({ self: grad, alignCorners, outputSize, scales }),
      ),
    ],
  });

/** What does not depend on the rank. */
const kernels = (method: Method, title: string) => ({
  meta: ({ self, outputSize }: { self: Tensor; outputSize: readonly number[] }) => resized(self, outputSize),
  cpu: ({ self, ...o }: Asked & { self: CpuTensor }, [out]: readonly [CpuTensor]) =>
    run(self, method.maps(self.shape, asked(o)), out),
  webgpu: ({ self, ...o }: Asked & { self: GpuTensor }, [out]: readonly [GpuTensor], gpu: GpuEncoder) =>
    runOnGpu(gpu, self, method.maps(self.shape, asked(o)), out),
  node: `${title}Backward0`,
});

const inRows = (scales: readonly number[] | null) => ({ scales: scales?.[0] ?? null });
const inPlanes = (scales: readonly number[] | null) => ({
  scalesH: scales?.[0] ?? null,
  scalesW: scales?.[1] ?? null,
});
const inVolumes = (scales: readonly number[] | null) => ({
  scalesD: scales?.[0] ?? null,
  scalesH: scales?.[1] ?? null,
  scalesW: scales?.[2] ?? null,
});

/** One that takes the nearest element, and so has no corners to align. */
function nearestRows(name: string, title: string, method: Method) {
  const back = gradientOf(name, title, method, ({ self, outputSize, scales }) =>
    forward({ self, outputSize, ...inRows(scales) }),
  );
  const forward = defineOp({
    schema: `${name}(Tensor self, int[1] output_size, float? scales=None) -> Tensor`,
    doc: "Rows resized by taking the nearest element.",
    ...kernels(method, title),
    derivatives: (d) => [
      d("self", ["outputSize", "scales", "selfSizes"], (c) =>
        back({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
      ),
    ],
  });
  return forward;
}

function nearestPlanes(name: string, title: string, method: Method) {
  const back = gradientOf(name, title, method, ({ self, outputSize, scales }) =>
    forward({ self, outputSize, ...inPlanes(scales) }),
  );
  const forward = defineOp({
    schema: `${name}(Tensor self, int[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor`,
    doc: "Planes resized by taking the nearest element.",
    ...kernels(method, title),
    derivatives: (d) => [
      d("self", ["outputSize", "scalesH", "scalesW", "selfSizes"], (c) =>
        back({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
      ),
    ],
  });
  return forward;
}

function nearestVolumes(name: string, title: string, method: Method) {
  const back = gradientOf(name, title, method, ({ self, outputSize, scales }) =>
    forward({ self, outputSize, ...inVolumes(scales) }),
  );
  const forward = defineOp({
    schema: `${name}(Tensor self, int[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor`,
    doc: "Volumes resized by taking the nearest element.",
    ...kernels(method, title),
    derivatives: (d) => [
      d("self", ["outputSize", "scalesD", "scalesH", "scalesW", "selfSizes"], (c) =>
        back({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
      ),
    ],
  });
  return forward;
}

/** One that mixes elements. */
function mixedPlanes(name: string, title: string, doc: string, method: Method) {
  const back = gradientOf(name, title, method, ({ self, outputSize, alignCorners, scales }) =>
    forward({ self, outputSize, alignCorners, ...inPlanes(scales) }),
  );
  const forward = defineOp({
    schema: `${name}(Tensor self, int[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor`,
    doc,
    ...kernels(method, title),
    derivatives: (d) => [
      d("self", ["alignCorners", "outputSize", "scalesH", "scalesW", "selfSizes"], (c) =>
        back({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
      ),
    ],
  });
  return forward;
}

export const upsampleNearest1d = nearestRows("upsample_nearest1d", "UpsampleNearest1D", NEAREST);
export const upsampleNearest2d = nearestPlanes("upsample_nearest2d", "UpsampleNearest2D", NEAREST_PLANES);
export const upsampleNearest3d = nearestVolumes("upsample_nearest3d", "UpsampleNearest3D", NEAREST);
export const upsampleNearestExact1d = nearestRows(
  "_upsample_nearest_exact1d",
  "UpsampleNearestExact1D",
  both(nearestExact),
);
export const upsampleNearestExact2d = nearestPlanes(
  "_upsample_nearest_exact2d",
  "UpsampleNearestExact2D",
  both(nearestExact),
);
export const upsampleNearestExact3d = nearestVolumes(
  "_upsample_nearest_exact3d",
  "UpsampleNearestExact3D",
  both(nearestExact),
);

const linear1dBackward = gradientOf("upsample_linear1d", "UpsampleLinear1D", LINEAR, ({ scales, ...a }) =>
  upsampleLinear1d({ ...a, ...inRows(scales) }),
);

export const upsampleLinear1d = defineOp({
  schema:
    "upsample_linear1d(Tensor self, int[1] output_size, bool align_corners, float? scales=None) -> Tensor",
  doc: "Rows resized by mixing the two nearest elements.",
  ...kernels(LINEAR, "UpsampleLinear1D"),
  derivatives: (d) => [
    d(
      "self",
      ["alignCorners", "outputSize", "scales", "selfSizes"],
      (c): Tensor => linear1dBackward({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
    ),
  ],
});

export const upsampleBilinear2d = mixedPlanes(
  "upsample_bilinear2d",
  "UpsampleBilinear2D",
  "Planes resized by mixing the four nearest elements.",
  LINEAR,
);
export const upsampleBicubic2d = mixedPlanes(
  "upsample_bicubic2d",
  "UpsampleBicubic2D",
  "Planes resized by cubic curves through the sixteen nearest elements.",
  CUBIC,
);

const FILTERED = "Planes resized by a filter that widens where they shrink, so that nothing is skipped.";
export const upsampleBilinear2dAa = mixedPlanes(
  "_upsample_bilinear2d_aa",
  "UpsampleBilinear2DAa",
  FILTERED,
  filtered(FILTERS.bilinear),
);
export const upsampleBicubic2dAa = mixedPlanes(
  "_upsample_bicubic2d_aa",
  "UpsampleBicubic2DAa",
  FILTERED,
  filtered(FILTERS.bicubic),
);
export const upsampleLanczos2dAa = mixedPlanes(
  "_upsample_lanczos2d_aa",
  "UpsampleLanczos2DAa",
  FILTERED,
  filtered(FILTERS.lanczos),
);

const trilinear3dBackward = gradientOf(
  "upsample_trilinear3d",
  "UpsampleTrilinear3D",
  LINEAR,
  ({ scales, ...a }) => upsampleTrilinear3d({ ...a, ...inVolumes(scales) }),
);

export const upsampleTrilinear3d = defineOp({
  schema:
    "upsample_trilinear3d(Tensor self, int[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor",
  doc: "Volumes resized by mixing the eight nearest elements.",
  ...kernels(LINEAR, "UpsampleTrilinear3D"),
  derivatives: (d) => [
    d(
      "self",
      ["alignCorners", "outputSize", "scalesD", "scalesH", "scalesW", "selfSizes"],
      (c): Tensor => trilinear3dBackward({ gradOutput: c.grad, inputSize: c.selfSizes, ...asked(c) }),
    ),
  ],
});
