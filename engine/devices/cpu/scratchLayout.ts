/** Places for named regions, one after the other. */

/** Multiples of 64 bytes, and as much room after each region: vector loads may run over its end. */
const ALIGN = 16;
/** Place 0 means "none", and a WebAssembly module keeps its own data in the first kilobytes. */
const FIRST = 1024;

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
