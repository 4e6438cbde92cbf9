/** The dtype of tensors made without one: `torch.getDefaultDtype()`. */
import { type DType, float32 } from "./dtype.ts";
import { ValueError } from "./errors.ts";

let current: DType = float32;

export function defaultDtype(): DType {
  return current;
}

export function setDefaultDtype(dtype: DType): void {
  if (!dtype.isFloatingPoint) {
    throw new ValueError("only floating-point types are supported as the default type");
  }
  current = dtype;
}
