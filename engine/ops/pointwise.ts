/**
 * Elementwise ops as rows: operands, scalars, one expression for the CPU and one for WGSL. The result has the
 * operands' broadcast shape. One kernel per device walks all of them.
 */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { cpuPointwise } from "../devices/cpu/pointwise.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { gpuRefuseZero } from "../devices/webgpu/kernels/refuse.ts";
import { type DType, newArray } from "../dtype.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { roundElements } from "../rounding.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type AnyArgs, defineOp, type Op, type OpDefinition, type Promotion } from "./op.ts";
import type { ArgsOf, TensorArgName } from "./schema.ts";

export interface PointwiseExpression {
  /** Of the operands' elements, in order, then the scalars. Arithmetic is in double, rounded when stored. */
  readonly cpu: (...values: number[]) => number;
  /** A WGSL expression of `a`, `b`, `c` (the operands' elements) and the scalars by name. */
  readonly wgsl: string;
  /** The argument whose integers must not be 0. The CPU's expression finds them by itself. */
  readonly divisor?: string;
}

/** Several expressions, and which of them the arguments ask for. */
export interface PointwiseChoice<S extends string> {
  readonly of: Readonly<Record<string, PointwiseExpression>>;
  readonly choose: (args: ArgsOf<S>) => string;
}

export interface PointwiseRow<S extends string>
  extends Pick<
    OpDefinition<S>,
    | "schema"
    | "doc"
    | "on"
    | "inplace"
    | "inplaceOption"
    | "inplaceNode"
    | "node"
    | "derivatives"
    | "unpromoted"
    | "exactNumbers"
  > {
  /** Tensor arguments, in the order of `a`, `b`, `c`. */
  readonly operands: readonly (TensorArgName<S> & string)[];
  /** Number arguments that the expression uses. */
  readonly scalars?: readonly string[];
  /** These numbers meet the operands as elements, rounded to their dtype. */
  readonly scalarsAsElements?: true;
  /** `same` unless given; null: operands come as they are, the result has the first one's dtype. */
  readonly promotes?: Promotion | null;
  readonly expression: PointwiseExpression | PointwiseChoice<S>;
  /** The result lies row-major, in whatever order the operands lie. */
  readonly rowMajor?: true;
  /** Raises what PyTorch raises before it computes. */
  readonly check?: (args: ArgsOf<S>) => void;
  /** Floating-point operations per element; 1 unless given. */
  readonly cost?: number;
}

interface Kernels {
  readonly cpu: ReturnType<typeof cpuPointwise>;
  readonly webgpu: ReturnType<typeof gpuPointwise>;
  readonly divisor: string | undefined;
}

export function pointwise<const S extends string>(row: PointwiseRow<S>): Op<S> {
  const { operands, scalars = [], expression, check, rowMajor, cost = 1, promotes = "same", ...others } = row;
  const { scalarsAsElements, ...rest } = others;
  const given = (args: AnyArgs, { dtype }: CpuTensor | GpuTensor): AnyArgs => {
    if (!scalarsAsElements) return args;
    const elements = scalars.map((name) => [name, asElement(args[name] as number, dtype)] as const);
    return { ...args, ...Object.fromEntries(elements) };
  };
  const expressions: Readonly<Record<string, PointwiseExpression>> =
    "of" in expression ? expression.of : { "": expression };
  // Made when first used: a program uses few of the table's ops.
  const kernels = new Map<string, Kernels>();
  const kernel = (args: AnyArgs): Kernels => {
    const name = "of" in expression ? expression.choose(args as ArgsOf<S>) : "";
    let found = kernels.get(name);
    if (!found) {
      const chosen = expressions[name];
      if (!chosen) throw new Error(`'${row.schema}' has no expression '${name}'`);
      const opName = row.schema.slice(0, row.schema.indexOf("("));
      found = {
        cpu: cpuPointwise(chosen.cpu, operands, scalars, opName + name),
        webgpu: gpuPointwise(name + row.schema, chosen.wgsl, operands, scalars),
        divisor: chosen.divisor,
      };
      kernels.set(name, found);
    }
    return found;
  };
  const definition = {
    ...(promotes ? { promotes } : {}),
    ...rest,
    layout: "strided" as const,
    meta: (args: AnyArgs) => {
      check?.(args as ArgsOf<S>);
      const tensors = operandsOf(args, operands);
      const shape = tensors.map((t) => t.shape as readonly number[]).reduce(broadcastShapes);
      return rowMajor ? { shape } : { shape, strides: elementwiseStrides(shape, tensors) };
    },
    cpu: (args: AnyArgs, out: readonly [CpuTensor]) => kernel(args).cpu(given(args, out[0]), out),
    webgpu: (args: AnyArgs, out: readonly [GpuTensor], gpu: GpuEncoder) => {
      const { webgpu, divisor } = kernel(args);
      if (divisor) gpuRefuseZero(gpu, args[divisor] as GpuTensor | number);
      webgpu(given(args, out[0]), out, gpu);
    },
    flops: (_: AnyArgs, out: readonly { shape: readonly number[] }[]) =>
      cost * (out[0]?.shape.reduce((n, s) => n * s, 1) ?? 0),
  };
  // The signature's types are known to the row only: what is built of it here is the same for each.
  return defineOp<S>(definition as unknown as OpDefinition<S>);
}

/** A number as the dtype holds it; integers are left to wrap around. */
function asElement(value: number, dtype: DType): number {
  if (!dtype.isFloatingPoint) return value;
  const element = newArray(dtype, 1);
  element[0] = value;
  roundElements(dtype, element, 0, 1);
  return element[0];
}

function operandsOf(args: AnyArgs, names: readonly string[]): Tensor[] {
  return names.map((name) => args[name]).filter((value) => value instanceof Tensor);
}
