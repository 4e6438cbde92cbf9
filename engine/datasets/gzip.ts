/** gzip files (RFC 1952), taken apart piece by piece: what a file grows to is bounded however it was made. */
import { Gunzip } from "fflate";
import { OSError } from "../host/files.ts";

/** Bytes given to the decoder at once: a piece grows to 32 MB at most. */
const PIECE = 1 << 15;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** The first `most` bytes of what the file holds, or all of it where that is less. Throws `OSError` with the path. */
export function gunzipStart(bytes: Uint8Array, most: number, path: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const gunzip = new Gunzip((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let from = 0; from < bytes.length && length < most; from += PIECE)
      gunzip.push(bytes.subarray(from, from + PIECE), from + PIECE >= bytes.length);
  } catch (error) {
    throw new OSError(`'${path}' cannot be unpacked: ${error instanceof Error ? error.message : "broken"}`);
  }
  return joined(parts, Math.min(length, most));
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (at >= length) break;
    out.set(part.subarray(0, length - at), at);
    at += part.length;
  }
  return out;
}

/** All that the file holds, which is to be `length` bytes; its checksum is compared. */
export function gunzip(bytes: Uint8Array, length: number, path: string): Uint8Array {
  // One byte more than there should be, to see that there is none.
  const out = gunzipStart(bytes, length + 1, path);
  if (out.length !== length)
    throw new OSError(
      `'${path}' is to unpack to ${length} bytes, but holds ${out.length > length ? "more" : out.length}.`,
    );
  if (bytes.length < 8 || crc32(out) !== uint32(bytes, bytes.length - 8))
    throw new OSError(`'${path}' is broken: its checksum is another.`);
  return out;
}

/** Little-endian, as gzip has it. */
function uint32(bytes: Uint8Array, at: number): number {
  const byte = (i: number) => bytes[at + i] as number;
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
