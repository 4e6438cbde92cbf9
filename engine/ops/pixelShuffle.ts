/** Channels as neighbouring pixels, and back. */
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { contiguousStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { clone } from "./copy.ts";
import { defineOp } from "./op.ts";

/** How sizes lie. */
interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** `[…, C · r², H, W]` seen as `[…, C, H, r, W, r]`, the order in which the larger plane has its elements. */
function shuffled<T extends Strided>(t: T, r: number): T {
  const n = t.shape.length - 3;
  const [c, h, w] = exactly(3, t.shape.slice(n));
  const [sc, sh, sw] = exactly(3, t.strides.slice(n));
  return {
    ...t,
    shape: [...t.shape.slice(0, n), c / (r * r), h, r, w, r],
    strides: [...t.strides.slice(0, n), sc * r * r, sh, sc * r, sw, sc],
  };
}

/** The larger plane's own elements under the same sizes. */
function cut<T extends Strided>(t: T, r: number): T {
  const n = t.shape.length - 3;
  const [c, h, w] = exactly(3, t.shape.slice(n));
  const shape = [...t.shape.slice(0, n), c, h / r, r, w / r, r];
  return { ...t, shape, strides: contiguousStrides(shape) };
}

export const pixelShuffle = defineOp({
  schema: "pixel_shuffle(Tensor self, int upscale_factor) -> Tensor",
  doc: "`[N, C · r², H, W]` to `[N, C, H · r, W · r]`: channels become neighbouring pixels.",
  on: ["torch", "F"],
  meta: ({ self, upscaleFactor: r }) => {
    if (self.ndim < 3) {
      throw new RuntimeError(
        `pixel_shuffle expects input to have at least 3 dimensions, but got input with ${self.ndim} dimension(s)`,
      );
    }
    const [c, h, w] = exactly(3, self.shape.slice(-3));
    if (c % (r * r) !== 0) {
      throw new RuntimeError(
        `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${c} is not divisible by ${r * r}`,
      );
    }
    return { shape: [...self.shape.slice(0, -3), c / (r * r), h * r, w * r] };
  },
  cpu: ({ self, upscaleFactor: r }, [out]) =>
    clone.definition.cpu?.({ self: shuffled(self, r) }, [cut(out, r)]),
  webgpu: ({ self, upscaleFactor: r }, [out], gpu) =>
    gpuClone({ self: shuffled(self, r) }, [cut(out, r)], gpu),
  node: "PixelShuffleBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["upscaleFactor"],
      (c): Tensor => pixelUnshuffle({ self: c.grad, downscaleFactor: c.upscaleFactor }),
    ),
  ],
});

export const pixelUnshuffle = defineOp({
  schema: "pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor",
  doc: "The reverse of `pixelShuffle`: neighbouring pixels become channels.",
  on: ["torch", "F"],
  meta: ({ self, downscaleFactor: r }) => {
    const [c, h, w] = exactly(3, self.shape.slice(-3));
    if (h % r !== 0 || w % r !== 0) {
      throw new RuntimeError(
        `pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=${h} is not divisible by ${r}`,
      );
    }
    return { shape: [...self.shape.slice(0, -3), c * r * r, h / r, w / r] };
  },
  cpu: ({ self, downscaleFactor: r }, [out]) =>
    clone.definition.cpu?.({ self: cut(self, r) }, [shuffled(out, r)]),
  webgpu: ({ self, downscaleFactor: r }, [out], gpu) =>
    gpuClone({ self: cut(self, r) }, [shuffled(out, r)], gpu),
  node: "PixelUnshuffleBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["downscaleFactor"],
      (c): Tensor => pixelShuffle({ self: c.grad, upscaleFactor: c.downscaleFactor }),
    ),
  ],
});
