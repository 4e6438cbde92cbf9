/** Plain arguments of an op as Python prints them: `(2, 2)`, `True`, `0.1`. */
import { DType } from "../dtype.ts";
import { Device, Tensor } from "../tensor.ts";

/** Null for tensors, lists of tensors and what was not given. */
export function argumentText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Tensor) return value.number === null ? null : pythonNumber(value.number);
  if (value instanceof DType || value instanceof Device) return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    if (value[0] instanceof Tensor) return null;
    const items = value.map((v) => argumentText(v) ?? "None");
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
  }
  return null;
}

/** `1e-05` where JavaScript prints `0.00001`; whole numbers print without a point. */
export function pythonNumber(n: number): string {
  if (Number.isNaN(n)) return "nan";
  if (!Number.isFinite(n)) return n > 0 ? "inf" : "-inf";
  const magnitude = Math.abs(n);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return n.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return String(n);
}
