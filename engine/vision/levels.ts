/** Changes of each level by itself, as a table says: PIL's `ImageOps`. For images of modes `L` and `RGB`. */
import { NotImplementedError } from "../errors.ts";
import { OSError } from "../host/files.ts";
import { bandCount, type Pixels } from "./modes.ts";

/** Levels taken from a table of 256 for each band, or of 256 for all. */
function fromTable(pixels: Pixels, table: readonly number[]): Pixels {
  const { mode } = pixels;
  if (mode === "P") throw new NotImplementedError("mode P support coming soon");
  if (mode !== "L" && mode !== "RGB") throw new OSError(`not supported for mode ${mode}`);
  const bands = bandCount(mode);
  const step = table.length === 256 ? 0 : 256;
  const data = new Uint8Array(pixels.data.length);
  for (let i = 0; i < data.length; i++)
    data[i] = table[(i % bands) * step + (pixels.data[i] as number)] as number;
  return { ...pixels, data };
}

const tableOf = (level: (i: number) => number): number[] => Array.from({ length: 256 }, (_, i) => level(i));

/** How often each level occurs, band by band. */
function histograms(pixels: Pixels): number[][] {
  const bands = bandCount(pixels.mode);
  const counts = Array.from({ length: bands }, () => new Array<number>(256).fill(0));
  for (let i = 0; i < pixels.data.length; i++) {
    const band = counts[i % bands] as number[];
    const level = pixels.data[i] as number;
    band[level] = (band[level] as number) + 1;
  }
  return counts;
}

/** Dark and light exchanged. Two-level images too. */
export function invert(pixels: Pixels): Pixels {
  if (pixels.mode === "1") return { ...pixels, data: pixels.data.map((level) => 255 - level) };
  return fromTable(
    pixels,
    tableOf((i) => 255 - i),
  );
}

/** Only the upper `bits` of each level are kept. */
export function posterize(pixels: Pixels, bits: number): Pixels {
  const mask = ~(2 ** (8 - bits) - 1);
  return fromTable(
    pixels,
    tableOf((i) => i & mask),
  );
}

/** Levels from `threshold` on are inverted. */
export function solarize(pixels: Pixels, threshold: number): Pixels {
  return fromTable(
    pixels,
    tableOf((i) => (i < threshold ? i : 255 - i)),
  );
}

/** The darkest level becomes 0 and the lightest 255, in each band. */
export function autocontrast(pixels: Pixels): Pixels {
  const tables = histograms(pixels).map((counts) => {
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) return tableOf((i) => i);
    const scale = 255 / (high - low);
    return tableOf((i) => Math.max(0, Math.min(255, Math.trunc(i * scale - low * scale))));
  });
  return fromTable(pixels, tables.flat());
}

/** Levels spread so that each occurs about equally often, in each band. */
export function equalize(pixels: Pixels): Pixels {
  const tables = histograms(pixels).map((counts) => {
    const occurring = counts.filter((count) => count > 0);
    const others = occurring.slice(0, -1).reduce((sum, count) => sum + count, 0);
    const step = Math.floor(others / 255);
    if (occurring.length <= 1 || step === 0) return tableOf((i) => i);
    let n = Math.floor(step / 2);
    return counts.map((count) => {
      const level = Math.min(255, Math.floor(n / step));
      n += count;
      return level;
    });
  });
  return fromTable(pixels, tables.flat());
}
