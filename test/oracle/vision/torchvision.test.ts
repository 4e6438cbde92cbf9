/**
 * Transforms against torchvision: results to the last bit, random ones from the same seed, printed forms and messages.
 * `generateTransforms.py` made the expected values.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import "../../../engine/api/install.ts";
import { torch } from "../../../engine/api/torch.ts";
import { Tensor } from "../../../engine/tensor.ts";
import { Image } from "../../../engine/vision/image.ts";
import * as transforms from "../../../engine/vision/transforms/index.ts";

/** A transform's name and arguments; those of `Compose` are specs themselves. */
type Spec = readonly [name: string, ...args: unknown[]];
type Applied = (input: unknown) => unknown;

interface Expected {
  readonly results: readonly (readonly [image: string, Spec, seed: number, result: readonly unknown[]])[];
  readonly texts: readonly (readonly [Spec, text: string])[];
  /** What the transform is given, if it is built at all: an image's name, another text, or the shape of a tensor. */
  readonly refusals: readonly (readonly [
    Spec,
    given: string | readonly number[] | null,
    dtype: "float32" | "uint8" | "int32",
    name: string,
    message: string,
  ])[];
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const { results, texts, refusals } = JSON.parse(read("transforms.json")) as Expected;
const { images } = JSON.parse(read("expected.json")) as { images: Readonly<Record<string, string>> };

const openImage = (name: string) => Image.open(new Uint8Array(Buffer.from(images[name] ?? "", "base64")));

/** Transforms that take transforms. */
const OUTER = ["Compose", "RandomApply", "RandomChoice", "RandomOrder"];

function build([name, ...args]: Spec): Applied {
  const [first, ...rest] = args;
  if (name === "LinearTransformation") {
    const [matrix, mean] = args as [number[][], number[]];
    const tensor = (values: number[] | number[][]) => torch.tensor(values, { dtype: torch.float32 });
    return new transforms.LinearTransformation(tensor(matrix), tensor(mean)) as Applied;
  }
  const inner = OUTER.includes(name)
    ? [(first as readonly Spec[]).map(build), ...rest]
    : name === "ConvertImageDtype"
      ? [torch[first as "float32" | "uint8" | "int32"]]
      : args;
  return Reflect.construct(Reflect.get(transforms, name), inner);
}

async function outcome(value: unknown): Promise<readonly unknown[]> {
  const hash = (data: Uint8Array) => createHash("sha1").update(data).digest("hex").slice(0, 12);
  const ready = await value;
  if (Array.isArray(ready)) return Promise.all(ready.map(outcome));
  if (ready instanceof Tensor) {
    const { buffer, byteOffset, byteLength } = await ready.data();
    return [ready.dtype.name, [...ready.shape], hash(new Uint8Array(buffer, byteOffset, byteLength))];
  }
  if (!(ready instanceof Image)) throw new Error("neither a tensor nor an image");
  return [ready.mode, [...ready.size], hash(new Uint8Array(ready.load().data.buffer))];
}

describe("gives what torchvision gives", () => {
  test.each(results.map((each) => [JSON.stringify(each.slice(0, 3)), ...each] as const))(
    "%s",
    async (_, image, spec, seed, expected) => {
      torch.manualSeed(seed);
      expect(await outcome(build(spec)(openImage(image)))).toEqual(expected);
    },
  );
});

describe("prints as in torchvision", () => {
  test.each(texts)("%j", (spec, text) => expect(String(build(spec))).toBe(text));
});

describe("refuses in torchvision's words", () => {
  test.each(refusals)("%j given %j of %s", async (spec, given, dtype, name, message) => {
    const apply = async () => {
      const transform = build(spec);
      if (typeof given === "string") return transform(given in images ? openImage(given) : given);
      return given && transform(torch.zeros(given, { dtype: torch[dtype] }));
    };
    await expect(apply()).rejects.toMatchObject({ name, message });
  });
});
