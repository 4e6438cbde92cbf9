/**
 * Kernels over lines (`engine/lines.ts`): some reductions of each line's elements, then a value for each element or
 * for the line. A workgroup takes a line together where its elements are neighbours; else each invocation takes a line
 * of its own, so that neighbouring invocations read neighbouring elements.
 *
 * WGSL in the rows below may use `k` (number within the line), `line`, `at` (offset of the element), the inputs and
 * reductions by name, and the parameters as `u.name`.
 */
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type Binding, type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { linearGrid } from "../grid.ts";
import type { UniformFields, UniformType, UniformValues } from "../uniformLayout.ts";
import { functionsFor } from "./wgsl.ts";

/** Where an input's value for the current element is, as WGSL: `at`, `line`, `k`, or what the kernel needs. */
export interface LineInput {
  readonly name: string;
  readonly index: string;
}

export interface LineReduction {
  readonly name: string;
  readonly type: ElementType;
  readonly identity: string;
  /** Of an element. */
  readonly value: string;
  /** Of `x` and `y`, associative. */
  readonly combine: string;
}

export interface LineOutput {
  readonly name: string;
  readonly index: string;
  readonly value: string;
  /** `element`: written for each; may use the inputs. `line`: once. */
  readonly each: "element" | "line";
}

export interface LineKernel {
  readonly name: string;
  readonly inputs: readonly LineInput[];
  readonly parameters?: Readonly<Record<string, "f32" | "i32" | "u32">>;
  readonly reductions: readonly LineReduction[];
  /** Values that follow from the reductions, computed once for a line: `[name, WGSL]`. */
  readonly derived?: readonly (readonly [name: string, value: string])[];
  readonly outputs: readonly LineOutput[];
}

export const SUM = { type: "f32", identity: "0.0", combine: "x + y" } as const;
/** A NaN wins. */
export const MAX = {
  type: "f32",
  identity: "-infinity()",
  combine: "select(y, x, x > y || isNan(x))",
} as const;
export const MIN = {
  type: "f32",
  identity: "infinity()",
  combine: "select(y, x, x < y || isNan(x))",
} as const;
export const INTEGER_MAX = { type: "i32", identity: "(-2147483647 - 1)", combine: "max(x, y)" } as const;
export const INTEGER_MIN = { type: "i32", identity: "2147483647", combine: "min(x, y)" } as const;

const GROUP = 256;
/** Below this a workgroup would mostly idle. */
const SHORT = 32;

const GEOMETRY = {
  count: "u32",
  length: "u32",
  block: "u32",
  blockStep: "u32",
  lineStep: "u32",
  run: "u32",
  runStep: "u32",
  step: "u32",
} as const satisfies Record<keyof Lines, UniformType>;

/** The function that runs a kernel: tensors in the order of its inputs, then outputs. */
export function lineKernel(
  kernel: LineKernel,
): (
  gpu: GpuEncoder,
  lines: Lines,
  inputs: readonly GpuTensor[],
  outputs: readonly GpuTensor[],
  parameters?: Readonly<Record<string, number>>,
) => void {
  const program = variants(
    (types: readonly ElementType[], together: boolean) => `${types.join(" ")} ${together}`,
    (types, together) => shader(kernel, types, together),
  );
  return (gpu, lines, inputs, outputs, parameters = {}) => {
    if (lines.count === 0) return;
    const tensors = [...inputs, ...outputs];
    const together = lines.step === 1 && lines.length > SHORT;
    const offsets = [...kernel.inputs, ...kernel.outputs].map(
      ({ name }, i) => [`${name}Offset`, tensors[i]?.offset ?? 0] as const,
    );
    const values: UniformValues<UniformFields> = { ...lines, ...parameters, ...Object.fromEntries(offsets) };
    const work = lines.count * lines.length * (kernel.reductions.length + 1);
    const found = program(
      tensors.map((t) => t.type),
      together,
    );
    const groups = together ? lines.count : Math.ceil(lines.count / GROUP);
    gpu.dispatchGrid(found, tensors, values, linearGrid(groups, gpu.capabilities.limits), work);
  };
}

function shader(kernel: LineKernel, types: readonly ElementType[], together: boolean) {
  const { name, inputs, outputs, reductions, parameters = {}, derived = [] } = kernel;
  const bound = [...inputs, ...outputs];
  const uniforms: Record<string, UniformType> = { ...GEOMETRY, ...parameters };
  for (const b of bound) uniforms[`${b.name}Offset`] = "u32";
  const perElement = outputs.filter((o) => o.each === "element");
  const perLine = outputs.filter((o) => o.each === "line");
  const loads = (code: string) =>
    inputs
      .filter((input) => new RegExp(`\\b${input.name}\\b`).test(code))
      .map((input) => `    let ${input.name} = ${input.name}Data[u.${input.name}Offset + ${input.index}];\n`)
      .join("");
  const loop = (code: string, body: string) =>
    `  for (var k = ${together ? "local.x" : "0u"}; k < u.length; k += ${together ? `${GROUP}u` : "1u"}) {
    let at = start + k / u.run * u.runStep + k % u.run * u.step;
${loads(code)}${body}  }
`;
  const store = ({ name: out, index, value }: LineOutput) => {
    const type = types[bound.findIndex((b) => b.name === out)];
    return `${out}Data[u.${out}Offset + ${index}] = ${type}(${value});\n`;
  };
  const phases = reductions.map(
    (r) =>
      `  var ${r.name}: ${r.type} = ${r.identity};
${loop(r.value, `    ${r.name} = combine_${r.name}(${r.name}, ${r.value});\n`)}${together ? `  ${r.name} = together_${r.name}(${r.name}, local.x);\n` : ""}`,
  );
  const values = derived.map(([n, value]) => `  let ${n} = ${value};\n`);
  const elements = perElement.length
    ? loop(perElement.map((o) => o.value).join(" "), perElement.map((o) => `    ${store(o)}`).join(""))
    : "";
  const ends = perLine.map(
    (o) => `  ${together ? "if (local.x == 0u) { " : ""}${store(o).trim()}${together ? " }" : ""}\n`,
  );
  const body = `  let line = ${together ? "group.x + group.y * groups.x" : "index"};
  if (line >= u.count) { return; }
  let start = line / u.block * u.blockStep + line % u.block * u.lineStep;
${phases.join("")}${values.join("")}${elements}${ends.join("")}`;
  const functions = reductions.map((r) => combineFunctions(r, together)).join("");
  return {
    key: `${name} ${types.join(" ")}${together ? " together" : ""}`,
    bindings: bound.map((b, i) => ({
      name: `${b.name}Data`,
      type: types[i] as ElementType,
      access: i < inputs.length ? ("read" as const) : ("write" as const),
    })),
    uniforms,
    workgroup: [GROUP] as const,
    functions: `${functionsFor(functions + body)}${functions}`,
    body,
  };
}

function combineFunctions({ name, type, combine }: LineReduction, together: boolean): string {
  const own = `fn combine_${name}(x: ${type}, y: ${type}) -> ${type} { return ${combine}; }\n`;
  if (!together) return own;
  return `${own}var<workgroup> shared_${name}: array<${type}, ${GROUP}>;
fn together_${name}(x: ${type}, i: u32) -> ${type} {
  shared_${name}[i] = x;
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (i < half) { shared_${name}[i] = combine_${name}(shared_${name}[i], shared_${name}[i + half]); }
  }
  return workgroupUniformLoad(&shared_${name}[0]);
}
`;
}

/** A program over lines that no reduction describes: one invocation walks each line in order. */
export function scanSource(
  key: string,
  bindings: readonly Binding[],
  parameters: UniformFields,
  body: string,
): ProgramSource<UniformFields> {
  return {
    key,
    bindings,
    uniforms: { ...GEOMETRY, ...parameters },
    workgroup: [64],
    functions: functionsFor(body),
    body: `  let line = index;
  if (line >= u.count) { return; }
  let start = line / u.block * u.blockStep + line % u.block * u.lineStep;
${body}`,
  };
}
