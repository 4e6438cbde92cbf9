/** Places for named regions, one after the other. */

/** Multiples of 64 bytes, and as much room after each region: vector loads may run over its end. */
const ALIGN = 16;
/** Elements in a piece of an elementwise op's operand: 16 kB, so that three of them fit the first-level cache. */
export const PIECE = 4096;
/** Where the pieces of up to three operands lie. Place 0 means "none", and WebAssembly keeps its own data near it. */
export const PIECES = [1024, 1024 + PIECE, 1024 + 2 * PIECE] as const;

const FIRST = 1024 + 3 * PIECE;

export function placeRegions<N extends string>(
  sizes: Readonly<Record<N, number>>,
): { places: Record<N, number>; end: number } {
  const places = {} as Record<N, number>;
  let end = FIRST;
  for (const name in sizes) {
    places[name] = end;
    end += (Math.ceil(sizes[name] / ALIGN) + 1) * ALIGN;
  }
  return { places, end };
}
