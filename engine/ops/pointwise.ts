/**
 * Elementwise ops as rows: operands, scalars, one expression for the CPU and one for WGSL. The result has the
 * operands' broadcast shape. One kernel per device walks all of them.
 */
import { cpuPointwise } from "../devices/cpu/pointwise.ts";
import { gpuPointwise } from "../devices/webgpu/kernels/pointwise.ts";
import { elementwiseStrides } from "../memoryFormat.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type AnyArgs, defineOp, type Op, type OpDefinition, type Promotion } from "./op.ts";
import type { TensorArgName } from "./schema.ts";

export interface PointwiseExpression {
  /** Of the operands' elements, in order, then the scalars. Arithmetic is in double, rounded when stored. */
  readonly cpu: (...values: number[]) => number;
  /** A WGSL expression of `a`, `b`, `c` (the operands' elements) and the scalars by name. */
  readonly wgsl: string;
}

export interface PointwiseRow<S extends string>
  extends Pick<OpDefinition<S>, "schema" | "doc" | "on" | "inplace" | "node" | "derivatives"> {
  /** Tensor arguments, in the order of `a`, `b`, `c`. */
  readonly operands: readonly (TensorArgName<S> & string)[];
  /** Number arguments that the expression uses. */
  readonly scalars?: readonly string[];
  readonly promotes?: Promotion;
  readonly expression: PointwiseExpression;
  /** Floating-point operations per element; 1 unless given. */
  readonly cost?: number;
}

export function pointwise<const S extends string>(row: PointwiseRow<S>): Op<S> {
  const { operands, scalars = [], expression, cost = 1, ...rest } = row;
  const definition = {
    promotes: "same" as const,
    ...rest,
    layout: "strided" as const,
    meta: (args: AnyArgs) => {
      const tensors = operandsOf(args, operands);
      const shape = tensors.map((t) => t.shape as readonly number[]).reduce(broadcastShapes);
      return { shape, strides: elementwiseStrides(shape, tensors) };
    },
    cpu: cpuPointwise(expression.cpu, operands, scalars),
    webgpu: gpuPointwise(row.schema, expression.wgsl, operands, scalars),
    flops: (_: AnyArgs, out: readonly { shape: readonly number[] }[]) =>
      cost * (out[0]?.shape.reduce((n, s) => n * s, 1) ?? 0),
  };
  return defineOp<S>(definition as unknown as OpDefinition<S>);
}

function operandsOf(args: AnyArgs, names: readonly string[]): Tensor[] {
  return names.map((name) => args[name]).filter((value) => value instanceof Tensor);
}
