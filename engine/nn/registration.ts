/** Buffers and parameters put under a name by a call instead of an assignment, with PyTorch's refusals. */
import { ValueError } from "../errors.ts";
import { pythonType } from "../format/pythonType.ts";
import { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";
import { bufferKind, noteBuffer } from "./moduleFields.ts";
import { checkName } from "./modulePaths.ts";
import { Parameter } from "./parameter.ts";

export function registerBuffer(
  module: Module,
  name: string,
  tensor: Tensor | null,
  persistent: boolean,
): void {
  checkName(module, name, "buffer", bufferKind(module, name) !== null);
  if (tensor !== null && !(tensor instanceof Tensor)) {
    throw new TypeError(
      `cannot assign '${pythonType(tensor)}' object to buffer '${name}' (torch Tensor or None required)`,
    );
  }
  noteBuffer(module, name, persistent);
  Reflect.set(module, name, tensor);
}

export function registerParameter(module: Module, name: string, parameter: Parameter | null): void {
  const before: unknown = Reflect.get(module, name);
  checkName(module, name, "parameter", before === null || before instanceof Parameter);
  if (parameter !== null && !(parameter instanceof Parameter)) {
    throw new TypeError(
      `cannot assign '${pythonType(parameter)}' object to parameter '${name}' (torch.nn.Parameter or None required)`,
    );
  }
  if (parameter?.gradFn) {
    throw new ValueError(
      `Cannot assign non-leaf Tensor to parameter '${name}'. Model parameters must be created explicitly. To express '${name}' as a function of another Tensor, compute the value in the forward() method.`,
    );
  }
  Reflect.set(module, name, parameter);
}
