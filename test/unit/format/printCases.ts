/** The recorded cases of test/oracle/print, as the printing functions take them. */
import { readFileSync } from "node:fs";
import { DTYPES, newArray } from "../../../engine/dtype.ts";
import { moduleListText, moduleText, type PrintedModule } from "../../../engine/format/moduleText.ts";
import type { PrintOptions } from "../../../engine/format/printOptions.ts";
import { type PrintedTensor, parameterText, tensorText } from "../../../engine/format/tensorText.ts";
import { numel } from "../../../engine/shape.ts";

type RecordedNumber = number | "nan" | "inf" | "-inf";

interface TensorCase {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly device?: string;
  readonly gradFnName?: string;
  readonly requiresGrad?: boolean;
  readonly parameter?: boolean;
  readonly options?: Partial<Omit<PrintOptions, "threshold">> & { readonly threshold?: RecordedNumber };
  readonly values: readonly RecordedNumber[] | null;
  /** Then `values` is [p, m, scale, offset], and value i is (i * p % m) * scale + offset. */
  readonly recipe?: true;
  readonly text: string;
}

interface RecordedModule {
  readonly name: string;
  readonly extraRepr: string;
  readonly children: readonly (readonly [string, RecordedModule])[];
  readonly list?: true;
}

export interface PrintCases {
  readonly tensors: readonly TensorCase[];
  readonly modules: readonly (RecordedModule & { readonly text: string })[];
}

export function readPrintCases(file: string | URL): PrintCases {
  return JSON.parse(readFileSync(file, "utf8")) as PrintCases;
}

export function printTensor(recorded: TensorCase): string {
  const { threshold, ...options } = recorded.options ?? {};
  const print = recorded.parameter ? parameterText : tensorText;
  return print(
    tensorOf(recorded),
    threshold === undefined ? options : { ...options, threshold: decoded(threshold) },
  );
}

export function printModule(recorded: RecordedModule): string {
  const module: PrintedModule = {
    name: recorded.name,
    extraRepr: recorded.extraRepr,
    children: recorded.children.map(([name, child]) => [name, printModule(child)]),
  };
  return recorded.list ? moduleListText(module) : moduleText(module);
}

function tensorOf(recorded: TensorCase): PrintedTensor {
  const dtype = DTYPES.find((d) => d.name === recorded.dtype);
  if (!dtype) throw new Error(`no dtype ${recorded.dtype}`);
  let values: PrintedTensor["values"] = null;
  if (recorded.values) {
    const given = recorded.values.map(decoded);
    const array = newArray(dtype, numel(recorded.shape));
    if (recorded.recipe) {
      const [p, m, scale, offset] = given as [number, number, number, number];
      for (let i = 0; i < array.length; i++) array[i] = ((i * p) % m) * scale + offset;
    } else array.set(given);
    values = array;
  }
  return {
    shape: recorded.shape,
    dtype,
    device: recorded.device ?? "cpu",
    requiresGrad: recorded.requiresGrad ?? false,
    gradFnName: recorded.gradFnName ?? null,
    values,
  };
}

function decoded(value: RecordedNumber): number {
  if (typeof value === "number") return value;
  return { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY }[value];
}
