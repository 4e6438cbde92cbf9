/** Huffman tables as a DHT segment gives them, made ready for decoding. */
import { brokenStream } from "../../errors.ts";

/** Codes up to this length are decoded by one look into a table. */
export const LOOK_BITS = 9;

export interface HuffmanTable {
  /** By the next `LOOK_BITS` bits: code length << 8 | symbol, or 0 where the code is longer. */
  readonly look: Uint16Array;
  /** By code length: the largest code, or -1. The entry for 17 ends every search. */
  readonly maxCode: Int32Array;
  /** By code length: what to add to a code to get the index of its symbol. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/**
 * Builds the table of a code that has `counts[l]` codes of length `l` (1 to 16) for these symbols, in order
 * (ITU T.81, annex C).
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const look = new Uint16Array(1 << LOOK_BITS);
  const maxCode = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length] as number;
    offset[length] = index - code;
    for (let i = 0; i < count; i++, index++, code++) {
      if (length > LOOK_BITS) continue;
      const spread = LOOK_BITS - length;
      look.fill((length << 8) | (symbols[index] as number), code << spread, (code + 1) << spread);
    }
    // No code may be all ones, and none may need more bits than it has.
    if (count > 0 && code >= 1 << length) throw brokenStream("bogus Huffman table");
    if (count > 0) maxCode[length] = code - 1;
    code <<= 1;
  }
  maxCode[17] = 0x7fffffff;
  return { look, maxCode, offset, symbols };
}
