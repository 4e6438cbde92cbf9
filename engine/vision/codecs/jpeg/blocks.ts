/**
 * What the bits of a block mean: the sequential coding (ITU T.81, annex F) and the four kinds of progressive scans
 * (annex G): first and refining scans, for the DC coefficient and for a band of the others.
 */
import { brokenStream } from "../../errors.ts";
import type { BitReader } from "./bits.ts";
import type { HuffmanTable } from "./huffman.ts";
import type { Scan, ScanComponent } from "./scan.ts";

/** Position in the block by position in the zigzag; 16 more entries catch runs that damaged data make too long. */
export const ZIGZAG = new Uint8Array([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
]);

export interface BlockDecoder {
  /** Decodes a block into 64 coefficients from `at`; gives the zigzag position of the last one it wrote. */
  block(reader: BitReader, each: ScanComponent, coefficients: Int16Array, at: number): number;
  /** Forgets what it kept from earlier blocks. */
  restart(): void;
}

/** The decoder for a scan. Throws where the scan names tables that are not there, or asks for the impossible. */
export function blockDecoder(progressive: boolean, scan: Scan): BlockDecoder {
  const { start, end, high, low, components } = scan;
  if (!progressive) {
    for (const each of components) {
      requireDc(each.dc);
      requireTable(each.ac);
    }
    return { block: sequentialBlock, restart: () => {} };
  }
  const dcOnly = start === 0;
  const possible = dcOnly ? end === 0 : start <= end && end < 64 && components.length === 1;
  if (!possible || (high !== 0 && low !== high - 1) || low > 13) throw brokenStream("bogus progressive scan");
  if (!dcOnly) {
    for (const each of components) requireTable(each.ac);
    return high === 0 ? bandDecoder(start, end, low) : bandRefiner(start, end, low);
  }
  if (high === 0) for (const each of components) requireDc(each.dc);
  return { block: high === 0 ? firstDc(low) : refineDc(low), restart: () => {} };
}

function requireTable(table: HuffmanTable | undefined): HuffmanTable {
  if (!table) throw brokenStream("Huffman table was not defined");
  return table;
}

/** Symbols of a DC table are lengths of at most 15 bits. */
function requireDc(table: HuffmanTable | undefined): void {
  if (requireTable(table).symbols.some((bits) => bits > 15)) throw brokenStream("bogus Huffman table");
}

function nextDc(reader: BitReader, each: ScanComponent): number {
  const bits = reader.symbol(each.dc as HuffmanTable);
  if (bits > 0) each.prediction += reader.signed(bits);
  return each.prediction;
}

function sequentialBlock(
  reader: BitReader,
  each: ScanComponent,
  coefficients: Int16Array,
  at: number,
): number {
  coefficients[at] = nextDc(reader, each);
  const table = each.ac as HuffmanTable;
  let last = 0;
  for (let k = 1; k < 64; k++) {
    const symbol = reader.symbol(table);
    const bits = symbol & 15;
    const zeros = symbol >> 4;
    if (bits === 0) {
      if (zeros !== 15) break;
      k += 15;
      continue;
    }
    k += zeros;
    last = k;
    coefficients[at + (ZIGZAG[k] as number)] = reader.signed(bits);
  }
  return last;
}

function firstDc(low: number): BlockDecoder["block"] {
  return (reader, each, coefficients, at) => {
    coefficients[at] = nextDc(reader, each) << low;
    return 0;
  };
}

function refineDc(low: number): BlockDecoder["block"] {
  return (reader, _each, coefficients, at) => {
    if (reader.bit()) coefficients[at] = (coefficients[at] as number) | (1 << low);
    return 0;
  };
}

/** First scan of a band: as in the sequential coding, but one code may end the band of many blocks. */
function bandDecoder(start: number, end: number, low: number): BlockDecoder {
  let ended = 0;
  return {
    restart() {
      ended = 0;
    },
    block(reader, each, coefficients, at) {
      if (ended > 0) {
        ended--;
        return 0;
      }
      const table = each.ac as HuffmanTable;
      for (let k = start; k <= end; k++) {
        const symbol = reader.symbol(table);
        const bits = symbol & 15;
        const run = symbol >> 4;
        if (bits !== 0) {
          k += run;
          coefficients[at + (ZIGZAG[k] as number)] = reader.signed(bits) << low;
        } else if (run === 15) k += 15;
        else {
          ended = (1 << run) - 1 + (run > 0 ? reader.bits(run) : 0);
          break;
        }
      }
      return end;
    },
  };
}

/**
 * Refining scan of a band: a bit for each coefficient that is not zero, between the codes for those that become so.
 */
function bandRefiner(start: number, end: number, low: number): BlockDecoder {
  const one = 1 << low;
  let ended = 0;

  function refine(reader: BitReader, coefficients: Int16Array, i: number): void {
    const value = coefficients[i] as number;
    if (reader.bit() && (value & one) === 0) coefficients[i] = value + (value >= 0 ? one : -one);
  }

  /** Skips `zeros` coefficients that are zero, refining the others on the way; gives the position of the next zero. */
  function advance(
    reader: BitReader,
    coefficients: Int16Array,
    at: number,
    from: number,
    zeros: number,
  ): number {
    let left = zeros;
    let k = from;
    for (; k <= end; k++) {
      const i = at + (ZIGZAG[k] as number);
      if (coefficients[i] !== 0) refine(reader, coefficients, i);
      else if (--left < 0) break;
    }
    return k;
  }

  return {
    restart() {
      ended = 0;
    },
    block(reader, each, coefficients, at) {
      const table = each.ac as HuffmanTable;
      let k = start;
      if (ended === 0) {
        for (; k <= end; k++) {
          const symbol = reader.symbol(table);
          const run = symbol >> 4;
          let value = 0;
          if ((symbol & 15) !== 0) value = reader.bit() ? one : -one;
          else if (run !== 15) {
            ended = (1 << run) + (run > 0 ? reader.bits(run) : 0);
            break;
          }
          k = advance(reader, coefficients, at, k, run);
          if (value !== 0) coefficients[at + (ZIGZAG[k] as number)] = value;
        }
      }
      if (ended > 0) {
        advance(reader, coefficients, at, k, 64);
        ended--;
      }
      return end;
    },
  };
}
