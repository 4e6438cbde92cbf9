/** `Image`: what a user does with it, and what it refuses. Levels are compared with Pillow in `test/oracle/vision`. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inverseDct } from "../../../engine/vision/codecs/jpeg/idct.ts";
import type { Transpose } from "../../../engine/vision/geometry.ts";
import { Image } from "../../../engine/vision/image.ts";
import { chelsea, grayPng } from "./samples.ts";

const levels = (image: Image) => [...image.load().data];

const two = Image.fromArray([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("new images", () => {
  test("are filled with a colour", () => {
    expect(levels(Image.new("RGB", [2, 1], [9, 8, 7]))).toEqual([9, 8, 7, 9, 8, 7]);
    expect(levels(Image.new("L", [2, 1], 300))).toEqual([255, 255]);
    expect(levels(Image.new("RGBA", [1, 1], [1, 2, 3]))).toEqual([1, 2, 3, 255]);
    expect(levels(Image.new("F", [1, 1], 1.5))).toEqual([1.5]);
    expect(levels(Image.new("RGB", [1, 1], 5))).toEqual([5, 0, 0]);
  });

  test("need a known mode, a size and a fitting colour", () => {
    expect(() => Image.new("Q", [1, 1])).toThrow("unrecognized image mode 'Q'");
    expect(() => Image.new("L", [1])).toThrow("Size must be a sequence of length 2");
    expect(() => Image.new("L", [-1, 2])).toThrow("Width and height must be >= 0");
    expect(() => Image.new("RGB", [1, 1], [1, 2])).toThrow(
      "color must be int, or tuple of one, three or four elements",
    );
    expect(() => Image.new("L", [1, 1], [1, 2])).toThrow("color must be int or single-element tuple");
  });
});

describe("images from arrays", () => {
  test("take their mode from shape and elements", () => {
    expect([two.mode, two.size]).toEqual(["L", [3, 2]]);
    expect(Image.fromArray([[[1, 2, 3]]]).mode).toBe("RGB");
    expect(Image.fromArray({ data: new Uint8Array(8), shape: [1, 2, 4] }).mode).toBe("RGBA");
    expect(Image.fromArray({ data: new Uint8Array(8), shape: [1, 2, 4] }, "CMYK").mode).toBe("CMYK");
    expect(Image.fromArray({ data: Float32Array.of(0.5), shape: [1, 1] }).getpixel([0, 0])).toBe(0.5);
    expect(Image.fromArray({ data: Int32Array.of(70_000), shape: [1, 1] }).mode).toBe("I");
  });

  test("keep their own copy", () => {
    const data = Uint8Array.of(1, 2);
    const image = Image.fromArray({ data, shape: [1, 2] });
    data[0] = 9;
    expect(levels(image)).toEqual([1, 2]);
  });

  test("must fit", () => {
    expect(() => Image.fromArray([[1, 2], [3]])).toThrow("the rows of the array differ in length");
    expect(() => Image.fromArray([[0.5]])).toThrow("levels are whole numbers from 0 to 255, but got 0.5");
    expect(() => Image.fromArray({ data: new Uint8Array(3), shape: [2, 2] })).toThrow(
      "array of 3 elements cannot have the shape (2, 2)",
    );
    expect(() => Image.fromArray({ data: new Uint8Array(5), shape: [1, 1, 5] })).toThrow(
      "Cannot handle this data type: (1, 1, 5), |u1",
    );
    expect(() => Image.fromArray([[1]], "RGB")).toThrow("Invalid mode for data type");
  });
});

describe("pixels", () => {
  test("are read by column and row, from the end if negative", () => {
    expect(two.getpixel([2, 0])).toBe(3);
    expect(two.getpixel([-1, -1])).toBe(6);
    expect(Image.fromArray([[[1, 2, 3]]]).getpixel([0, 0])).toEqual([1, 2, 3]);
    expect(() => two.getpixel([3, 0])).toThrow("image index out of range");
  });
});

describe("cutting out and turning", () => {
  test("crop fills what is outside with 0", () => {
    expect(levels(two.crop([1, 0, 4, 3]))).toEqual([2, 3, 0, 5, 6, 0, 0, 0, 0]);
    expect(two.crop([1, 1, 1, 1]).size).toEqual([0, 0]);
    expect(() => two.crop([2, 0, 1, 1])).toThrow("Coordinate 'right' is less than 'left'");
    expect(() => two.crop([0, 2, 1, 1])).toThrow("Coordinate 'lower' is less than 'upper'");
  });

  test("crop rounds halves to the even pixel, as Python does", () => {
    expect(two.crop([0.5, 0, 2.5, 2]).size).toEqual([2, 2]);
    expect(levels(two.crop([1.5, 0, 3, 1]))).toEqual([3]);
  });

  const turns: readonly (readonly [Transpose, readonly number[]])[] = [
    [Image.FLIP_LEFT_RIGHT, [3, 2, 1, 6, 5, 4]],
    [Image.FLIP_TOP_BOTTOM, [4, 5, 6, 1, 2, 3]],
    [Image.ROTATE_90, [3, 6, 2, 5, 1, 4]],
    [Image.ROTATE_180, [6, 5, 4, 3, 2, 1]],
    [Image.ROTATE_270, [4, 1, 5, 2, 6, 3]],
    [Image.TRANSPOSE, [1, 4, 2, 5, 3, 6]],
    [Image.TRANSVERSE, [6, 3, 5, 2, 4, 1]],
  ];
  test.each(turns)("transpose by method %i", (method, expected) => {
    expect(levels(two.transpose(method))).toEqual(expected);
  });

  test("rotating by a quarter is a transpose, by a full turn nothing", () => {
    expect(levels(two.rotate(90, { expand: true }))).toEqual(levels(two.transpose(Image.ROTATE_90)));
    expect(levels(two.rotate(-360))).toEqual(levels(two));
  });
});

describe("converting", () => {
  test("colour to grey weighs red, green and blue 299 : 587 : 114", () => {
    const colors = Image.fromArray([
      [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 255, 255],
      ],
    ]);
    expect(levels(colors.convert("L"))).toEqual([76, 150, 29, 255]);
  });

  test("grey to colour and back loses nothing", () => {
    expect(levels(two.convert("RGBA").convert("L"))).toEqual(levels(two));
  });

  test("refuses what it cannot do", () => {
    expect(() => two.convert("P")).toThrow("conversion from L to P not supported");
    expect(() => two.convert("XYZ")).toThrow("unrecognized image mode 'XYZ'");
  });
});

describe("resizing", () => {
  const photograph = Image.open(chelsea);
  const filters = [
    Image.NEAREST,
    Image.BOX,
    Image.BILINEAR,
    Image.HAMMING,
    Image.BICUBIC,
    Image.LANCZOS,
  ] as const;

  test.each(filters)("filter %i keeps a plain colour", (filter) => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
        (w, h, w2, h2, color) => {
          const { data } = Image.new("RGB", [w, h], color).resize([w2, h2], filter).load();
          return data.every((level, i) => level === color[i % 3]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(filters)("filter %i at the same size changes nothing", (filter) => {
    expect(photograph.resize(photograph.size, filter).load()).toBe(photograph.load());
  });

  test("halving with the box filter takes the mean of four", () => {
    const image = Image.open(
      grayPng([
        [0, 10, 100, 104],
        [20, 30, 100, 96],
      ]),
    );
    expect(levels(image.resize([2, 1], Image.BOX))).toEqual([15, 100]);
  });

  test("asks for a size, a filter and a part that exist", () => {
    expect(() => two.resize([0, 3])).toThrow("height and width must be > 0");
    expect(() => two.resize([3])).toThrow("Size must be a sequence of length 2");
    expect(() => Reflect.apply(two.resize, two, [[2, 2], 9])).toThrow(
      "Unknown resampling filter (9). Use Image.Resampling.NEAREST (0), Image.Resampling.LANCZOS (1), Image.Resampling.BILINEAR (2), Image.Resampling.BICUBIC (3), Image.Resampling.BOX (4) or Image.Resampling.HAMMING (5)",
    );
    expect(() => two.resize([2, 2], Image.BOX, [0, 0, 4, 4])).toThrow("box can't exceed original image size");
    expect(() => two.resize([2, 2], Image.BOX, [-1, 0, 1, 1])).toThrow("box offset can't be negative");
    expect(() => Reflect.apply(two.rotate, two, [10, { resample: Image.LANCZOS }])).toThrow(
      "Image.Resampling.LANCZOS (1) cannot be used. Use Image.Resampling.NEAREST (0), Image.Resampling.BILINEAR (2) or Image.Resampling.BICUBIC (3)",
    );
  });
});

describe("the inverse cosine transform", () => {
  /** The definition, in floats (ITU T.81, A.3.3). */
  function definition(coefficients: readonly number[]): number[] {
    const scale = (u: number) => (u === 0 ? Math.SQRT1_2 : 1);
    const wave = (x: number, u: number) => Math.cos(((2 * x + 1) * u * Math.PI) / 16);
    return Array.from({ length: 64 }, (_, i) => {
      const [x, y] = [i % 8, i >> 3];
      const sum = coefficients.reduce(
        (total, c, k) => total + scale(k % 8) * scale(k >> 3) * c * wave(x, k % 8) * wave(y, k >> 3),
        0,
      );
      return Math.min(255, Math.max(0, sum / 4 + 128));
    });
  }

  test("is within a level of its definition", () => {
    const coefficients = fc.array(fc.integer({ min: -150, max: 150 }), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(coefficients, (values) => {
        const samples = new Uint8ClampedArray(64);
        inverseDct(Int16Array.from(values), 0, new Int32Array(64).fill(1), samples, 0, 8);
        return definition(values).every((exact, i) => Math.abs(exact - (samples[i] as number)) <= 1);
      }),
      { numRuns: 50 },
    );
  });
});
