/**
 * Compute pipelines, made in the background when a program is first used. Meanwhile its dispatches are recorded, so a
 * model's shaders compile side by side instead of one after the other.
 */
import { RuntimeError } from "../../errors.ts";
import { STAGE_COMPUTE } from "./gpuConstants.ts";
import type { GpuProgram } from "./gpuProgram.ts";
import { UNIFORM_BYTES, type UniformFields } from "./uniformLayout.ts";

export class Pipeline {
  readonly groupLayout: GPUBindGroupLayout;
  /** Shared by the programs with the same kinds of bindings. */
  readonly access: string;
  /** Null until it is compiled. */
  handle: GPUComputePipeline | null = null;
  /** Settles when `handle` is there; rejects where the shader does not compile. */
  readonly ready: Promise<void>;

  constructor(access: string, groupLayout: GPUBindGroupLayout, compiled: Promise<GPUComputePipeline>) {
    this.access = access;
    this.groupLayout = groupLayout;
    this.ready = compiled.then((handle) => {
      this.handle = handle;
    });
    // Whoever submits the batch waits for it; nobody waits where the program ended before.
    this.ready.catch(() => {});
  }
}

export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines: (Pipeline | undefined)[] = [];
  readonly #layouts = new Map<string, { group: GPUBindGroupLayout; pipeline: GPUPipelineLayout }>();
  /** Of the one uniform binding that all programs share, with a dynamic offset. */
  readonly uniformLayout: GPUBindGroupLayout;
  /** How many were compiled or are being compiled. */
  count = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
    this.uniformLayout = device.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: STAGE_COMPUTE,
          buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: UNIFORM_BYTES },
        },
      ],
    });
  }

  get<F extends UniformFields>(program: GpuProgram<F>): Pipeline {
    const known = this.#pipelines[program.id];
    if (known) return known;
    const made = this.#make(program.key, program.access, program.wgsl());
    this.#pipelines[program.id] = made;
    this.count++;
    return made;
  }

  #make(key: string, access: string, code: string): Pipeline {
    const layout = this.#layoutOf(access);
    this.#device.pushErrorScope("validation");
    const module = this.#device.createShaderModule({ label: key, code });
    const problem = this.#device.popErrorScope();
    const compute = { module, entryPoint: "main" };
    const compiled = this.#device
      .createComputePipelineAsync({ label: key, layout: layout.pipeline, compute })
      .catch(async (cause: unknown) => {
        const text = (await problem)?.message ?? String(cause);
        throw new RuntimeError(`The shader '${key}' does not compile: ${text}`, { cause });
      });
    return new Pipeline(access, layout.group, compiled);
  }

  #layoutOf(access: string): { group: GPUBindGroupLayout; pipeline: GPUPipelineLayout } {
    const known = this.#layouts.get(access);
    if (known) return known;
    const group = this.#device.createBindGroupLayout({
      entries: [...access].map((letter, binding) => ({
        binding,
        visibility: STAGE_COMPUTE,
        buffer: { type: letter === "r" ? ("read-only-storage" as const) : ("storage" as const) },
      })),
    });
    const pipeline = this.#device.createPipelineLayout({ bindGroupLayouts: [group, this.uniformLayout] });
    this.#layouts.set(access, { group, pipeline });
    return { group, pipeline };
  }
}
