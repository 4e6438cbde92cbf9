/** Optimizers as PyTorch prints them. */
import { floatRepr } from "../format/floatRepr.ts";
import { pythonNumber } from "../trace/argumentText.ts";

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

function optionText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (!Array.isArray(value)) return String(value);
  return value.every((v) => typeof v === "string")
    ? `[${value.map((v) => `'${v}'`).join(", ")}]`
    : `(${value.map(optionText).join(", ")})`;
}

/**
 * @param printed options whose text is known, by PyTorch's name
 * @param floats names of options that are floats even where they are whole
 */
export function optimizerText(
  name: string,
  groups: readonly object[],
  printed: Readonly<Record<string, string>>,
  floats: readonly string[],
): string {
  const texts = groups.map((group, i) => {
    const options = new Map(Object.entries(printed));
    for (const [key, value] of Object.entries(group)) {
      if (key === "params") continue;
      options.set(
        snakeCase(key),
        floats.includes(key) && typeof value === "number" ? floatRepr(value) : optionText(value),
      );
    }
    const lines = [...options].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, text]) => `    ${k}: ${text}\n`);
    return `\nParameter Group ${i}\n${lines.join("")}`;
  });
  return `${name} (${texts.join("")})`;
}
