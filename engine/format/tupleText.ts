/** A tuple as Python prints it: `()`, `(3,)`, `(2, 3)`. */
export function tupleText(values: readonly (number | string)[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}
