/**
 * What an op is: one declaration with everything that anybody needs to know of it. Tensor methods, `torch.*`, `F.*`,
 * the type declarations, the coverage table, tests and the viewer derive from the list of ops (`ops/table.ts`).
 *
 * An op is exactly one of four kinds:
 *   - a *kernel* op: `meta` (the shape function) and a kernel per device;
 *   - a *view* op: `view` gives new sizes and strides over the same storage;
 *   - a *composite*: written in terms of other ops, invisible to autograd (PyTorch's CompositeImplicitAutograd);
 *   - an *explicit* one: written in terms of other ops, which neither autograd nor the trace see, with a node of its own
 *     (PyTorch's CompositeExplicitAutograd).
 */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { callInplace, callOp } from "../dispatch.ts";
import type { DType } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { type RegisteredOp, register } from "./registry.ts";
import {
  type ArgsOf,
  type CallArgs,
  type OutputsOf,
  parseSchema,
  type ResultName,
  type ResultOf,
  type Schema,
  type TensorArgName,
  type TensorListArgName,
} from "./schema.ts";

/** Shape, dtype and layout of a result. The dtype is that of the promoted operands unless given; row-major unless given. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype?: DType;
  readonly strides?: readonly number[];
}

export interface ViewSpec {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** In elements from the start of the storage. */
  readonly offset: number;
}

/**
 * How the operands' dtypes meet before the kernel runs.
 * `same`: promoted to one dtype, which is the result's. `float`: that, and integers become float32 (`exp`).
 * `compare`: promoted to one dtype, the result is bool. Left out: operands come as they are.
 */
export type Promotion = "same" | "float" | "compare";

/**
 * `strided`: the kernels walk strides themselves. `drawn`: the op fills its first argument with numbers one after the
 * other, in the order in which its elements lie, as PyTorch does; the kernels see its strides and write row-major.
 */
export type Layout = "strided" | "drawn";

/** Where users find the op: `x.relu()`, `torch.relu(x)`, `F.relu(x)`; `torch.linalg.inv(A)`, whose op is `linalg_inv`. */
export type Surface = "method" | "torch" | "F" | "linalg";

export type CpuKernel<S extends string> = (args: ArgsOf<S, CpuTensor>, out: OutputsOf<S, CpuTensor>) => void;
export type GpuKernel<S extends string> = (
  args: ArgsOf<S, GpuTensor>,
  out: OutputsOf<S, GpuTensor>,
  gpu: GpuEncoder,
) => void;

/** How a tensor lies in its storage: PyTorch's `TensorGeometry`. */
export interface Geometry {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

type SizeNames<S extends string> =
  `${TensorArgName<S>}${"Sizes" | "Strides" | "Numel" | `Argsize${0 | 1 | 2}`}`;

type ListSizeNames<S extends string> = `${TensorListArgName<S>}ArgSizes`;

/**
 * All that a derivative may use: arguments, results, sizes of tensor arguments (`selfSizes`, of lists
 * `tensorsArgSizes`), and how they lie (`selfGeometry`).
 */
export type Savable<S extends string> = ArgsOf<S> & { readonly [R in ResultName<S>]: Tensor } & {
  readonly [N in ListSizeNames<S>]: readonly (readonly number[])[];
} & {
  readonly [N in SizeNames<S>]: N extends `${string}${"Numel" | `Argsize${number}`}`
    ? number
    : readonly number[];
} & { readonly [N in `${TensorArgName<S>}Geometry`]: Geometry };

export interface GradContext {
  /** Gradient of the first result. */
  readonly grad: Tensor;
  /** Gradients of all results; null where nothing flowed back. */
  readonly grads: readonly (Tensor | null)[];
  /** Whether the gradient of an argument is asked for; joint formulas skip what is not. */
  needs(arg: string): boolean;
}

/**
 * A row of `derivatives.yaml`: the argument (or arguments, computed jointly), the saved values that the formula
 * uses, and the formula. Results may still be broadcast: the engine sums them to the argument's shape.
 */
export interface Derivative {
  readonly of: readonly string[];
  readonly uses: readonly string[];
  readonly formula: (c: GradContext & Record<string, unknown>) => readonly (Tensor | null)[];
}

export type DerivativeBuilder<S extends string> = <const U extends readonly (keyof Savable<S> & string)[]>(
  of: (keyof ArgsOf<S> & string) | readonly (keyof ArgsOf<S> & string)[],
  uses: U,
  formula: (c: GradContext & Pick<Savable<S>, U[number]>) => Tensor | null | readonly (Tensor | null)[],
) => Derivative;

export interface OpDefinition<S extends string> {
  /** The signature in PyTorch's notation (`ops/schema.ts`). */
  readonly schema: S;
  /** For the hover of the public function: one or two sentences, with shapes. */
  readonly doc: string;
  /** Left out: the engine's own, not public. */
  readonly on?: readonly Surface[];
  /** There is also `name_`, which writes the result into the first argument; `only`: that is the only public form. */
  readonly inplace?: boolean | "only";
  /** `F.name` has PyTorch's `inplace` option, which takes the in-place form. */
  readonly inplaceOption?: true;
  /** Its only argument, a list of tensors, may also be given tensor by tensor: `torch.meshgrid(x, y)`. */
  readonly varargs?: true;
  /** The autograd node of the in-place form, where PyTorch calls it otherwise: `TBackward1`. */
  readonly inplaceNode?: string | ((args: ArgsOf<S>) => string);
  readonly composite?: (args: ArgsOf<S>) => ResultOf<S>;
  /** What the in-place form of a composite does: it writes into the first argument and gives that back. */
  readonly compositeInplace?: (args: ArgsOf<S>) => Tensor;
  /**
   * Gives new tensors. What it makes on the way is freed at once. `hasNode`: whether results may be kept for backward.
   * With `meta` and `cpu` beside it, it is for the other devices.
   */
  readonly explicit?: (args: ArgsOf<S>, hasNode: boolean) => ResultOf<S>;
  readonly view?: (args: ArgsOf<S>) => ViewSpec;
  /** A view op with several results. */
  readonly views?: (args: ArgsOf<S>) => readonly ViewSpec[];
  /** The view is no part of its base's history (`detach`). */
  readonly detaches?: true;
  readonly meta?: (args: ArgsOf<S>) => TensorSpec | readonly TensorSpec[];
  readonly promotes?: Promotion;
  /** Tensor arguments that promotion leaves alone: masks, conditions, indices. */
  readonly unpromoted?: readonly string[];
  /** Beside 16-bit floats plain numbers stay float32, as the arithmetic is: `half * 0.1` takes 0.1, not its half. */
  readonly exactNumbers?: true;
  /** Left out: kernels get row-major operands, copied if need be. */
  readonly layout?: Layout;
  readonly cpu?: CpuKernel<S>;
  readonly webgpu?: GpuKernel<S>;
  /** PyTorch's name for the autograd node: `AddmmBackward0`. */
  readonly node?: string;
  readonly derivatives?: (d: DerivativeBuilder<S>) => readonly Derivative[];
  /** Floating-point operations; multiply and add count as two. */
  readonly flops?: (args: ArgsOf<S>, out: readonly TensorSpec[]) => number;
  /**
   * How many of the flops are multiplications each with its addition, as in a product of matrices; `true`: all. They
   * are what `summary` counts, as one for two.
   */
  readonly products?: true | ((args: ArgsOf<S>) => number);
}

/** A declared op: call it with a record of its arguments. */
export interface Op<S extends string = string> {
  (args: CallArgs<S>): ResultOf<S>;
  /** Runs it in place: writes the result into the first argument and gives that back. */
  readonly inplace: (args: CallArgs<S>) => Tensor;
  readonly schema: Schema;
  readonly definition: AnyDefinition;
  readonly derivatives: readonly Derivative[];
}

/** An op whose signature is only known at run time. */
export type AnyArgs = Readonly<Record<string, unknown>>;
export interface AnyDefinition {
  readonly schema: string;
  readonly doc: string;
  readonly on?: readonly Surface[];
  readonly inplace?: boolean | "only";
  readonly inplaceOption?: true;
  readonly varargs?: true;
  readonly inplaceNode?: string | ((args: AnyArgs) => string);
  readonly composite?: (args: AnyArgs) => unknown;
  readonly compositeInplace?: (args: AnyArgs) => Tensor;
  readonly explicit?: (args: AnyArgs, hasNode: boolean) => unknown;
  readonly view?: (args: AnyArgs) => ViewSpec;
  readonly views?: (args: AnyArgs) => readonly ViewSpec[];
  readonly detaches?: true;
  readonly meta?: (args: AnyArgs) => TensorSpec | readonly TensorSpec[];
  readonly promotes?: Promotion;
  readonly unpromoted?: readonly string[];
  readonly exactNumbers?: true;
  readonly layout?: Layout;
  readonly cpu?: (args: AnyArgs, out: readonly CpuTensor[]) => void;
  readonly webgpu?: (args: AnyArgs, out: readonly GpuTensor[], gpu: GpuEncoder) => void;
  readonly node?: string;
  readonly flops?: (args: AnyArgs, out: readonly TensorSpec[]) => number;
  readonly products?: true | ((args: AnyArgs) => number);
}
/** An op without its static signature, as the table, the dispatcher and the recorder hold it. */
export interface AnyOp {
  readonly schema: Schema;
  readonly definition: AnyDefinition;
  readonly derivatives: readonly Derivative[];
}

export function defineOp<const S extends string>(definition: OpDefinition<S>): Op<S> {
  const schema = parseSchema(definition.schema);
  let defaults: Record<string, unknown> | undefined;
  const complete = (args: AnyArgs): AnyArgs => {
    defaults ??= Object.fromEntries(
      schema.args.filter((arg) => arg.hasDefault).map((arg) => [arg.name, arg.default]),
    );
    return { ...defaults, ...args };
  };
  const build = (
    of: string | readonly string[],
    uses: readonly string[],
    formula: Derivative["formula"],
  ): Derivative => ({
    of: typeof of === "string" ? [of] : of,
    uses,
    formula: (c) => {
      const result: unknown = formula(c);
      return (Array.isArray(result) ? result : [result]) as readonly (Tensor | null)[];
    },
  });
  // The one place where a typed declaration becomes a row of the table: from here on its signature is data.
  const op = ((args: AnyArgs) => callOp(row, complete(args))) as unknown as Op<S>;
  const row = op as unknown as RegisteredOp;
  Object.assign(op, {
    inplace: (args: AnyArgs) => callInplace(row, complete(args)),
    schema,
    definition: definition as unknown as AnyDefinition,
  });
  let derivatives: readonly Derivative[] | undefined;
  Object.defineProperty(op, "derivatives", {
    get: () => (derivatives ??= definition.derivatives?.(build as unknown as DerivativeBuilder<S>) ?? []),
  });
  register(row);
  return op;
}
