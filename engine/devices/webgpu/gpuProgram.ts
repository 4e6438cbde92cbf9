/**
 * A compute shader: what it binds, its uniforms, its WGSL. A program is one variant; shapes and scalars are never part
 * of its source, so that a model needs few of them and none is compiled twice.
 */
import { type UniformFields, UniformLayout } from "./uniformLayout.ts";

/** How WGSL holds elements, 32 bits each: floats as `f32`, integers and bools as `i32`. */
export type ElementType = "f32" | "i32";

export interface Binding {
  /** The array in WGSL. */
  readonly name: string;
  readonly type: ElementType | "atomic<i32>";
  /** A buffer that one binding writes must not be bound a second time; the encoder copies if need be. */
  readonly access: "read" | "write";
}

export interface ProgramSource<F extends UniformFields> {
  /** Names the variant; equal keys mean equal sources. */
  readonly key: string;
  /** In the order of the dispatch. */
  readonly bindings: readonly Binding[];
  readonly uniforms: F;
  /** Invocations of one workgroup. */
  readonly workgroup: readonly [x: number, y?: number, z?: number];
  /** WGSL of the entry point's body and, before it, of what it calls. */
  readonly functions?: string;
  /** May use `local` and `group` (ids within and of the workgroup), and `index` (of the invocation, over a linear grid). */
  readonly body: string;
}

let made = 0;

export class GpuProgram<F extends UniformFields = UniformFields> {
  /** Counts up: pipelines are looked up by it. */
  readonly id = made++;
  readonly key: string;
  readonly bindings: readonly Binding[];
  readonly layout: UniformLayout<F>;
  /** One letter for each binding, `r` or `w`: programs with equal letters share bind groups. */
  readonly access: string;
  /** Invocations of one workgroup. */
  readonly threads: number;
  readonly #source: ProgramSource<F>;

  constructor(source: ProgramSource<F>) {
    this.#source = source;
    this.key = source.key;
    this.bindings = source.bindings;
    this.layout = new UniformLayout(source.uniforms);
    this.access = source.bindings.map((b) => b.access[0]).join("");
    this.threads = source.workgroup.reduce<number>((n, size) => n * (size ?? 1), 1);
  }

  /** The whole shader. */
  wgsl(): string {
    const { bindings, workgroup, functions = "", body } = this.#source;
    const variables = bindings.map(
      ({ name, type, access }, i) =>
        `@group(0) @binding(${i}) var<storage, ${access === "read" ? "read" : "read_write"}> ${name}: array<${type}>;\n`,
    );
    // More groups than one dimension may have spill over into the second (`linearGrid`), hence the y in the index.
    return `${variables.join("")}${this.layout.wgsl()}${functions}
@compute @workgroup_size(${workgroup.join(", ")})
fn main(
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let index = (group.x + group.y * groups.x) * ${this.threads}u + local.x;
${body}
}
`;
  }
}

/** Remembers the program of each variant. `variant` is a text that tells it from the others. */
export function variants<A extends readonly unknown[], F extends UniformFields>(
  variant: (...args: A) => string,
  source: (...args: A) => ProgramSource<F>,
): (...args: A) => GpuProgram<F> {
  const programs = new Map<string, GpuProgram<F>>();
  return (...args) => {
    const name = variant(...args);
    let program = programs.get(name);
    if (!program) {
      program = new GpuProgram(source(...args));
      programs.set(name, program);
    }
    return program;
  };
}
