/** How many workgroups a dispatch has along each dimension. WebGPU allows 65,535 along one. */
import { RuntimeError } from "../../errors.ts";
import type { GpuLimits } from "./capabilities.ts";

export type Grid = readonly [x: number, y: number, z: number];

/**
 * `groups` workgroups in a row, folded into two dimensions where one is too short. Folding may leave some groups
 * beyond the end, so shaders compare `index` with their count.
 */
export function linearGrid(
  groups: number,
  limits: Pick<GpuLimits, "maxComputeWorkgroupsPerDimension">,
): Grid {
  const most = limits.maxComputeWorkgroupsPerDimension;
  if (groups <= most) return [groups, 1, 1];
  const rows = Math.ceil(groups / most);
  return checkedGrid([Math.ceil(groups / rows), rows, 1], limits);
}

/** Refuses what the device cannot dispatch. */
export function checkedGrid(grid: Grid, limits: Pick<GpuLimits, "maxComputeWorkgroupsPerDimension">): Grid {
  const most = limits.maxComputeWorkgroupsPerDimension;
  if (grid.some((n) => n > most)) {
    throw new RuntimeError(
      `This GPU runs at most ${most.toLocaleString("en")} workgroups along a dimension, but the tensors here need ${grid.join(" × ")}. Split the tensor, or compute on the CPU.`,
    );
  }
  return grid;
}
