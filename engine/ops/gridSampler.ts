/** `F.gridSample` and `F.affineGrid`: pictures and volumes read at places that a grid says. */
import { gridSampleBackward as cpuBackward, gridSample as cpuSample } from "../devices/cpu/gridSampler.ts";
import { gpuGridSample, gpuGridSampleBackward } from "../devices/webgpu/kernels/gridSampler.ts";
import { scalarTypeName } from "../dtype.ts";
import { NotImplementedError, RuntimeError, ValueError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { stack } from "./join.ts";
import { defineOp } from "./op.ts";
import { linspace } from "./sequences.ts";

const MODES = ["bilinear", "nearest", "bicubic"];
const PADDINGS = ["zeros", "border", "reflection"];

const CONTRACT = "Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners";

function check(input: Tensor, grid: Tensor): void {
  const refuse = (text: string): never => {
    throw new RuntimeError(`grid_sampler(): expected ${text}`);
  };
  const [a, b] = [shapeText(input.shape), shapeText(grid.shape)];
  if (input.shape[0] !== grid.shape[0]) {
    refuse(`grid and input to have same batch size, but got input with sizes ${a} and grid with sizes ${b}`);
  }
  if (grid.shape.at(-1) !== input.ndim - 2) {
    refuse(`grid to have size ${input.ndim - 2} in last dimension, but got grid with sizes ${b}`);
  }
  const empty = input.shape.findIndex((s, d) => d >= 2 && s === 0);
  if (empty >= 0) {
    refuse(
      `input to have non-empty spatial dimensions, but input has sizes ${a} with dimension ${empty} being empty`,
    );
  }
  if ((input.ndim !== 4 && input.ndim !== 5) || input.ndim !== grid.ndim) {
    refuse(
      `${input.ndim === 4 ? "4D" : "5D"} input and grid with same number of dimensions, but got input with sizes ${a} and grid with sizes ${b}`,
    );
  }
}

function sampled({ input, grid }: { readonly input: Tensor; readonly grid: Tensor }) {
  if (!input.dtype.isFloatingPoint) {
    throw new NotImplementedError(
      `"grid_sampler_${input.ndim - 2}d_cpu_kernel_impl" not implemented for '${scalarTypeName(input.dtype)}'`,
    );
  }
  if (input.dtype !== grid.dtype) {
    throw new RuntimeError(
      `expected scalar type ${scalarTypeName(input.dtype)} but found ${scalarTypeName(grid.dtype)}`,
    );
  }
  return { shape: [...input.shape.slice(0, 2), ...grid.shape.slice(1, -1)] };
}

const sampler = (dims: 2 | 3) => {
  const name = `grid_sampler_${dims}d`;
  const backward = defineOp({
    schema:
      `${name}_backward(Tensor grad_output, ${CONTRACT}) -> (Tensor grad_input, Tensor grad_grid)` as "grid_sampler_backward(Tensor grad_output, Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> (Tensor grad_input, Tensor grad_grid)",
    doc: "Adds each gradient to the elements that were read, and says how the result changes as the grid moves.",
    meta: ({ input, grid }) => [{ shape: input.shape }, { shape: grid.shape }],
    cpu: ({ gradOutput, input, grid, ...options }, [gradInput, gradGrid]) =>
      cpuBackward(gradOutput, input, grid, options, gradInput, gradGrid),
    webgpu: ({ gradOutput, input, grid, ...options }, [gradInput, gradGrid], gpu) =>
      gpuGridSampleBackward(gpu, gradOutput, input, grid, options, gradInput, gradGrid),
    node: `GridSampler${dims}DBackwardBackward0`,
  });
  return defineOp({
    schema:
      `${name}(${CONTRACT}) -> Tensor` as "grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
    doc: "The elements of `input` at the places of `grid`, which are between -1 and 1 in each dimension.",
    on: [],
    meta: sampled,
    cpu: ({ input, grid, ...options }, [out]) => cpuSample(input, grid, options, out),
    webgpu: ({ input, grid, ...options }, [out], gpu) => gpuGridSample(gpu, input, grid, options, out),
    node: `GridSampler${dims}DBackward0`,
    derivatives: (d) => [
      d(["input", "grid"], ["alignCorners", "grid", "input", "interpolationMode", "paddingMode"], (c) => {
        const { alignCorners, grid, input, interpolationMode, paddingMode } = c;
        return backward({ gradOutput: c.grad, input, grid, interpolationMode, paddingMode, alignCorners });
      }),
    ],
    flops: ({ interpolationMode }, [out]) =>
      2 * ([2, 1, 4][interpolationMode] as number) ** dims * (out?.shape.reduce((n, s) => n * s, 1) ?? 0),
  });
};

const planes = sampler(2);
const volumes = sampler(3);

export const gridSampler = defineOp({
  schema:
    "grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
  doc: "`F.gridSample` with its modes as numbers, in their order.",
  on: ["torch"],
  composite: (args) => {
    check(args.input, args.grid);
    if (args.input.ndim === 4) return planes(args);
    if (args.interpolationMode === 2) {
      throw new RuntimeError("grid_sampler(): bicubic interpolation only supports 4D input");
    }
    return volumes(args);
  },
});

export const gridSample = defineOp({
  schema:
    "grid_sample(Tensor input, Tensor grid, str mode='bilinear', str padding_mode='zeros', bool? align_corners=None) -> Tensor",
  doc: "Reads `[N, C, H, W]` at the places `[N, Hout, Wout, 2]` (x, y; -1 and 1 are the borders), or `[N, C, D, H, W]` at `[N, Dout, Hout, Wout, 3]`. `mode`: `bilinear`, `nearest` or, of planes, `bicubic`; `paddingMode` says what lies outside: `zeros`, `border` or `reflection`; with `alignCorners` -1 and 1 are the middles of the outermost elements.",
  on: ["F"],
  composite: ({ input, grid, mode, paddingMode, alignCorners }) => {
    if (!MODES.includes(mode)) {
      throw new ValueError(
        `nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
      );
    }
    if (!PADDINGS.includes(paddingMode)) {
      throw new ValueError(
        `nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '${paddingMode}'`,
      );
    }
    return gridSampler({
      input,
      grid,
      interpolationMode: MODES.indexOf(mode),
      paddingMode: PADDINGS.indexOf(paddingMode),
      alignCorners: alignCorners ?? false,
    });
  },
});

/** The places of all output elements as rows (x, y, 1): `[H · W, 3]`, or `[D · H · W, 4]`. */
function baseGrid(like: Tensor, sizes: readonly number[], alignCorners: boolean): Tensor {
  const { dtype, device } = like;
  const axes = sizes.map((size, d) => {
    // PyTorch puts a single one into the middle.
    const edge = size <= 1 ? 0 : alignCorners ? 1 : (size - 1) / size;
    const line = linspace({ start: -edge, end: edge, steps: size, dtype, device });
    return line.view(sizes.map((_, e) => (e === d ? size : 1))).expand(sizes);
  });
  const ones = like.newOnes(sizes);
  return stack({ tensors: [...axes.reverse(), ones], dim: -1 }).view([-1, sizes.length + 1]);
}

export const affineGridGenerator = defineOp({
  schema: "affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor",
  doc: "The grid of `F.affineGrid`.",
  on: ["torch"],
  explicit: ({ theta, size, alignCorners }) => {
    const sizes = size.slice(2);
    const base = baseGrid(theta, sizes, alignCorners);
    const batch = base.expand([size[0] as number, ...base.shape]);
    return batch.bmm(theta.mT).view([size[0] as number, ...sizes, sizes.length]);
  },
  node: "AffineGridGeneratorBackward0",
  derivatives: (d) => [
    d("theta", ["alignCorners", "size"], (c) => {
      const sizes = c.size.slice(2);
      const base = baseGrid(c.grad, sizes, c.alignCorners);
      const batch = base.expand([c.size[0] as number, ...base.shape]);
      return batch.mT.bmm(c.grad.reshape([c.size[0] as number, -1, sizes.length])).mT;
    }),
  ],
  flops: ({ size }) => 2 * (size.length - 2) * (size.length - 1) * size.reduce((n, s) => n * s, 1),
  products: true,
});

export const affineGrid = defineOp({
  schema: "affine_grid(Tensor theta, int[] size, bool? align_corners=None) -> Tensor",
  doc: "The grid for `F.gridSample` that moves, turns and stretches a picture: `theta` `[N, 2, 3]` for a `size` `[N, C, H, W]`, or `[N, 3, 4]` for `[N, C, D, H, W]`.",
  on: ["F"],
  composite: ({ theta, size, alignCorners }) => {
    const text = `[${size.join(", ")}]`;
    if (!theta.dtype.isFloatingPoint) {
      throw new ValueError(`Expected theta to have floating point type, but got ${theta.dtype}`);
    }
    const dims = size.length - 2;
    if (dims !== 2 && dims !== 3) {
      throw new NotImplementedError(
        `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${text}.`,
      );
    }
    if (theta.ndim !== 3 || theta.shape[1] !== dims || theta.shape[2] !== dims + 1) {
      throw new ValueError(
        `Expected a batch of ${dims}D affine matrices of shape Nx${dims}x${dims + 1} for size ${text}. Got ${theta.shape}.`,
      );
    }
    const oneWide = alignCorners && Math.min(...size.slice(2)) === 1;
    if (!oneWide && Math.min(...size) <= 0) {
      throw new ValueError(`Expected non-zero, positive output size. Got ${text}`);
    }
    return affineGridGenerator({ theta, size, alignCorners: alignCorners ?? false });
  },
});
