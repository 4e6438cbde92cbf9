/**
 * The photographs of `examples/data` against PIL: `image.json` holds pixels and means after `Resize((720, 480))` and
 * `Resize((48, 64))`, bilinear.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Image } from "../../../engine/vision/image.ts";

interface Resized {
  readonly mean: readonly number[];
  /** Row, column, red, green, blue. */
  readonly at: readonly (readonly [number, number, number, number, number])[];
}

interface Photograph {
  readonly size: readonly number[];
  readonly resized_720x480: Resized;
  readonly resized_48x64: Resized;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url));
const photographs = JSON.parse(read("../image.json").toString()) as Readonly<Record<string, Photograph>>;

describe.each(Object.entries(photographs))("%s", (name, expected) => {
  const photograph = Image.open(new Uint8Array(read(`../../../examples/data/${name}`))).convert("RGB");

  test("has PIL's size", () => expect(photograph.size).toEqual(expected.size));

  test.each([
    ["720 × 480", [480, 720], expected.resized_720x480],
    ["48 × 64", [64, 48], expected.resized_48x64],
  ] as const)("resized to %s has PIL's levels", (_, size, { at, mean }) => {
    const resized = photograph.resize(size, Image.BILINEAR);
    expect(at.map(([row, column]) => [row, column, ...[resized.getpixel([column, row])].flat()])).toEqual(at);
    const { data } = resized.load();
    const sums = [0, 0, 0];
    for (let i = 0; i < data.length; i++) sums[i % 3] = (sums[i % 3] as number) + (data[i] as number);
    expect(sums.map((sum) => sum / (size[0] * size[1]))).toEqual(mean.map((m) => expect.closeTo(m, 9)));
  });
});
