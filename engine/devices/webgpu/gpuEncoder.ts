/** What a WebGPU kernel may do: see `GpuEncoder`. */
import type { GpuTensor } from "./gpuTensor.ts";

/** A compute shader. `key` names the variant; shapes and scalars are never part of the source. */
export interface GpuProgram {
  readonly key: string;
  /** Made once per variant, when the pipeline is first needed. */
  readonly wgsl: () => string;
}

export interface GpuEncoder {
  /**
   * Encodes one dispatch. `bindings` are bound to `@group(0) @binding(i)`; `uniforms` are the 32-bit words (floats
   * through their bits) of the struct at `@group(1) @binding(0)`; `threads` is the number of invocations wanted.
   */
  dispatch(program: GpuProgram, bindings: readonly GpuTensor[], uniforms: Uint32Array, threads: number): void;
}
