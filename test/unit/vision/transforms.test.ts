/** Transforms as a user writes them. Values are compared with torchvision in `test/oracle/vision`. */
import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import "../../../engine/api/install.ts";
import { torch } from "../../../engine/api/torch.ts";
import { runtime } from "../../../engine/runtime.ts";
import type { Tensor } from "../../../engine/tensor.ts";
import { Image } from "../../../engine/vision/image.ts";
import * as transforms from "../../../engine/vision/transforms/index.ts";
import { rocket } from "./samples.ts";

const { CenterCrop, Compose, Grayscale, Lambda, Normalize, Resize, ToPILImage, ToTensor } = transforms;

const gray = Image.fromArray([
  [0, 51],
  [102, 255],
]);

afterEach(() => {
  runtime.shapesOnly = false;
});

describe("the walk-through", () => {
  const transform = new Compose([
    new Resize([720, 480]),
    new ToTensor(),
    new Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
  ]);

  test("turns a photograph into a tensor between -1 and 1", async () => {
    const x = transform(Image.open(rocket));
    expectTypeOf(x).toEqualTypeOf<Tensor>();
    expect(String(x.shape)).toBe("torch.Size([3, 720, 480])");
    const values = await x.data();
    expect([Math.min(...values.subarray(0, 1000)) >= -1, Math.max(...values.subarray(0, 1000)) <= 1]).toEqual(
      [true, true],
    );
  });

  test("gives the same shape without decoding the photograph", () => {
    runtime.shapesOnly = true;
    expect(String(transform(Image.open(rocket.subarray(0, 20_000))).shape)).toBe("torch.Size([3, 720, 480])");
  });
});

describe("Compose", () => {
  test("takes functions beside transforms, and is one itself", async () => {
    const inner = new Compose([(image: Image) => image.convert("RGB"), new CenterCrop(1)]);
    const all = new Compose([inner, new ToTensor(), new Lambda((x: Tensor) => x.mul(2))]);
    expect(await all(gray).tolist()).toEqual([[[0]], [[0]], [[0]]]);
    expect(String(all)).toContain("\n    ToTensor()\n    Lambda()\n)");
    expect(String(inner)).toBe("Compose(\n    <function <lambda>>\n    CenterCrop(size=(1, 1))\n)");
  });

  test("waits for a step that gives a promise", async () => {
    const there = new Compose([new ToTensor(), new ToPILImage(), new Resize(4)]);
    const image = there(gray);
    expectTypeOf(image).toEqualTypeOf<Promise<Image>>();
    expect((await image).size).toEqual([4, 4]);
  });

  test("refuses what cannot be called", () => {
    expect(() => Reflect.construct(Compose, [[new ToTensor(), 3]])).toThrow(
      "<class 'int'> object is not callable",
    );
  });
});

describe("arguments", () => {
  test("come by position, by name, or both", () => {
    const expected = "Resize(size=8, interpolation=bicubic, max_size=20, antialias=True)";
    expect(String(new Resize(8, "bicubic", 20))).toBe(expected);
    expect(String(new Resize(8, { interpolation: "bicubic", maxSize: 20 }))).toBe(expected);
    expect(String(new Resize(8, Image.BICUBIC, { maxSize: 20 }))).toBe(expected);
  });

  test("that do not exist are named", () => {
    expect(() => Reflect.construct(Resize, [8, { max_size: 9 }])).toThrow(
      "got an unexpected keyword argument 'max_size'. Known are: interpolation, maxSize, antialias.",
    );
    expect(() => Reflect.construct(Resize, ["256"])).toThrow(
      "Size should be int or sequence. Got <class 'str'>",
    );
    expect(() => Reflect.construct(Resize, [8, "cubic"])).toThrow(
      "Argument interpolation should be a InterpolationMode or a corresponding Pillow integer constant",
    );
  });

  test("an option that PIL cannot follow gives a warning", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    new Resize(4, { antialias: false })(gray);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "Anti-alias option is always applied for PIL Image input. Argument antialias is ignored.",
    );
    warn.mockRestore();
  });
});

describe("between images and tensors", () => {
  test("levels become floats and back", async () => {
    const tensor = new ToTensor()(gray);
    expect(await tensor.mul(255).tolist()).toEqual([
      [
        [0, 51],
        [102, 255],
      ],
    ]);
    expect((await new ToPILImage()(tensor)).load().data).toEqual(gray.load().data);
  });

  test("16-bit images keep their numbers", async () => {
    const image = Image.fromArray({ data: Uint16Array.of(1, 40_000), shape: [1, 2] }, "I;16");
    const tensor = new ToTensor()(image);
    expect([String(tensor.dtype), await tensor.tolist()]).toEqual(["torch.int32", [[[1, 40_000]]]]);
  });

  test("a typed array with a shape counts as an image", async () => {
    const tensor = new ToTensor()({ data: Uint8Array.of(255, 0, 255, 0, 255, 255), shape: [1, 2, 3] });
    expect(await tensor.tolist()).toEqual([[[1, 0]], [[0, 1]], [[1, 1]]]);
  });

  test("the default dtype holds", () => {
    torch.setDefaultDtype(torch.float64);
    expect(String(new ToTensor()(gray).dtype)).toBe("torch.float64");
    torch.setDefaultDtype(torch.float32);
  });
});

describe("Normalize", () => {
  test("makes a new tensor, or changes the one it is given", async () => {
    const x = torch.ones([1, 1, 2]);
    expect(await new Normalize([0.5], [0.25])(x).tolist()).toEqual([[[2, 2]]]);
    expect(await x.tolist()).toEqual([[[1, 1]]]);
    expect(new Normalize(0.5, 0.25, { inplace: true })(x)).toBe(x);
    expect(await x.tolist()).toEqual([[[2, 2]]]);
  });

  test("takes whole batches", () => {
    expect([...new Normalize([0, 0], [1, 1])(torch.zeros([5, 2, 3, 4])).shape]).toEqual([5, 2, 3, 4]);
  });
});

test("image transforms say where they belong when they are given a tensor", () => {
  const apply = () => Reflect.apply(new Grayscale(), undefined, [torch.zeros(3, 4, 4)]);
  expect(apply).toThrow("Grayscale takes images here, not tensors: put it before ToTensor() or ToImage().");
});
