/**
 * Op signatures, in the notation of PyTorch's `native_functions.yaml`:
 *
 *     max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], *, bool ceil_mode=False) -> (Tensor values, Tensor indices)
 *
 * One text is read twice: by the compiler, which types the kernels and formulas of the op from it (`ArgsOf`), and
 * at run time, by the binder and by the generator of the public declarations. Arguments keep PyTorch's snake_case in
 * the text and are camelCase in code.
 */
import type { DType } from "../dtype.ts";
import type { Generator } from "../random/generator.ts";
import type { Device, Tensor } from "../tensor.ts";

type SplitArgs<P extends string> = P extends `${infer A}, ${infer R}` ? A | SplitArgs<R> : P;
type ParamsText<S extends string> = S extends `${string}(${infer P}) -> ${string}` ? P : never;
type Declarations<S extends string> = Exclude<SplitArgs<ParamsText<S>>, "*" | "">;

export type CamelCase<N extends string> = N extends `${infer H}_${infer T}`
  ? T extends ""
    ? N
    : `${H}${Capitalize<CamelCase<T>>}`
  : N;
type NameOf<A extends string> = A extends `${string} ${infer N}=${string}`
  ? N
  : A extends `${string} ${infer N}`
    ? N
    : never;
type TypeOf<A extends string> = A extends `${infer T} ${string}` ? T : never;

type Value<T extends string, X> = T extends `${infer U}?`
  ? Value<U, X> | null
  : T extends "Tensor" | "Tensor|Scalar"
    ? X
    : T extends "Tensor[]"
      ? readonly X[]
      : T extends "Tensor?[]"
        ? readonly (X | null)[]
        : T extends "Scalar" | "int" | "float"
          ? number
          : T extends "bool"
            ? boolean
            : T extends "str"
              ? string
              : T extends "ScalarType"
                ? DType
                : T extends "Generator"
                  ? Generator
                  : T extends "Device"
                    ? Device
                    : T extends `${"int" | "float"}[${string}]`
                      ? readonly number[]
                      : never;

/** The arguments of a schema as a record, with `X` where the schema says Tensor. */
export type ArgsOf<S extends string, X = Tensor> = {
  readonly [A in Declarations<S> as CamelCase<NameOf<A>>]: Value<TypeOf<A>, X>;
};

type Required_<S extends string> = Exclude<Declarations<S>, `${string}=${string}`>;
type Optional_<S extends string> = Extract<Declarations<S>, `${string}=${string}`>;

/** The arguments as a caller inside the engine gives them: those with defaults may be left out. */
export type CallArgs<S extends string> = {
  readonly [A in Required_<S> as CamelCase<NameOf<A>>]: Value<TypeOf<A>, Tensor>;
} & {
  readonly [A in Optional_<S> as CamelCase<NameOf<A>>]?: Value<TypeOf<A>, Tensor>;
};

type ReturnText<S extends string> = S extends `${string}) -> ${infer R}` ? R : never;
/** One tensor, or a tuple of them. */
export type ResultOf<S extends string> =
  ReturnText<S> extends "Tensor"
    ? Tensor
    : ReturnText<S> extends "Tensor[]"
      ? Tensor[]
      : ReturnText<S> extends `(${infer R})`
        ? TupleOf<R>
        : never;
type TupleOf<R extends string> = R extends `${string}, ${infer Rest}` ? [Tensor, ...TupleOf<Rest>] : [Tensor];

/** What a kernel fills: a tuple with an element per result. */
export type OutputsOf<S extends string, X> =
  ResultOf<S> extends infer R extends readonly Tensor[] ? Each<R, X> : readonly [X];
type Each<R extends readonly unknown[], X> = { readonly [K in keyof R]: X };

/** The names under which results can be saved: `result`; or `result0`, `result1`, … and the names they have. */
export type ResultName<S extends string> =
  ReturnText<S> extends "Tensor" ? "result" : `result${0 | 1 | 2 | 3}` | NamesIn<ReturnText<S>>;
type NamesIn<R extends string> = R extends `(${infer Inner})`
  ? SplitArgs<Inner> extends infer A
    ? A extends `Tensor ${infer N}`
      ? CamelCase<N>
      : never
    : never
  : never;
export type TensorArgName<S extends string> =
  Declarations<S> extends infer A
    ? A extends `Tensor${"" | "?" | "|Scalar"} ${string}`
      ? CamelCase<NameOf<A>>
      : never
    : never;

export type TensorListArgName<S extends string> =
  Declarations<S> extends infer A ? (A extends `Tensor[] ${string}` ? CamelCase<NameOf<A>> : never) : never;

export interface SchemaArg {
  /** camelCase, as in code. */
  readonly name: string;
  /** snake_case, as PyTorch prints it. */
  readonly pyName: string;
  /** `Tensor`, `Tensor|Scalar` (a plain number will do), `int`, `float`, `bool`, `str`, `Scalar`, `ScalarType`, `Device`, `Generator`, `int[]`, `float[]`, `Tensor[]` or `Tensor?[]`. */
  readonly type: string;
  /** The N of `int[N]`: a single number stands for N of them. */
  readonly listSize: number | null;
  readonly optional: boolean;
  readonly hasDefault: boolean;
  readonly default: unknown;
  readonly keywordOnly: boolean;
}

export interface Schema {
  readonly text: string;
  /** `sum`, without the overload. */
  readonly name: string;
  /** `dim_IntList` of `sum.dim_IntList`; empty for the first. */
  readonly overload: string;
  readonly args: readonly SchemaArg[];
  /** Field names of the results; `null` for a single unnamed tensor; `"list"` for `Tensor[]`. */
  readonly results: readonly string[] | "list" | null;
}

export function camelCase(name: string): string {
  if (!name.includes("_")) return name;
  return name.replace(/(?<=[a-zA-Z0-9])_+([a-zA-Z0-9])/g, (_, c: string) => c.toUpperCase());
}

const CONSTANTS: Record<string, unknown> = { None: null, True: true, False: false, "[]": [], inf: Infinity };

function parseDefault(text: string, listSize: number | null): unknown {
  if (text in CONSTANTS) return CONSTANTS[text];
  if (/^['"].*['"]$/.test(text)) return text.slice(1, -1);
  if (/^\[[-\d,]+\]$/.test(text)) return text.slice(1, -1).split(",").map(Number);
  const n = Number(text);
  if (Number.isNaN(n)) throw new Error(`schema default '${text}' is not understood`);
  return listSize === null ? n : new Array<number>(listSize).fill(n);
}

function parseArg(text: string, keywordOnly: boolean): SchemaArg {
  const match = /^([\w|]+(?:\?(?=\[))?)(\[(\d*)\])?(\?)? (\w+)(?:=(.+))?$/.exec(text);
  if (!match) throw new Error(`schema argument '${text}' is not understood`);
  const [, base = "", list, count, optional, pyName = "", fallback] = match;
  const listSize = count ? Number(count) : null;
  return {
    name: camelCase(pyName),
    pyName,
    type: list === undefined ? base : `${base}[]`,
    listSize,
    optional: optional !== undefined,
    hasDefault: fallback !== undefined,
    default: fallback === undefined ? undefined : parseDefault(fallback, listSize),
    keywordOnly,
  };
}

/**
 * Reads a schema. Every run of a model declares all ops anew and calls a few of them, so only the name is read at once,
 * and the rest when somebody asks for it.
 */
export function parseSchema(text: string): Schema {
  return new SchemaText(text);
}

class SchemaText implements Schema {
  readonly text: string;
  readonly name: string;
  readonly overload: string;
  #rest: Pick<Schema, "args" | "results"> | undefined;

  constructor(text: string) {
    this.text = text;
    const [name = "", overload = ""] = text.slice(0, text.indexOf("(")).split(".");
    this.name = name;
    this.overload = overload;
  }

  get args(): Schema["args"] {
    this.#rest ??= parseSignature(this.text);
    return this.#rest.args;
  }

  get results(): Schema["results"] {
    this.#rest ??= parseSignature(this.text);
    return this.#rest.results;
  }
}

function parseSignature(text: string): Pick<Schema, "args" | "results"> {
  const match = /^\w+(?:\.\w+)?\((.*)\) -> (.+)$/.exec(text);
  if (!match) throw new Error(`schema '${text}' is not understood`);
  const [, params, returns = ""] = match;
  const args: SchemaArg[] = [];
  let keywordOnly = false;
  for (const part of params ? params.split(", ") : []) {
    if (part === "*") keywordOnly = true;
    else args.push(parseArg(part, keywordOnly));
  }
  const results =
    returns === "Tensor"
      ? null
      : returns === "Tensor[]"
        ? ("list" as const)
        : returns
            .slice(1, -1)
            .split(", ")
            .filter(Boolean)
            .map((r) => r.split(" ")[1] ?? r);
  return { args, results };
}
