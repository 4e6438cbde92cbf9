/** What PyTorch's messages call the type of a value: `int`, `torch.FloatTensor`. */
import { Tensor } from "../tensor.ts";

export function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (value instanceof Tensor) return `torch.${value.dtype.tensorType}`;
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "object": {
      const name: string = value.constructor?.name ?? "Object";
      return name === "Object" ? "dict" : name;
    }
    default:
      return "traceName" in (value as object) ? String((value as object).constructor.name) : typeof value;
  }
}
