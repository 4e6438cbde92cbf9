/**
 * What `transforms.v2` has of its own, against torchvision 0.28.0: each hash is that of
 * `v2.Compose([v2.ToImage(), …])(image)`, as `result` of generateTransforms.py makes it.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Image, type Tensor, torch, transforms } from "../../../engine/index.ts";

const { v2 } = transforms;
const { images } = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  images: Readonly<Record<string, string>>;
};
const photograph = Image.open(new Uint8Array(Buffer.from(images["37x29-444.jpg"] ?? "", "base64")));

const toFloat = new v2.ToDtype(torch.float32, { scale: true });

test.each<[what: string, transform: (tensor: Tensor) => Tensor, dtype: string, hash: string]>([
  ["levels as floats", toFloat, "float32", "1cc39703a304"],
  ["and back", (x) => new v2.ToDtype(torch.uint8, true)(toFloat(x)), "uint8", "ebd12a8898b0"],
  ["not scaled", new v2.ToDtype(torch.int32), "int32", "d718840cf6d2"],
])("%s", async (_, transform, dtype, hash) => {
  const out = new v2.Compose([new v2.ToImage(), transform])(photograph);
  const { buffer, byteOffset, byteLength } = await out.data();
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  expect([out.dtype.name, [...out.shape]]).toEqual([dtype, [3, 29, 37]]);
  expect(createHash("sha1").update(bytes).digest("hex").slice(0, 12)).toBe(hash);
});

test("prints its options, and refuses images that are no tensors yet", () => {
  expect(`${new v2.ToImage()} ${toFloat}`).toBe("ToImage() ToDtype(scale=True)");
  expect(() => Reflect.apply(toFloat, undefined, [photograph])).toThrow("put ToImage() before it");
});
