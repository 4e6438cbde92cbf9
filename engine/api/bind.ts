/**
 * From a call as users write it to a record of arguments: `x.sum(1, { keepdim: true })`, `torch.zeros(2, 3)`,
 * `F.conv2d(x, w, b, { stride: 2 })`. Positions follow PyTorch's order, what has a default may come by name in one
 * trailing object, and the first overload that fits is taken.
 */

import { defaultDtype } from "../defaults.ts";
import { callInplace, callOp } from "../dispatch.ts";
import { bool, DType, int64 } from "../dtype.ts";
import type { Surface } from "../ops/op.ts";
import type { RegisteredOp } from "../ops/registry.ts";
import type { SchemaArg } from "../ops/schema.ts";
import { Generator } from "../random/generator.ts";
import { backendFor } from "../runtime.ts";
import { Device, Tensor } from "../tensor.ts";
import type { DeviceName } from "../trace/trace.ts";
import { deviceFrom } from "./device.ts";
import { publicArgs } from "./names.ts";

/** A plain number standing for a tensor; it has the least say in promotion. Where float64 decides, `number` tells all digits. */
export function wrapNumber(value: number | boolean): Tensor {
  const n = Number(value);
  const dtype = typeof value === "boolean" ? bool : Number.isInteger(n) ? int64 : defaultDtype();
  const backend = backendFor("cpu");
  const storage = backend.allocate("cpu", dtype, 1);
  backend.write(storage, Float64Array.of(n));
  return new Tensor(storage, [], [], 0, n);
}

const NO = Symbol("does not fit");

/** A user's value as the schema's type asks for it, or `NO`. */
function convert(arg: SchemaArg, value: unknown): unknown {
  if (value === null || value === undefined) return arg.optional ? null : NO;
  switch (arg.type) {
    case "Tensor":
      return value instanceof Tensor ? value : NO;
    case "Tensor|Scalar":
      if (value instanceof Tensor) return value;
      return typeof value === "number" || typeof value === "boolean" ? wrapNumber(value) : NO;
    case "Tensor[]":
      return Array.isArray(value) && value.every((v) => v instanceof Tensor) ? value : NO;
    case "Tensor?[]":
      return Array.isArray(value) && value.every((v) => v === null || v instanceof Tensor) ? value : NO;
    case "int":
      return typeof value === "number" && Number.isInteger(value) ? value : NO;
    case "float":
    case "Scalar":
      return typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : NO;
    case "bool":
      return typeof value === "boolean" ? value : NO;
    case "str":
      return typeof value === "string" ? value : NO;
    case "ScalarType":
      return value instanceof DType ? value : NO;
    case "Generator":
      return value instanceof Generator ? value : NO;
    case "Device":
      return value instanceof Device || typeof value === "string"
        ? deviceFrom(value as Device | DeviceName)
        : NO;
    case "int[]":
    case "float[]":
      return list(arg, value);
    default:
      return NO;
  }
}

function list(arg: SchemaArg, value: unknown): unknown {
  const fits = (v: unknown) => typeof v === "number" && (arg.type === "float[]" || Number.isInteger(v));
  if (fits(value)) {
    if (arg.listSize === null) return NO;
    return new Array<unknown>(arg.listSize).fill(value);
  }
  if (!Array.isArray(value) || !value.every(fits)) return NO;
  // `[3]` stands for `[3, 3]`, as in PyTorch.
  if (arg.listSize !== null && value.length === 1) return new Array<unknown>(arg.listSize).fill(value[0]);
  return value;
}

export function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** `torch.meshgrid(x, y)` is `torch.meshgrid([x, y])`. */
function gathered(op: RegisteredOp, given: readonly unknown[]): readonly unknown[] {
  if (!op.definition.varargs) return given;
  const tensors = given.filter((value) => value instanceof Tensor);
  return tensors.length > 0 ? [tensors, ...given.slice(tensors.length)] : given;
}

/** The arguments for one overload, or why they do not fit it. */
function fit(args: readonly SchemaArg[], given: readonly unknown[]): Record<string, unknown> | string {
  const positional = args.filter((a) => !a.keywordOnly);
  let values = [...given];
  let options: Record<string, unknown> = {};
  if (isOptions(values.at(-1))) options = values.pop() as Record<string, unknown>;
  // `x.view(2, 3)`, `torch.zeros(2, 3)`: numbers in a row are the sizes, where sizes are all that is asked for.
  const sizes = positional.findIndex((a) => a.type === "int[]" && a.listSize === null && !a.hasDefault);
  if (sizes >= 0 && sizes === positional.length - 1 && typeof values[sizes] === "number") {
    values = [...values.slice(0, sizes), values.slice(sizes)];
  }
  if (
    sizes >= 0 &&
    sizes === positional.length - 1 &&
    values.length === sizes &&
    sizes < (positional[0]?.type === "Tensor" ? 2 : 1)
  ) {
    values.push([]);
  }
  if (values.length > positional.length) {
    return `takes ${positional.length} positional arguments but ${values.length} were given`;
  }
  const record: Record<string, unknown> = {};
  for (const [i, arg] of args.entries()) {
    const byPosition = i < values.length && !arg.keywordOnly && values[i] !== undefined;
    const byName = arg.name in options && options[arg.name] !== undefined;
    if (!byPosition && !byName) {
      if (!arg.hasDefault) return `missing argument '${arg.name}'`;
      record[arg.name] = arg.default;
      continue;
    }
    const value = byPosition ? values[i] : options[arg.name];
    const converted = convert(arg, value);
    if (converted === NO) return `argument '${arg.name}' must be ${typeText(arg)}, not ${valueText(value)}`;
    record[arg.name] = converted;
  }
  const unknown = Object.keys(options).find((name) => !args.some((a) => a.name === name));
  return unknown ? `got an unexpected keyword argument '${unknown}'` : record;
}

/** Calls the first overload that the arguments fit. */
export function callBound(
  name: string,
  overloads: readonly RegisteredOp[],
  given: readonly unknown[],
  inplace = false,
  surface: Surface = "method",
): unknown {
  const reasons: string[] = [];
  for (const op of overloads) {
    const record = fit(publicArgs(op, surface), gathered(op, given));
    if (typeof record === "string") {
      reasons.push(record);
      continue;
    }
    if (!op.definition.inplaceOption)
      return inplace ? callInplace(op, record) : named(op, callOp(op, record));
    const { inplace: asked, ...args } = record;
    return inplace || asked === true ? callInplace(op, args) : callOp(op, args);
  }
  throw new TypeError(
    overloads.length === 1
      ? `${name}(): ${reasons[0]}`
      : `${name}() received an invalid combination of arguments - got (${given.map(valueText).join(", ")}), but expected one of:\n` +
          overloads.map((op, i) => ` * ${signature(op)}\n      (${reasons[i]})`).join("\n"),
  );
}

/** Several results come as a tuple that also has PyTorch's names: `x.max(1).values`. */
function named(op: RegisteredOp, result: unknown): unknown {
  const { results } = op.schema;
  if (!Array.isArray(results) || !Array.isArray(result)) return result;
  const fields = Object.fromEntries(results.map((field, i) => [field, result[i] as unknown]));
  const tuple = Object.assign([...(result as unknown[])], fields);
  if (!results.every((field) => /^(result)?\d$/.test(field))) returnTypes.set(tuple, op.schema.name);
  return tuple;
}

/** Of tuples with names, what PyTorch's type of them is called: `max` of `torch.return_types.max`. */
const returnTypes = new WeakMap<object, string>();
export const returnTypeOf = (tuple: object): string | undefined => returnTypes.get(tuple);

const TYPE_NAMES: Readonly<Record<string, string>> = {
  "Tensor|Scalar": "Tensor or number",
  "Tensor[]": "a list of Tensors",
  "Tensor?[]": "a list of Tensors or null",
  "int[]": "a list of ints",
  "float[]": "a list of numbers",
  int: "int",
  float: "number",
  Scalar: "number",
  str: "string",
  ScalarType: "torch.dtype",
  Device: "torch.device",
  Generator: "torch.Generator",
};

function typeText(arg: SchemaArg): string {
  const name = TYPE_NAMES[arg.type] ?? arg.type;
  return arg.listSize === null ? name : `an int or ${name}`;
}

function valueText(value: unknown): string {
  if (value instanceof Tensor) return "Tensor";
  if (Array.isArray(value))
    return `array of (${value.slice(0, 4).map(valueText).join(", ")}${value.length > 4 ? ", …" : ""})`;
  if (value === null) return "null";
  if (typeof value === "object") return value.constructor?.name ?? "object";
  return typeof value === "number" && !Number.isInteger(value) ? "float" : typeof value;
}

function signature(op: RegisteredOp): string {
  const parts: string[] = [];
  let starred = false;
  for (const a of op.schema.args) {
    if (a.keywordOnly && !starred) {
      starred = true;
      parts.push("*");
    }
    parts.push(`${typeText(a)} ${a.name}`);
  }
  return `(${parts.join(", ")})`;
}
