/** `interpolate`: which of the resizing ops (`resize.ts`) a call means. */
import { NotImplementedError, ValueError } from "../errors.ts";
import { floatRepr } from "../format/floatRepr.ts";
import type { Tensor } from "../tensor.ts";
import { adaptiveAvgPool1d, adaptiveAvgPool2d } from "./averagePool.ts";
import { defineOp } from "./op.ts";
import { adaptiveAvgPool3d } from "./pool3d.ts";
import {
  upsampleBicubic2d,
  upsampleBicubic2dAa,
  upsampleBilinear2d,
  upsampleBilinear2dAa,
  upsampleLanczos2dAa,
  upsampleLinear1d,
  upsampleNearest1d,
  upsampleNearest2d,
  upsampleNearest3d,
  upsampleNearestExact1d,
  upsampleNearestExact2d,
  upsampleNearestExact3d,
  upsampleTrilinear3d,
} from "./resize.ts";

/** A call with its sizes known. */
interface Planned {
  readonly self: Tensor;
  readonly outputSize: readonly number[];
  readonly scales: readonly number[] | null;
  readonly alignCorners: boolean;
  readonly antialias: boolean;
}

const rows = ({ self, outputSize, scales }: Planned) => ({ self, outputSize, scales: scales?.[0] ?? null });
const planes = ({ self, outputSize, scales }: Planned) => ({
  self,
  outputSize,
  scalesH: scales?.[0] ?? null,
  scalesW: scales?.[1] ?? null,
});
const volumes = ({ self, outputSize, scales }: Planned) => ({
  self,
  outputSize,
  scalesD: scales?.[0] ?? null,
  scalesH: scales?.[1] ?? null,
  scalesW: scales?.[2] ?? null,
});
const alignedPlanes = (a: Planned) => ({ ...planes(a), alignCorners: a.alignCorners });

type Ranked = Readonly<Partial<Record<number, (a: Planned) => Tensor>>>;

/** By mode and number of dimensions. */
const METHODS: ReadonlyMap<string, Ranked> = new Map<string, Ranked>([
  [
    "nearest",
    {
      3: (a) => upsampleNearest1d(rows(a)),
      4: (a) => upsampleNearest2d(planes(a)),
      5: (a) => upsampleNearest3d(volumes(a)),
    },
  ],
  [
    "nearest-exact",
    {
      3: (a) => upsampleNearestExact1d(rows(a)),
      4: (a) => upsampleNearestExact2d(planes(a)),
      5: (a) => upsampleNearestExact3d(volumes(a)),
    },
  ],
  [
    "area",
    {
      3: ({ self, outputSize }) => adaptiveAvgPool1d({ self, outputSize }),
      4: ({ self, outputSize }) => adaptiveAvgPool2d({ input: self, outputSize }),
      5: ({ self, outputSize }) => adaptiveAvgPool3d({ input: self, outputSize }),
    },
  ],
  ["linear", { 3: (a) => upsampleLinear1d({ ...rows(a), alignCorners: a.alignCorners }) }],
  ["bilinear", { 4: (a) => (a.antialias ? upsampleBilinear2dAa : upsampleBilinear2d)(alignedPlanes(a)) }],
  ["trilinear", { 5: (a) => upsampleTrilinear3d({ ...volumes(a), alignCorners: a.alignCorners }) }],
  ["bicubic", { 4: (a) => (a.antialias ? upsampleBicubic2dAa : upsampleBicubic2d)(alignedPlanes(a)) }],
  [
    "lanczos",
    {
      4: (a) => {
        if (a.alignCorners) throw new ValueError("Lanczos mode does not support align_corners=True");
        if (!a.antialias) throw new ValueError("Lanczos mode requires antialias=True");
        return upsampleLanczos2dAa(alignedPlanes(a));
      },
    },
  ],
]);

/** The modes that PyTorch names when they meet another number of dimensions, and theirs. */
const RANKS: Readonly<Partial<Record<string, number>>> = { linear: 3, bilinear: 4, trilinear: 5 };

interface Call {
  readonly input: Tensor;
  readonly size: number | readonly number[] | null;
  readonly scaleFactor: number | readonly number[] | null;
  readonly mode: string;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;
  readonly antialias: boolean;
}

/** One number for each of the resized dimensions. PyTorch says which of the two does not have that many. */
function each(
  input: Tensor,
  value: number | readonly number[],
  mismatch: (sizes: string) => string,
): readonly number[] {
  const dims = Math.max(input.ndim - 2, 0);
  if (typeof value === "number") return Array.from({ length: dims }, () => value);
  if (value.length !== dims) throw new ValueError(mismatch(`[${input.shape.slice(2).join(", ")}]`));
  return value;
}

const sizesFor = (input: Tensor, size: number | readonly number[]) =>
  each(
    input,
    size,
    (sizes) =>
      `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of ${sizes} and output size of [${[size].flat().join(", ")}]. Please provide input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.`,
  );

const scalesFor = (input: Tensor, scale: number | readonly number[]) =>
  each(
    input,
    scale,
    (sizes) =>
      `Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of ${sizes} and scale_factor of shape [${[scale].flat().map(floatRepr).join(", ")}]. Please provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format.`,
  );

export function resize(call: Call): Tensor {
  const { input, size, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias } = call;
  if (alignCorners !== null && /^(nearest|area|nearest-exact)$/.test(mode)) {
    throw new ValueError(
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
    );
  }
  if (size !== null && scaleFactor !== null) {
    throw new ValueError("only one of size or scale_factor should be defined");
  }
  if (size === null && scaleFactor === null) {
    throw new ValueError("either size or scale_factor should be defined");
  }
  const sizes = size === null ? null : sizesFor(input, size);
  const factors = scaleFactor === null ? null : scalesFor(input, scaleFactor);
  if (recomputeScaleFactor && sizes) {
    throw new ValueError("recompute_scale_factor is not meaningful with an explicit size.");
  }
  if (antialias && !(/^(bilinear|bicubic|lanczos)$/.test(mode) && input.ndim === 4)) {
    throw new ValueError(
      "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input",
    );
  }
  const method = METHODS.get(mode)?.[input.ndim];
  if (!method) {
    const rank = RANKS[mode];
    throw new NotImplementedError(
      rank !== undefined && input.ndim >= 3 && input.ndim <= 5
        ? `Got ${input.ndim}D input, but ${mode} mode needs ${rank}D input`
        : `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${input.ndim}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${mode})`,
    );
  }
  const outputSize =
    sizes ?? (factors ?? []).map((factor, i) => Math.trunc((input.shape[i + 2] as number) * factor));
  return method({
    self: input,
    outputSize,
    scales: recomputeScaleFactor ? null : factors,
    alignCorners: alignCorners ?? false,
    antialias,
  });
}

const DOC =
  "Resizes `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` to `size` or by `scaleFactor`, one number or one for each dimension behind the channels. `mode`: `nearest`, `nearest-exact`, `area`, `linear` (3-D), `bilinear`, `bicubic`, `lanczos` (4-D) or `trilinear` (5-D). `antialias` widens the filter of the 4-D ones where planes shrink. `recomputeScaleFactor` takes the ratio of the sizes for the factor.";

export const interpolate = defineOp({
  schema:
    "interpolate(Tensor input, int? size=None, float? scale_factor=None, str mode='nearest', bool? align_corners=None, bool? recompute_scale_factor=None, bool antialias=False) -> Tensor",
  doc: DOC,
  on: ["F"],
  composite: resize,
});

export const interpolateEach = defineOp({
  schema:
    "interpolate.each(Tensor input, int[]? size=None, float[]? scale_factor=None, str mode='nearest', bool? align_corners=None, bool? recompute_scale_factor=None, bool antialias=False) -> Tensor",
  doc: DOC,
  on: ["F"],
  composite: resize,
});

const plain = { recomputeScaleFactor: null, antialias: false };

export const upsample = defineOp({
  schema:
    "upsample(Tensor input, int? size=None, float? scale_factor=None, str mode='nearest', bool? align_corners=None) -> Tensor",
  doc: "`interpolate`, by its old name.",
  on: ["F"],
  composite: (a) => resize({ ...a, ...plain }),
});

export const upsampleEach = defineOp({
  schema:
    "upsample.each(Tensor input, int[]? size=None, float[]? scale_factor=None, str mode='nearest', bool? align_corners=None) -> Tensor",
  doc: "`interpolate`, by its old name.",
  on: ["F"],
  composite: (a) => resize({ ...a, ...plain }),
});

const nearestOnly = { mode: "nearest", alignCorners: null, ...plain };
const NEAREST_DOC = "`interpolate` by the nearest element, by its old name.";

export const upsampleNearest = defineOp({
  schema: "upsample_nearest(Tensor input, int? size=None, float? scale_factor=None) -> Tensor",
  doc: NEAREST_DOC,
  on: ["F"],
  composite: (a) => resize({ ...a, ...nearestOnly }),
});

export const upsampleNearestEach = defineOp({
  schema: "upsample_nearest.each(Tensor input, int[]? size=None, float[]? scale_factor=None) -> Tensor",
  doc: NEAREST_DOC,
  on: ["F"],
  composite: (a) => resize({ ...a, ...nearestOnly }),
});

const cornered = { mode: "bilinear", alignCorners: true, ...plain };
const BILINEAR_DOC =
  "`interpolate` between the four nearest elements, by its old name; the corners fall on each other.";

export const upsampleBilinear = defineOp({
  schema: "upsample_bilinear(Tensor input, int? size=None, float? scale_factor=None) -> Tensor",
  doc: BILINEAR_DOC,
  on: ["F"],
  composite: (a) => resize({ ...a, ...cornered }),
});

export const upsampleBilinearEach = defineOp({
  schema: "upsample_bilinear.each(Tensor input, int[]? size=None, float[]? scale_factor=None) -> Tensor",
  doc: BILINEAR_DOC,
  on: ["F"],
  composite: (a) => resize({ ...a, ...cornered }),
});
