/** Parts of image tensors overwritten, by chance. */
import { ValueError } from "../../errors.ts";
import { exactly } from "../../exactly.ts";
import { defaultGenerator } from "../../random/generator.ts";
import { recorder } from "../../trace/recorder.ts";
import { roundHalfEven } from "../limits.ts";
import { drawInteger, drawUniform, float32, newArray, Tensor, tensorOf } from "../tensors.ts";
import { optionsOf, pythonText, typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** The tensor `[..., C, H, W]` with a rectangle set to `value`, which is broadcast to `[C, height, width]`. */
export function erase(
  tensor: Tensor,
  top: number,
  left: number,
  height: number,
  width: number,
  value: Tensor,
  inplace = false,
): Tensor {
  if (!(tensor instanceof Tensor)) throw new TypeError(`img should be Tensor Image. Got ${typeText(tensor)}`);
  const run = () => {
    const out = inplace ? tensor : tensor.clone();
    out.narrow(-2, top, height).narrow(-1, left, width).copy_(value);
    return out;
  };
  return recorder ? recorder.inFunction("erase", { tensor }, run) : run();
}

type Range = readonly [min: number, max: number];

export interface RandomErasingOptions {
  p?: number;
  /** Bounds of the rectangle's area, as a part of the image's. */
  scale?: Range;
  /** Bounds of its height by width. */
  ratio?: Range;
  /** One number for all channels, one for each, or normal noise. */
  value?: number | readonly number[] | "random";
  inplace?: boolean;
}

/** Overwrites a rectangle of an image tensor `[C, H, W]` with the chance `p`. */
export class RandomErasing extends Transform<Tensor, Tensor> {
  readonly p: number;
  readonly scale: Range;
  readonly ratio: Range;
  readonly value: number | readonly number[] | "random";
  readonly inplace: boolean;

  constructor(options?: RandomErasingOptions);
  constructor(p: number, options?: RandomErasingOptions);
  constructor(p: number, scale: Range, ratio?: Range, options?: RandomErasingOptions);
  constructor(...rest: unknown[]) {
    super();
    const options = optionsOf<Required<RandomErasingOptions>>(rest, {
      p: 0.5,
      scale: [0.02, 0.33],
      ratio: [0.3, 3.3],
      value: 0,
      inplace: false,
    });
    const { p, scale, ratio, value } = options;
    if (typeof value !== "number" && typeof value !== "string" && !Array.isArray(value))
      throw new TypeError("Argument value should be either a number or str or a sequence");
    if (typeof value === "string" && value !== "random")
      throw new ValueError("If value is str, it should be 'random'");
    if (!Array.isArray(scale)) throw new TypeError("Scale should be a sequence");
    if (!Array.isArray(ratio)) throw new TypeError("Ratio should be a sequence");
    if (scale[0] > scale[1] || ratio[0] > ratio[1])
      console.warn("Scale and ratio should be of kind (min, max)");
    if (scale[0] < 0 || scale[1] > 1) throw new ValueError("Scale should be between 0 and 1");
    if (p < 0 || p > 1) throw new ValueError("Random erasing probability should be between 0 and 1");
    this.p = p;
    this.scale = scale;
    this.ratio = ratio;
    this.value = value;
    this.inplace = options.inplace;
  }

  forward(tensor: Tensor): Tensor {
    if (!(drawUniform(0, 1) < this.p)) return tensor;
    const [channels = 0, height = 0, width = 0] = tensor.shape.slice(-3);
    const levels = typeof this.value === "number" ? [this.value] : this.value;
    if (levels !== "random" && levels.length !== 1 && levels.length !== channels) {
      throw new ValueError(
        `If value is a sequence, it should have either a single value or ${channels} (number of input channels)`,
      );
    }
    const [low, high] = exactly(
      2,
      this.ratio.map((r) => Math.fround(Math.log(Math.fround(r)))),
    );
    for (let attempt = 0; attempt < 10; attempt++) {
      const area = height * width * drawUniform(...this.scale);
      const form = Math.fround(Math.exp(drawUniform(low, high)));
      const h = roundHalfEven(Math.sqrt(area * form));
      const w = roundHalfEven(Math.sqrt(area / form));
      if (h >= height || w >= width) continue;
      const value = levels === "random" ? noise([channels, h, w]) : column(levels);
      const top = drawInteger(height - h + 1);
      return erase(tensor, top, drawInteger(width - w + 1), h, w, value.to(tensor.device), this.inplace);
    }
    return tensor;
  }

  override extraRepr(): string {
    const { p, scale, ratio, value, inplace } = this;
    return `p=${pythonText(p)}, scale=${pythonText(scale)}, ratio=${pythonText(ratio)}, value=${pythonText(value)}, inplace=${pythonText(inplace)}`;
  }
}

function noise(shape: readonly number[]): Tensor {
  // Drawn in a run for shapes too, so that what is drawn later stays the same.
  const values = defaultGenerator.normals(
    float32,
    shape.reduce((product, size) => product * size, 1),
    0,
    1,
  );
  return tensorOf(float32, shape, () => values);
}

function column(levels: readonly number[]): Tensor {
  return tensorOf(float32, [levels.length, 1, 1], () => {
    const values = newArray(float32, levels.length);
    values.set(levels);
    return values;
  });
}
