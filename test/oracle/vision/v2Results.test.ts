/** `transforms.v2` against torchvision: on image tensors, its own draws on images, its printed forms. See `generateV2.py`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Image, torch, transforms } from "../../../engine/index.ts";
import { Tensor } from "../../../engine/tensor.ts";

type Spec = readonly [name: string, ...args: unknown[]];
type Given = string | readonly [shape: readonly number[], dtype: "uint8" | "float32"];

/** Kind, size, and numbers or a hash; or several of these. */
type Outcome = readonly [string, readonly number[], readonly number[] | string] | readonly Outcome[];

interface Expected {
  readonly results: readonly (readonly [Given, Spec, seed: number, Outcome])[];
  readonly texts: readonly (readonly [Spec, text: string])[];
  readonly refusals: readonly (readonly [
    Spec,
    shape: readonly number[] | null,
    name: string,
    message: string,
  ])[];
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const { results, texts, refusals } = JSON.parse(read("v2.json")) as Expected;
const { images } = JSON.parse(read("expected.json")) as { images: Readonly<Record<string, string>> };

const OUTER = ["Compose", "RandomApply", "RandomChoice", "RandomOrder"];

function build([name, ...args]: Spec): (input: unknown) => unknown {
  const [first, ...rest] = args;
  const inner = OUTER.includes(name)
    ? [(first as readonly Spec[]).map(build), ...rest]
    : name === "ToDtype"
      ? [torch[first as "float32"], ...rest]
      : args;
  return Reflect.construct(Reflect.get(transforms.v2, name), inner);
}

function tensor(shape: readonly number[], dtype: "uint8" | "float32"): Tensor {
  const n = shape.reduce((product, size) => product * size, 1);
  const values = torch
    .arange(n)
    .mul(37)
    .remainder(251)
    .reshape([...shape]);
  return dtype === "uint8" ? values.to(torch.uint8) : values.to(torch.float32).div(256);
}

const input = (given: Given) =>
  typeof given === "string"
    ? Image.open(new Uint8Array(Buffer.from(images[given] ?? "", "base64")))
    : tensor(...given);

async function check(value: unknown, expected: Outcome): Promise<void> {
  if (Array.isArray(value)) {
    expect(value.length).toBe(expected.length);
    for (const [i, each] of value.entries()) await check(each, expected[i] as Outcome);
  } else if (value instanceof Tensor) {
    const [dtype, shape, numbers] = expected;
    expect([value.dtype.name, [...value.shape]]).toEqual([dtype, shape]);
    const data = [...(await value.data())].map(Number);
    const tolerance = dtype === "uint8" ? 0 : 4e-6;
    const wrong = data.filter((x, i) => !(Math.abs(x - Number(numbers?.[i])) <= tolerance));
    expect(wrong).toEqual([]);
  } else if (value instanceof Image) {
    const hash = createHash("sha1").update(new Uint8Array(value.load().data.buffer)).digest("hex");
    expect([value.mode, [...value.size], hash.slice(0, 12)]).toEqual(expected);
  } else throw new Error("neither a tensor nor an image");
}

describe("gives what torchvision gives", () => {
  test.each(results.map((each) => [JSON.stringify(each.slice(0, 3)), ...each] as const))(
    "%s",
    async (_, given, spec, seed, expected) => {
      torch.manualSeed(seed);
      await check(build(spec)(input(given)), expected);
    },
  );
});

describe("prints as in torchvision", () => {
  test.each(texts)("%j", (spec, text) => expect(String(build(spec))).toBe(text));
});

describe("refuses in torchvision's words", () => {
  test.each(refusals)("%j given %j", (spec, shape, name, message) => {
    expect(() => build(spec)(tensor(shape ?? [1], "float32"))).toThrow(
      expect.objectContaining({ name, message }),
    );
  });
});

test("a run for shapes gives the same shapes, and gradients go through resizing", async () => {
  const { v2 } = transforms;
  const x = tensor([3, 5, 7], "float32").requiresGrad_();
  const y = new v2.Resize([3, 4])(x);
  y.sum().backward();
  // Each new element is a mean of old ones: together they weigh what there is of them.
  expect(await x.grad?.sum().item()).toBeCloseTo(3 * 3 * 4, 4);
  expect([...new v2.Resize([3, 4])(torch.zeros(3, 5, 7, { device: "meta" })).shape]).toEqual([3, 3, 4]);
});

test("what geometry gives is of the kind that it takes", () => {
  const { v2 } = transforms;
  const crop = new v2.CenterCrop(2);
  expectTypeOf(crop(tensor([3, 5, 7], "uint8"))).toEqualTypeOf<Tensor>();
  expectTypeOf(new v2.Compose([new v2.ToImage(), crop])).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(new v2.Compose([crop, new v2.Normalize([0], [1])]))
    .parameter(0)
    .toEqualTypeOf<Tensor>();
  expectTypeOf(new v2.Compose([crop, new v2.ToImage()]))
    .parameter(0)
    .toEqualTypeOf<Image | Tensor>();
  expect([...crop(tensor([3, 5, 7], "uint8")).shape]).toEqual([3, 2, 2]);
});
