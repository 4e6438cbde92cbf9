/** Takes the IDAT chunks' content apart into the bytes of the picture's rows, and no more than those. */
import { Inflate } from "fflate";
import { brokenStream, truncated } from "../../errors.ts";
import { chunkAt } from "./chunks.ts";

/** No zlib stream grows more than this. */
const MAX_GROWTH = 1032;

/** Bytes inflated at once: what one piece can grow to stays small however the file was made. */
const PIECE = 1 << 15;

/** The first `length` bytes of the zlib stream in the IDAT chunks from `position` on. */
export function inflateRows(bytes: Uint8Array, position: number, length: number): Uint8Array {
  if (length > (bytes.length - position) * MAX_GROWTH) throw truncated(0);
  const rows = new Uint8Array(length);
  let filled = 0;
  const inflate = new Inflate((part) => {
    rows.set(part.subarray(0, length - filled), filled);
    filled = Math.min(length, filled + part.length);
  });
  let headerBytes = 0;

  for (let at = position; filled < length; ) {
    const chunk = chunkAt(bytes, at);
    if (!chunk) throw truncated();
    if (chunk.type !== "IDAT") throw truncated(0);
    if (chunk.intact === false) throw brokenStream("bad checksum");
    let { data } = chunk;
    for (; headerBytes < 2 && data.length > 0; headerBytes++) {
      checkHeader(headerBytes, data);
      data = data.subarray(1);
    }
    try {
      for (let from = 0; from < data.length && filled < length; from += PIECE) {
        inflate.push(data.subarray(from, from + PIECE));
      }
    } catch {
      throw brokenStream();
    }
    at = chunk.next;
  }
  return rows;
}

/** zlib's header: method 8 with a window of at most 32 KiB, no preset dictionary (RFC 1950). */
function checkHeader(index: number, data: Uint8Array): void {
  const byte = data[0] as number;
  const ok = index === 0 ? (byte & 15) === 8 && byte >> 4 <= 7 : (byte & 32) === 0;
  if (!ok) throw brokenStream();
}
