/** What all transforms' constructors share: options by name or position, and values as Python prints them. */
import { isOptions } from "../../api/bind.ts";
import { ValueError } from "../../errors.ts";
import { argumentText } from "../../trace/argumentText.ts";
import { Image } from "../image.ts";
import { Tensor } from "../tensors.ts";

/**
 * Options given by position, in the order of `defaults`, by name in a trailing object, or left out.
 */
export function optionsOf<O extends object>(given: readonly unknown[], defaults: O): O {
  const names = Object.keys(defaults);
  const values = [...given];
  const named = isOptions(values.at(-1)) ? (values.pop() as Record<string, unknown>) : {};
  const unknown = Object.keys(named).find((name) => !names.includes(name));
  if (unknown)
    throw new TypeError(`got an unexpected keyword argument '${unknown}'. Known are: ${names.join(", ")}.`);
  if (values.length > names.length) {
    throw new TypeError(
      `takes at most ${names.length} options (${names.join(", ")}), but ${values.length} were given`,
    );
  }
  const byPosition = values.map((value, i) => [names[i] as string, value] as const);
  const set = [...byPosition, ...Object.entries(named)].filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** As Python's `repr`: `(720, 480)`, `True`, `None`, `0.5`. Arrays print as tuples. */
export function pythonText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "string") return value;
  return argumentText(value) ?? String(value);
}

/** As `pythonText`, with a point in whole numbers: `1.0`. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : pythonText(value);
}

/** What Python's `type(value)` prints: `<class 'PIL.Image.Image'>`. */
export function typeText(value: unknown): string {
  return `<class '${className(value)}'>`;
}

function className(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (value instanceof Image) return value.className;
  if (value instanceof Tensor) return "torch.Tensor";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "boolean":
      return "bool";
    case "function":
      return "function";
    default:
      return value?.constructor?.name ?? "object";
  }
}

/** Height and width, or one number for both. */
export type SizeLike = number | readonly number[];

/** A size as height and width: one number stands for both. */
export function heightAndWidth(size: SizeLike): readonly [height: number, width: number] {
  if (typeof size === "number") return [Math.trunc(size), Math.trunc(size)];
  const [height, width = height] = size;
  if (size.length > 2 || height === undefined || width === undefined) {
    throw new ValueError("Please provide only two dimensions (h, w) for size.");
  }
  return [height, width];
}

/** Refuses what is no image, in torchvision's words; for a tensor says where the transform belongs. */
export function requireImage(value: unknown, transform: string): asserts value is Image {
  if (value instanceof Image) return;
  if (value instanceof Tensor) {
    throw new TypeError(
      `${transform} takes images here, not tensors: put it before ToTensor() or ToImage().`,
    );
  }
  throw new TypeError(`Unexpected type ${typeText(value)}`);
}
