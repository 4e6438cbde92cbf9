/** Image files for the tests: the photographs of `examples/data` and PNG files made here. */
import { readFileSync } from "node:fs";
import { zlibSync } from "fflate";

const photograph = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../examples/data/${name}`, import.meta.url)));

/** 640 × 427, colour. */
export const rocket = photograph("rocket.jpg");
/** 451 × 300, colour. */
export const chelsea = photograph("chelsea.png");

const { images } = JSON.parse(
  readFileSync(new URL("../../oracle/vision/expected.json", import.meta.url), "utf8"),
) as { images: Readonly<Record<string, string>> };

/** One of the small files that `test/oracle/vision/generate.py` made. */
export function oracleImage(name: string): Uint8Array {
  const base64 = images[name];
  if (!base64) throw new Error(`there is no image ${name}`);
  return new Uint8Array(Buffer.from(base64, "base64"));
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const uint32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

/** A chunk with its length and checksum. */
export function chunk(type: string, data: Uint8Array | readonly number[]): number[] {
  const named = Uint8Array.from([...new TextEncoder().encode(type), ...data]);
  return [...uint32(data.length), ...named, ...uint32(crc32(named))];
}

export const header = (width: number, height: number, depth: number, colorType: number) =>
  chunk("IHDR", [...uint32(width), ...uint32(height), depth, colorType, 0, 0, 0]);

export function pngFile(...chunks: readonly number[][]): Uint8Array {
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flat()]);
}

/** Rows with their filter bytes, compressed. */
export const imageData = (...bytes: readonly number[]) => chunk("IDAT", zlibSync(Uint8Array.from(bytes)));

export const end = chunk("IEND", []);

/** A grey PNG of the levels given, row by row. */
export function grayPng(rows: readonly (readonly number[])[]): Uint8Array {
  const width = rows[0]?.length ?? 0;
  return pngFile(header(width, rows.length, 8, 0), imageData(...rows.flatMap((row) => [0, ...row])), end);
}
