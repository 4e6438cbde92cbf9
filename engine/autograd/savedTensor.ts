/** A tensor kept for backward: checks that nobody wrote into it since, and gives it back with its place in the graph. */
import type { DType } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import type { TensorId } from "../trace/trace.ts";
import type { Node } from "./node.ts";

export class SavedTensor {
  /** The tensor itself; of a node's own result another object, as the result holds the node. */
  readonly #tensor: Tensor;
  readonly #owner: Node | null;
  readonly #outputIndex: number;
  readonly #version: number;
  readonly traceId: TensorId | null;

  /** @param owner the node that keeps it, where the tensor is one of that node's own results */
  constructor(tensor: Tensor, owner: Node | null) {
    if (tensor.isInference()) {
      throw new RuntimeError(
        "Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.",
      );
    }
    this.#owner = owner;
    this.#outputIndex = tensor.outputIndex;
    this.#version = tensor.version;
    this.traceId = tensor.traceId;
    this.#tensor = owner ? alias(tensor) : tensor;
  }

  /** The tensor: itself, or, of a node's own result, a new object over the same elements. */
  unpack(): Tensor {
    const t = this.#tensor;
    const producer = this.#owner ?? t.gradFn;
    if (t.version !== this.#version) {
      const origin = producer
        ? `, which is output ${this.#owner ? this.#outputIndex : t.outputIndex} of ${producer.opName},`
        : "";
      throw new RuntimeError(
        "one of the variables needed for gradient computation has been modified by an inplace operation: " +
          `[${typeText(t.dtype)} ${shapeText(t.shape)}]${origin} is at version ${t.version}; ` +
          `expected version ${this.#version} instead. Hint: enable anomaly detection to find the operation that failed to ` +
          "compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).",
      );
    }
    if (!this.#owner) return t;
    const out = alias(t);
    out.gradFn = this.#owner;
    out.outputIndex = this.#outputIndex;
    out.traceId = this.traceId;
    return out;
  }
}

/** Two dtypes are younger than the tensor types that PyTorch's message goes by. */
const typeText = ({ name, tensorType }: DType): string =>
  name === "bool" || name === "bfloat16"
    ? `CPU${tensorType.replace(/Tensor$/, "Type")}`
    : `torch.${tensorType}`;

/** Another tensor object over the same elements, outside of the graph. */
function alias(t: Tensor): Tensor {
  return new Tensor(t.storage, t.shape, t.strides, t.offset, t.number);
}
