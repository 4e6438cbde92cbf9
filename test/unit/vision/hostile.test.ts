/** Whatever the bytes are, decoding ends soon, with an image or with an error that says so. */
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { OSError } from "../../../engine/host/files.ts";
import { Image } from "../../../engine/vision/image.ts";
import { end, grayPng, header, imageData, oracleImage, pngFile } from "./samples.ts";

const progressive = oracleImage("37x29-420-progressive.jpg");

const originals = {
  "a JPEG": oracleImage("37x29-444.jpg"),
  "a progressive JPEG": progressive,
  "a JPEG with restart markers": oracleImage("restart.jpg"),
  "a PNG": grayPng([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  "an interlaced PNG": (() => {
    const bytes = pngFile(header(3, 2, 8, 2), imageData(...new Array<number>(30).fill(1)), end);
    return bytes.with(28, 1);
  })(),
};

/** Bytes changed, put in or taken out. */
const damage = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("change", "insert", "remove", "cut"),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 255, 0xd9, 0xda, 0xc0, 0xc2, 0xc4)),
  }),
  { minLength: 1, maxLength: 8 },
);

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged(original: Uint8Array, changes: Damage): Uint8Array {
  const bytes = [...original];
  for (const { at, kind, byte } of changes) {
    const position = at % Math.max(1, bytes.length);
    if (kind === "change") bytes[position] = byte;
    else if (kind === "insert") bytes.splice(position, 0, byte);
    else if (kind === "remove") bytes.splice(position, 1);
    else if (position > bytes.length / 2) bytes.length = position;
  }
  return Uint8Array.from(bytes);
}

function load(bytes: Uint8Array): unknown {
  try {
    const image = Image.open(bytes);
    const { data } = image.load();
    return data.length === image.width * image.height * image.getbands().length;
  } catch (error) {
    return error;
  }
}

beforeAll(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

const good = (outcome: unknown) => outcome === true || outcome instanceof OSError;

describe.each(Object.entries(originals))("%s", (_, original) => {
  test("damaged anywhere gives an image or an OSError", () => {
    fc.assert(
      fc.property(damage, (changes) => good(load(damaged(original, changes)))),
      { numRuns: 150 },
    );
  });

  test("cut off anywhere gives an image or an OSError", () => {
    fc.assert(fc.property(fc.nat(original.length), (length) => good(load(original.subarray(0, length)))));
  });
});

test("bytes that begin like an image and go on at random", () => {
  const start = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const bytes = fc
    .tuple(start, fc.uint8Array({ maxLength: 500 }))
    .map((parts) => Uint8Array.from(parts.flatMap((p) => [...p])));
  fc.assert(fc.property(bytes, (file) => good(load(file))));
});

test("thousands of scans in a small file are refused", () => {
  const at = progressive.length - 2;
  const scan = progressive.findLastIndex((byte, i) => byte === 0xff && progressive[i + 1] === 0xda);
  const again = new Array(2000).fill([...progressive.subarray(scan, at)]).flat();
  const bytes = Uint8Array.from([...progressive.subarray(0, at), ...again, ...progressive.subarray(at)]);
  expect(() => Image.open(bytes).load()).toThrow(
    "broken data stream when reading image file (too many scans)",
  );
});
