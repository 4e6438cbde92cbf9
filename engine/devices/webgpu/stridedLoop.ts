/** Walking several tensors of one shape together: dimensions that lie without gaps in all of them are walked as one. */
import { NotImplementedError } from "../../errors.ts";
import { isContiguous, sameShape } from "../../shape.ts";
import { MAX_RANK } from "./uniformLayout.ts";

/** Sizes and strides, innermost first. */
export interface StridedLoop {
  readonly size: readonly number[];
  /** Of each tensor. */
  readonly strides: readonly (readonly number[])[];
}

/**
 * As few dimensions as visit the same elements together. `strides` are those of the tensors broadcast to `shape`;
 * `order` says which dimension moves fastest, and so on: the last one unless given, which is row-major order.
 */
export function coalesced(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  order: readonly number[] = [...shape.keys()].reverse(),
): StridedLoop {
  const size: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (const d of order) {
    const n = shape[d] as number;
    if (n === 1) continue;
    const last = size.length - 1;
    const inner = size[last];
    const joins =
      inner !== undefined && strides.every((s, t) => s[d] === (steps[t]?.[last] as number) * inner);
    if (joins) size[last] = inner * n;
    else {
      size.push(n);
      for (const [t, s] of strides.entries()) steps[t]?.push(s[d] as number);
    }
  }
  if (size.length > MAX_RANK) {
    throw new NotImplementedError(
      `The webgpu device walks at most ${MAX_RANK} dimensions at once; a tensor of shape [${shape.join(", ")}] laid out like this needs ${size.length}. Call contiguous() first.`,
    );
  }
  return { size, strides: steps };
}

/** Dimensions by rising stride, as a tensor has them in memory; of equal ones the last first. */
export function memoryOrder(strides: readonly number[]): number[] {
  const dims = [...strides.keys()].reverse();
  return dims.sort((a, b) => (strides[a] as number) - (strides[b] as number));
}

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly size: number;
}

/** Whether element i of the result is element i of the tensor, or its only one: no index arithmetic is needed. */
export function isFlat(tensor: Laid, shape: readonly number[]): boolean {
  return tensor.size === 1 || (sameShape(tensor.shape, shape) && isContiguous(tensor.shape, tensor.strides));
}
