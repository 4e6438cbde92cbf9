/** What `torch.linalg` asks of matrices, in PyTorch's words. */
import { float32, float64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

export function checkMatrices(name: string, A: Tensor): void {
  if (A.ndim < 2) throw new RuntimeError(`${name}: The input tensor A must have at least 2 dimensions.`);
  if (!A.dtype.isFloatingPoint) {
    throw new RuntimeError(
      `${name}: Expected a floating point or complex tensor as input. Got ${A.dtype.scalarType}`,
    );
  }
  if (A.dtype !== float32 && A.dtype !== float64) {
    throw new RuntimeError(`${name}: Low precision dtypes not supported. Got ${A.dtype.scalarType}`);
  }
}

export function checkSquare(name: string, A: Tensor): void {
  if (A.ndim < 2) throw new RuntimeError(`${name}: The input tensor A must have at least 2 dimensions.`);
  const [m, n] = [A.shape.at(-2), A.shape.at(-1)];
  if (m !== n) {
    throw new RuntimeError(
      `${name}: A must be batches of square matrices, but they are ${m} by ${n} matrices`,
    );
  }
  checkMatrices(name, A);
}

/** Which matrix of a batch failed. */
export const elementNotice = (shape: readonly number[], b: number): string =>
  shape.length > 2 ? `(Batch element ${b}): ` : "";
