/**
 * The WebGPU kernel of every elementwise op, and of copies, casts and fills, which are elementwise too: an expression
 * over up to three broadcast operands. A row of the op table is one shader for each combination of what its operands
 * are (elements, the result's own elements, a number) and how they lie (flat or strided).
 */
import type { DType } from "../../../dtype.ts";
import type { AnyArgs } from "../../../ops/op.ts";
import { broadcastStrides, sameShape } from "../../../shape.ts";
import { ELEMENT_BYTES, elementType, heldInteger } from "../elements.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type Binding, type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { coalesced, isFlat, memoryOrder, type StridedLoop } from "../stridedLoop.ts";
import type { UniformFields, UniformType, UniformValues } from "../uniformLayout.ts";
import { defined, functionsFor } from "./wgsl.ts";

/** Elements of an own buffer; elements of the result's buffer (in place); or a plain number. */
type Source = "elements" | "result" | "number";

interface Operand {
  readonly source: Source;
  readonly type: ElementType;
}

interface Variant {
  readonly operands: readonly Operand[];
  /** Of the result. */
  readonly dtype: DType;
  readonly flat: boolean;
}

const LETTERS = ["a", "b", "c"] as const;
const WORKGROUP = 64;

/**
 * `expression` is WGSL over `a`, `b`, `c` (elements of `operands`, `f32` or `i32` each), the `scalars` by name, and
 * `T`: `f32` if anything is a float, else `i32`; it may call the functions of `wgsl.ts`. Its value is converted to the
 * result's dtype as C would.
 */
export function gpuPointwise(
  schema: string,
  expression: string,
  operands: readonly string[],
  scalars: readonly string[],
): (args: AnyArgs, out: readonly GpuTensor[], gpu: GpuEncoder) => void {
  const name = schema.slice(0, schema.indexOf("("));
  const program = variants(variantText, (v) => shader(name, defined(expression), scalars, v));
  return (args, [out], gpu) => {
    const target = out as GpuTensor;
    const inputs = operands.map((name) => args[name] as GpuTensor | null).filter((t) => t !== null);
    const loop = loopOver(target, inputs);
    const flat = isLine(loop);
    const variant: Variant = {
      operands: inputs.map((t) => ({ source: sourceOf(t, target), type: t.type })),
      dtype: target.dtype,
      flat,
    };
    const values: Record<string, number | readonly number[]> = { n: target.size, outOffset: target.offset };
    inputs.forEach((t, i) => {
      const strides = loop.strides[i + 1] as readonly number[];
      values[`${LETTERS[i]}Offset`] = t.offset;
      if (t.scalar !== null) {
        values[`${LETTERS[i]}Value`] = t.type === "i32" ? heldInteger(t.scalar) : t.scalar;
      }
      if (flat) values[`${LETTERS[i]}Step`] = strides[0] ?? 0;
      else values[`${LETTERS[i]}Stride`] = strides;
    });
    const whole = target.type === "i32" && inputs.every((t) => t.type === "i32");
    for (const scalar of scalars) {
      const value = args[scalar] as number;
      values[`${scalar}Value`] = whole ? heldInteger(value) : value;
    }
    if (!flat) {
      values.rank = loop.size.length;
      values.size = loop.size;
      values.outStride = loop.strides[0] as readonly number[];
    }
    const bound = inputs.filter((_, i) => variant.operands[i]?.source === "elements");
    gpu.dispatch(program(variant), [...bound, target], values as UniformValues<UniformFields>, target.size);
    gpu.settled(target);
  };
}

function sourceOf(t: GpuTensor, out: GpuTensor): Source {
  if (t.scalar !== null) return "number";
  const inPlace =
    t.storage === out.storage &&
    t.offset === out.offset &&
    sameShape(t.shape, out.shape) &&
    sameShape(t.strides, out.strides);
  return inPlace ? "result" : "elements";
}

/** How the result (first) and the operands are walked, in the order in which the result lies in memory. */
function loopOver(out: GpuTensor, inputs: readonly GpuTensor[]): StridedLoop {
  if (isFlat(out, out.shape) && inputs.every((t) => isFlat(t, out.shape))) {
    return { size: [out.size], strides: [[1], ...inputs.map((t) => (t.size === 1 ? [0] : [1]))] };
  }
  const strides = [out, ...inputs].map((t) => broadcastStrides(t.shape, t.strides, out.shape));
  return coalesced(out.shape, strides, memoryOrder(out.strides));
}

/** Whether element i of the walk is element i of the result, and of each operand its i-th or always the same. */
function isLine({ size, strides }: StridedLoop): boolean {
  return (
    size.length === 0 ||
    (size.length === 1 && strides.every(([step], t) => step === 1 || (t > 0 && step === 0)))
  );
}

function variantText({ operands, dtype, flat }: Variant): string {
  let text = flat ? dtype.name : `${dtype.name} strided`;
  for (const { source, type } of operands) text += ` ${source} ${type}`;
  return text;
}

function shader(
  name: string,
  expression: string,
  scalars: readonly string[],
  variant: Variant,
): ProgramSource<UniformFields> {
  const { operands, dtype, flat } = variant;
  const outType = elementType(dtype);
  const compute = [outType, ...operands.map((o) => o.type)].includes("f32") ? "f32" : "i32";
  const value = dtype.isFloatingPoint && compute === "f32" ? keepingNan(expression, operands) : expression;
  const stored = converted(value, dtype, compute);
  const letters = operands.map((_, i) => LETTERS[i] as string);
  const bound = letters.filter((_, i) => operands[i]?.source === "elements");
  const uniforms: Record<string, UniformType> = { n: "u32", outOffset: "u32" };
  letters.forEach((letter, i) => {
    const { source, type } = operands[i] as Operand;
    if (source === "number") uniforms[`${letter}Value`] = type;
    else if (source === "elements") {
      uniforms[`${letter}Offset`] = "u32";
      uniforms[flat ? `${letter}Step` : `${letter}Stride`] = flat ? "u32" : "dims";
    }
  });
  for (const scalar of scalars) uniforms[`${scalar}Value`] = compute;
  if (!flat) Object.assign(uniforms, { rank: "u32", size: "dims", outStride: "dims" });
  const bindings: Binding[] = letters.flatMap((letter, i) => {
    const { source, type } = operands[i] as Operand;
    return source === "elements" ? [{ name: `${letter}Data`, type, access: "read" as const }] : [];
  });
  const values = letters.map((letter, i) => `  let ${letter} = ${load(letter, operands[i] as Operand)};\n`);
  const constants = scalars.map((scalar) => `  let ${scalar} = u.${scalar}Value;\n`);
  return {
    key: `${name} ${variantText(variant)}`,
    bindings: [...bindings, { name: "outData", type: outType, access: "write" }],
    uniforms,
    workgroup: [WORKGROUP],
    functions: `alias T = ${compute};\n${functionsFor(stored)}`,
    body: `  if (index >= u.n) { return; }
${flat ? flatIndices(bound) : stridedIndices(bound)}${values.join("")}${constants.join("")}  outData[out] = ${stored};`,
  };
}

function load(letter: string, { source }: Operand): string {
  if (source === "number") return `u.${letter}Value`;
  return source === "result" ? "outData[out]" : `${letter}Data[${letter}At]`;
}

function flatIndices(bound: readonly string[]): string {
  const at = bound.map((l) => `  let ${l}At = u.${l}Offset + index * u.${l}Step;\n`);
  return `  let out = u.outOffset + index;\n${at.join("")}`;
}

function stridedIndices(bound: readonly string[]): string {
  const start = bound.map((l) => `  var ${l}At = u.${l}Offset;\n`);
  const step = bound.map((l) => `    ${l}At += at * ${l}Stride(d);\n`);
  return `  var out = u.outOffset;
${start.join("")}  var rest = index;
  for (var d = 0u; d < u.rank; d++) {
    let n = size(d);
    let at = rest % n;
    rest /= n;
    out += at * outStride(d);
${step.join("")}  }
`;
}

/**
 * A function of NaN is NaN, but WGSL's need not know: `exp` of it is 0 on SwiftShader, and `clamp` drops it.
 * Expressions that look at NaN themselves, or take powers (NaN⁰ is 1), are left as they are; so are those that only
 * choose and convert.
 */
function keepingNan(expression: string, operands: readonly Operand[]): string {
  const unary = operands.length === 1 && operands[0]?.type === "f32";
  const computes = /\b(?!(?:select|T|f32|i32|bool)\()\w+\(/.test(expression);
  return unary && computes && !/\b(?:isNan|power)\(/.test(expression)
    ? `select(${expression}, a, isNan(a))`
    : expression;
}

/** What a dtype does to a value on its way into 32 bits; `f32(x)` or the integer unless given. */
const STORES: Readonly<Partial<Record<DType["name"], (value: string, integer: string) => string>>> = {
  float16: (x) => `roundToHalf(f32(${x}))`,
  bfloat16: (x) => `roundToBfloat16(f32(${x}))`,
  int16: (_, i) => `(${i} << 16u) >> 16u`,
  int8: (_, i) => `(${i} << 24u) >> 24u`,
  uint8: (_, i) => `${i} & 255`,
  bool: (x) => `i32(bool(${x}))`,
};

/** Floats lose their fraction on the way to integers; what 32 bits do not hold becomes what C makes of it. */
function converted(expression: string, dtype: DType, compute: ElementType): string {
  const integer = compute === "f32" ? `wholeNumber(f32(${expression}))` : `i32(${expression})`;
  return (
    STORES[dtype.name]?.(expression, integer) ?? (dtype.isFloatingPoint ? `f32(${expression})` : integer)
  );
}

/**
 * Brings results of a kernel that is not elementwise to what their dtype can hold: rounds 16-bit floats, wraps narrow
 * integers, makes bools 0 or 1; in place.
 */
export function gpuSettle(gpu: GpuEncoder, out: GpuTensor): void {
  const { dtype } = out;
  if (dtype.itemsize < ELEMENT_BYTES && out.size > 0) settle({ self: out }, [out], gpu);
}

const settle = gpuPointwise("settle()", "a", ["self"], []);
