/** The frame: what a SOF segment says of the image and its colour components. */
import { brokenStream, truncated } from "../../errors.ts";

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  /** Largest sampling factors of all components. */
  readonly maxH: number;
  readonly maxV: number;
  /** An MCU holds `h · v` blocks of each component. */
  readonly mcusPerRow: number;
  readonly mcusPerColumn: number;
}

/** One colour component. Blocks are 8×8 samples. */
export interface Component {
  readonly id: number;
  /** Sampling factors: samples across and down for each `maxH` and `maxV` pixels. */
  readonly h: number;
  readonly v: number;
  readonly quantizationIndex: number;
  /** Samples that belong to the image. */
  readonly width: number;
  readonly height: number;
  /** Blocks that belong to the image, and blocks in memory, which fill whole MCUs. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  readonly blocksPerLine: number;
  readonly blocksPerColumn: number;
  /** Bytes from one line of `samples` to the next. */
  readonly stride: number;
  readonly samples: Uint8ClampedArray;
  /** Where the coefficients come in several scans: 64 for each block. */
  coefficients: Int16Array | null;
  /** The table that was in force when the component's first scan began. */
  quantization: Int32Array | null;
}

/** Reads the content of a SOF segment of a file with so many bytes. */
export function readFrame(segment: Uint8Array, progressive: boolean, fileBytes: number): Frame {
  const count = segment[5] ?? 0;
  if (segment.length !== 6 + 3 * count) throw brokenStream("bogus frame header");
  const height = ((segment[1] as number) << 8) | (segment[2] as number);
  const width = ((segment[3] as number) << 8) | (segment[4] as number);
  if (width === 0 || height === 0) throw brokenStream("empty image");
  if (segment[0] !== 8) throw brokenStream(`${segment[0]}-bit samples are not supported`);

  const factors = Array.from({ length: count }, (_, i) => {
    const sampling = segment[7 + 3 * i] as number;
    return { h: sampling >> 4, v: sampling & 15 };
  });
  if (factors.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4))
    throw brokenStream("bogus sampling factors");
  const maxH = Math.max(...factors.map(({ h }) => h));
  const maxV = Math.max(...factors.map(({ v }) => v));
  const mcusPerRow = Math.ceil(width / (8 * maxH));
  const mcusPerColumn = Math.ceil(height / (8 * maxV));

  // Each block takes a bit at least: a small file that claims more of them only wants the memory.
  const blocks = factors.reduce((sum, { h, v }) => sum + h * v, 0) * (mcusPerRow - 1) * (mcusPerColumn - 1);
  if (blocks > 8 * fileBytes) throw truncated(0);

  const components = factors.map(({ h, v }, i): Component => {
    if (maxH % h !== 0 || maxV % v !== 0) throw brokenStream("fractional sampling is not supported");
    const blocksPerLine = mcusPerRow * h;
    const blocksPerColumn = mcusPerColumn * v;
    return {
      id: segment[6 + 3 * i] as number,
      h,
      v,
      quantizationIndex: segment[8 + 3 * i] as number,
      width: Math.ceil((width * h) / maxH),
      height: Math.ceil((height * v) / maxV),
      blocksAcross: Math.ceil((width * h) / (8 * maxH)),
      blocksDown: Math.ceil((height * v) / (8 * maxV)),
      blocksPerLine,
      blocksPerColumn,
      stride: blocksPerLine * 8,
      // The middle level: what blocks have that the data do not reach.
      samples: new Uint8ClampedArray(blocksPerLine * blocksPerColumn * 64).fill(128),
      coefficients: null,
      quantization: null,
    };
  });
  return { width, height, progressive, components, maxH, maxV, mcusPerRow, mcusPerColumn };
}
