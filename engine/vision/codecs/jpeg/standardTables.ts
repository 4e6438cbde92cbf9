/**
 * The Huffman tables of ITU T.81, annex K.3. Frames of Motion JPEG leave them out, and decoders are expected to know
 * them.
 */
import { type HuffmanTable, huffmanTable } from "./huffman.ts";

/** How many codes there are of each length, 1 to 16, then the symbols in order; two hexadecimal digits each. */
const TABLES = {
  dcLuma: ["00010501010101010100000000000000", "000102030405060708090a0b"],
  dcChroma: ["00030101010101010101010000000000", "000102030405060708090a0b"],
  acLuma: [
    "0002010303020403050504040000017d",
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a34353637" +
      "38393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3" +
      "a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
  ],
  acChroma: [
    "00020102040403040705040400010277",
    "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a3536" +
      "3738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999a" +
      "a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
  ],
} as const;

function table([counts, symbols]: readonly [string, string]): HuffmanTable {
  return huffmanTable(bytes(`00${counts}`), bytes(symbols));
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** By the number a scan names them with. */
export const standardDc: readonly HuffmanTable[] = [table(TABLES.dcLuma), table(TABLES.dcChroma)];
export const standardAc: readonly HuffmanTable[] = [table(TABLES.acLuma), table(TABLES.acChroma)];
