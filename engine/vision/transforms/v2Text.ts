/** How torchvision's v2 prints a transform: its attributes by name, in the order in which they were set. */
import { pythonText } from "./arguments.ts";
import type { Step } from "./compose.ts";
import { stepText } from "./compose.ts";
import type { Padding } from "./pad.ts";

/** `size=[256], antialias=True`; what is null is left out. Strings stand as they are. */
export function attributes(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${pythonText(value)}`)
    .join(", ");
}

/** A float: `1.0`. */
export const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : pythonText(value));

const items = <T>(values: readonly T[], text: (value: T) => string) => values.map(text).join(", ");

/** A list: `[1, 2]`. */
export const list = (values: readonly number[], text: (value: number) => string = pythonText): string =>
  `[${items(values, text)}]`;

/** A tuple of floats: `(0.08, 1.0)`. */
export const floats = (values: readonly number[]): string => `(${items(values, float)})`;

/** Left, right, top, bottom. */
export function borderList(padding: Padding): string {
  const [left = 0, top = left, right = left, bottom = top] =
    typeof padding === "number" ? [padding] : padding;
  return list([left, right, top, bottom]);
}

/** As modules print what they hold: with one step, torchvision leaves all in one line. */
export function steps(name: string, inner: readonly Step[]): string {
  const lines = inner.flatMap((step) => `    ${stepText(step)}`.split("\n"));
  return lines.length === 1 ? `${name}(${lines[0]})` : `${name}(\n  ${lines.join("\n  ")}\n)`;
}
