/** Floats as Python's `repr` writes them: `1.0`, `0.01`, `1e-05`. */
import { pythonNumber } from "../trace/argumentText.ts";

export function floatRepr(x: number): string {
  const text = pythonNumber(x);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
