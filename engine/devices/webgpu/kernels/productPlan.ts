/** How a product of matrices is spread over a GPU: a pure function of its sizes, for every op that ends in one. */

/** `[batch, rows, inner] · [batch, inner, columns]`. */
export interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly batch: number;
}

/**
 * `tiled`: a workgroup computes a tile of the result and shares what it loads. `direct`: an invocation computes one
 * element, for narrow results, which would leave most of a tile idle. `long`: a workgroup adds up one element.
 */
export type Schedule = "tiled" | "direct" | "long";

export interface ProductPlan {
  readonly schedule: Schedule;
  /** The inner dimension is cut into this many parts, which are added up by a second kernel. */
  readonly splits: number;
  /** Multiply-adds that one dispatch may take; `MOST_WORK` unless given. */
  readonly mostWork?: number;
}

/** A rectangle of the whole grid: `cells` are workgroups of one product, `layers` are batches by parts. */
export interface ProductChunk {
  readonly firstCell: number;
  readonly cells: number;
  readonly firstLayer: number;
  readonly layers: number;
}

/** Windows resets a GPU that is busy for two seconds; this takes a slow one (0.1 T multiply-adds a second) 0.2. */
const MOST_WORK = 2e10;

/** Rows and columns of a tile, and how much of the inner dimension is loaded at once. */
export const TILE = 32;
export const TILE_DEPTH = 16;

/** Fewer workgroups than this leave a large GPU idle: an H100 has 132 processors, a laptop's GPU some 20. */
const ENOUGH_GROUPS = 128;
/** A part of the inner dimension shorter than this is not worth a second kernel. */
const SHORTEST_PART = 256;
const NARROW = 8;
const MANY_RESULTS = 4096;
/** One invocation can add up this many by itself. */
const SHORT_SUM = 64;

export function planProduct({ rows, columns, inner, batch }: ProductSize): ProductPlan {
  const results = rows * columns * batch;
  if (rows >= NARROW && columns >= NARROW) {
    const tiles = Math.ceil(rows / TILE) * Math.ceil(columns / TILE) * batch;
    return { schedule: "tiled", splits: splitsFor(inner, tiles) };
  }
  if (results >= MANY_RESULTS || inner <= SHORT_SUM) return { schedule: "direct", splits: 1 };
  return { schedule: "long", splits: splitsFor(inner, results) };
}

/** Cuts the grid of a product into dispatches that are short enough, and fit the device's grid. */
export function chunksOf(
  cells: number,
  layers: number,
  workOfLayer: number,
  mostLayers: number,
  mostWork = MOST_WORK,
): ProductChunk[] {
  const cellsAtOnce = Math.max(1, Math.min(cells, Math.floor((cells * mostWork) / workOfLayer)));
  const layersAtOnce = Math.max(1, Math.min(layers, mostLayers, Math.floor(mostWork / workOfLayer)));
  const chunks: ProductChunk[] = [];
  for (let firstLayer = 0; firstLayer < layers; firstLayer += layersAtOnce) {
    for (let firstCell = 0; firstCell < cells; firstCell += cellsAtOnce) {
      chunks.push({
        firstCell,
        cells: Math.min(cellsAtOnce, cells - firstCell),
        firstLayer,
        layers: Math.min(layersAtOnce, layers - firstLayer),
      });
    }
  }
  return chunks;
}

/** Enough parts to fill the GPU, none too short. */
function splitsFor(inner: number, groups: number): number {
  return Math.max(1, Math.min(Math.floor(inner / SHORTEST_PART), Math.floor(ENOUGH_GROUPS / groups)));
}
