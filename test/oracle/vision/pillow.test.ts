/**
 * Images against Pillow, level for level: decoding, conversion, resizing and the rest, on small images of every kind.
 * `generate.py` made the expected values; `PILLOW_CASES=wide.json npm run test:oracle` runs another set of them.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Image } from "../../../engine/vision/image.ts";
import { applySteps, type Step } from "./steps.ts";

/** Image, steps, and what they give: mode, size, the beginning of the SHA-1 of the bytes, the pixel in the middle. */
type Case = readonly [
  image: string,
  steps: readonly Step[],
  mode: string,
  width: number,
  height: number,
  sha: string,
  middle: readonly number[],
];

const path = process.env.PILLOW_CASES ?? new URL("expected.json", import.meta.url);
const { images, cases } = JSON.parse(readFileSync(path, "utf8")) as {
  images: Readonly<Record<string, string>>;
  cases: readonly Case[];
};

function run(image: string, steps: readonly Step[]) {
  const result = applySteps(Image.open(new Uint8Array(Buffer.from(images[image] ?? "", "base64"))), steps);
  const { mode, width, height } = result;
  const middle = width * height > 0 ? [result.getpixel([width >> 1, height >> 1])].flat() : [];
  const sha = createHash("sha1").update(result.load().data).digest("hex").slice(0, 12);
  return { mode, width, height, sha, middle };
}

describe.each(Object.keys(images))("%s as Pillow gives it", (name) => {
  const own = cases.filter(([image]) => image === name);
  test.each(own.map((each) => [JSON.stringify(each[1]), ...each] as const))(
    "after %s",
    (_, image, steps, mode, width, height, sha, middle) => {
      expect(run(image, steps)).toEqual({ mode, width, height, sha, middle });
    },
  );
});
