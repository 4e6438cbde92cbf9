/**
 * Reads the bits of one entropy-coded segment: takes out the zero bytes stuffed after 0xFF and stops before a marker.
 * Past a marker it yields zero bits, as libjpeg does, so that a damaged scan still ends; `starved` tells.
 */
import { type HuffmanTable, LOOK_BITS } from "./huffman.ts";

export class BitReader {
  readonly bytes: Uint8Array;
  /** The next byte to take in. Never goes past a marker. */
  position: number;
  /** Bits taken in and not given out: the lowest `count` bits of `buffer`. */
  private buffer = 0;
  private count = 0;
  /** How many of those were made up. */
  private padding = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Bits were given out that the segment does not have. */
  get starved(): boolean {
    return this.padding > this.count;
  }

  /** The file ends here, without a marker. */
  get atEnd(): boolean {
    const { bytes, position } = this;
    return position >= bytes.length || (position === bytes.length - 1 && bytes[position] === 0xff);
  }

  /** Forgets the rest of the segment and goes on at another position. */
  restart(position: number): void {
    this.position = position;
    this.buffer = 0;
    this.count = 0;
    this.padding = 0;
  }

  /** Makes at least 25 bits ready. */
  private fill(): void {
    const bytes = this.bytes;
    while (this.count <= 24) {
      let byte = this.position < bytes.length ? (bytes[this.position] as number) : -1;
      if (byte === 0xff && bytes[this.position + 1] !== 0) byte = -1;
      if (byte < 0) {
        this.padding += 8;
        byte = 0;
      } else this.position += byte === 0xff ? 2 : 1;
      this.buffer = (this.buffer << 8) | byte;
      this.count += 8;
    }
  }

  /** The next `n` bits (0 to 16) as a number. */
  bits(n: number): number {
    if (this.count < n) this.fill();
    this.count -= n;
    return (this.buffer >>> this.count) & ((1 << n) - 1);
  }

  bit(): number {
    if (this.count < 1) this.fill();
    this.count -= 1;
    return (this.buffer >>> this.count) & 1;
  }

  /** A number of `n` bits (1 to 15) whose leading zero means negative (T.81, figure F.12). */
  signed(n: number): number {
    const value = this.bits(n);
    return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
  }

  /** The next symbol of a Huffman code; 0 for bits that are no code. */
  symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = table.look[(this.buffer >>> (this.count - LOOK_BITS)) & ((1 << LOOK_BITS) - 1)] as number;
    if (entry !== 0) {
      this.count -= entry >> 8;
      return entry & 0xff;
    }
    return this.longSymbol(table);
  }

  private longSymbol(table: HuffmanTable): number {
    let length = LOOK_BITS + 1;
    let code = (this.buffer >>> (this.count - length)) & ((1 << length) - 1);
    while (length <= 16 && code > (table.maxCode[length] as number)) {
      length++;
      code = (this.buffer >>> (this.count - length)) & ((1 << length) - 1);
    }
    if (length > 16) {
      this.count -= 16;
      return 0;
    }
    this.count -= length;
    return table.symbols[code + (table.offset[length] as number)] as number;
  }
}
