/** Image tensors as vectors, times a matrix: whitening. */
import { ValueError } from "../../errors.ts";
import { readableNow, type Tensor } from "../tensors.ts";
import { floatText, pythonText } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** `(flatten(x) - meanVector) @ transformationMatrix`, in the shape of `x` `[..., C, H, W]`. */
export class LinearTransformation extends Transform<Tensor, Tensor> {
  /** `[D, D]` with `D = C · H · W`. */
  readonly transformationMatrix: Tensor;
  /** `[D]` */
  readonly meanVector: Tensor;

  constructor(transformationMatrix: Tensor, meanVector: Tensor) {
    super();
    const size = pythonText([...transformationMatrix.shape]);
    if (transformationMatrix.size(0) !== transformationMatrix.size(1))
      throw new ValueError(`transformation_matrix should be square. Got ${size} rectangular matrix.`);
    if (meanVector.size(0) !== transformationMatrix.size(0)) {
      throw new ValueError(
        `mean_vector should have the same length ${meanVector.size(0)} as any one of the dimensions of the transformation_matrix [${size}]`,
      );
    }
    if (transformationMatrix.dtype !== meanVector.dtype) {
      throw new ValueError(
        `Input tensors should have the same dtype. Got ${transformationMatrix.dtype} and ${meanVector.dtype}`,
      );
    }
    this.transformationMatrix = transformationMatrix;
    this.meanVector = meanVector;
  }

  forward(tensor: Tensor): Tensor {
    const sides = tensor.shape.slice(-3);
    const n = sides.reduce((product, size) => product * size, 1);
    if (n !== this.transformationMatrix.size(0)) {
      throw new ValueError(
        `Input tensor and transformation matrix have incompatible shape.[${sides.join(" x ")}] != ${this.transformationMatrix.size(0)}`,
      );
    }
    const flat = tensor.view(-1, n).sub(this.meanVector);
    return flat.mm(this.transformationMatrix.to(flat.dtype)).view([...tensor.shape]);
  }

  override extraRepr(): string {
    const { transformationMatrix, meanVector } = this;
    return `transformation_matrix=${listText(transformationMatrix)}, mean_vector=${listText(meanVector)}`;
  }
}

/** As `tensor.tolist()` prints; `...` for values that are on a GPU or, in a run for shapes, nowhere. */
function listText(tensor: Tensor): string {
  const values = readableNow(tensor);
  if (values === null) return "...";
  const text = tensor.dtype.isFloatingPoint ? floatText : pythonText;
  const nested = (dim: number, from: number, count: number): string => {
    const size = tensor.shape[dim];
    if (size === undefined) return text(values[from] as number);
    const each = count / size;
    return `[${Array.from({ length: size }, (_, i) => nested(dim + 1, from + i * each, each)).join(", ")}]`;
  };
  return nested(0, 0, values.length);
}
