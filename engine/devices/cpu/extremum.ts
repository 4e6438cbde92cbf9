/** The largest or smallest element of each line and where it stands: of equal ones the first, a NaN before all. */
import type { Lines } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { forEachElement } from "./lines.ts";

export type Side = "max" | "min";

export function extremes(
  self: CpuTensor,
  lines: Lines,
  side: Side,
  values: CpuTensor | null,
  indices: CpuTensor,
): void {
  const { data } = self;
  const sign = side === "max" ? 1 : -1;
  for (let line = 0; line < lines.count; line++) {
    let best = Number.NaN;
    let where = -1;
    forEachElement(lines, line, (at, k) => {
      const x = data[at] as number;
      if (where >= 0 && (Number.isNaN(best) || !(sign * x > sign * best || Number.isNaN(x)))) return;
      best = x;
      where = k;
    });
    if (values) values.data[line] = best;
    indices.data[line] = where;
  }
}

/** Puts each gradient where its line's index says, zeros elsewhere. */
export function placeByIndex(grad: CpuTensor, indices: CpuTensor, lines: Lines, out: CpuTensor): void {
  out.data.fill(0, 0, out.size);
  for (let line = 0; line < lines.count; line++) {
    forEachElement(lines, line, (at, k) => {
      if (k === indices.data[line]) out.data[at] = grad.data[line] as number;
    });
  }
}
