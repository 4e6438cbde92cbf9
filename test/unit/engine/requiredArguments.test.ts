/** A layer that is made without an argument that has no default says which, as JavaScript has no compiler to say so. */
import { describe, expect, test } from "vitest";
import { nn } from "../../../engine/index.ts";

/** How layers whose arguments have no default are called, without options. */
const calls = {
  Linear: [3, 4],
  Bilinear: [3, 4, 5],
  Conv1d: [3, 4, 3],
  Conv2d: [3, 4, 3],
  Conv3d: [3, 4, 3],
  ConvTranspose2d: [3, 4, 3],
  MaxPool2d: [2],
  MaxUnpool2d: [2],
  LPPool2d: [2, 2],
  AvgPool2d: [2],
  AdaptiveAvgPool2d: [1],
  AdaptiveMaxPool2d: [1],
  BatchNorm2d: [4],
  InstanceNorm2d: [4],
  LayerNorm: [4],
  GroupNorm: [2, 4],
  RMSNorm: [4],
  Embedding: [10, 3],
  EmbeddingBag: [10, 3],
  RNN: [3, 4],
  LSTM: [3, 4],
  GRU: [3, 4],
  LSTMCell: [3, 4],
  ChannelShuffle: [2],
  LocalResponseNorm: [2],
  Unfold: [2],
  ZeroPad2d: [1],
  Unflatten: [1, [2, 2]],
  PixelShuffle: [2],
  PixelUnshuffle: [2],
  MultiheadAttention: [8, 2],
  TransformerEncoderLayer: [8, 2],
  TransformerDecoderLayer: [8, 2],
} as const;

const made = (name: keyof typeof calls, args: readonly unknown[]) =>
  Reflect.construct(nn[name], args as unknown[]) as nn.Module;

describe("required arguments", () => {
  test.each(Object.keys(calls) as (keyof typeof calls)[])("%s names the one that is missing", (name) => {
    const args = calls[name];
    expect(made(name, args)).toBeInstanceOf(nn.Module);
    for (let given = 0; given < args.length; given++) {
      const few = args.slice(0, given);
      const missing = new RegExp(`^missing required argument '\\w+': new ${name}\\(`);
      expect(() => made(name, few)).toThrow(missing);
      expect(() => made(name, [...few, {}])).toThrow(missing);
    }
  });

  test("one among the options comes by position", () => {
    const call = "new Conv2d(inChannels, outChannels, kernelSize, { … })";
    expect(() => made("Conv2d", [3, 8, { kernelSize: 3 }])).toThrow(
      new TypeError(`'kernelSize' has no default, so it comes by position and not in the options: ${call}`),
    );
    expect(() => made("Conv2d", [3, { outChannels: 8, kernelSize: 3 }])).toThrow(
      /^'outChannels' has no default/,
    );
    expect(() => made("Conv2d", [3, 8])).toThrow(
      new TypeError(`missing required argument 'kernelSize': ${call}`),
    );
  });
});
