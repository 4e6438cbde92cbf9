/** Chunks: the named, checksummed pieces that a PNG file is a list of (PNG specification, section 5). */

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

export interface Chunk {
  readonly type: string;
  /** The content; shorter than announced where the file ends early. */
  readonly data: Uint8Array;
  /** Whether the file holds all of it. */
  readonly complete: boolean;
  /** Whether the checksum behind it is right; null where the file ends before it. */
  readonly intact: boolean | null;
  /** Where the next chunk begins. */
  readonly next: number;
}

/** The chunk at `position`; null where the file ends before its name, or where no name stands there. */
export function chunkAt(bytes: Uint8Array, position: number): Chunk | null {
  if (position + 8 > bytes.length) return null;
  const length = readUint32(bytes, position);
  const type = String.fromCharCode(...bytes.subarray(position + 4, position + 8));
  if (!/^\w{4}$/.test(type)) return null;
  const start = position + 8;
  const end = start + length;
  const complete = end <= bytes.length;
  return {
    type,
    data: bytes.subarray(start, end),
    complete,
    get intact() {
      return end + 4 > bytes.length ? null : crc32(bytes, position + 4, end) === readUint32(bytes, end);
    },
    next: end + 4,
  };
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffffffff;
  for (let i = start; i < end; i++)
    crc = (crcTable[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
