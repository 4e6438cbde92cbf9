/**
 * The WebAssembly kernels with their memory. One instance serves the whole run; its memory is scratch, grows with the
 * largest product seen and is never given back (WebAssembly has no way to).
 */
import type { VectorKernels } from "../hotLoops.ts";
import type { RowKernels } from "../hotRows.ts";
import type { PanelKernels } from "../panelKernels.ts";
import { placeRegions } from "../scratchLayout.ts";
import { kernelsBase64, relaxedKernelsBase64 } from "./kernels.generated.ts";

const PAGE_BYTES = 65_536;
/** Pages to grow by: 4 MiB. Each growth makes new views. */
const CHUNK_PAGES = 64;

/** What only WebAssembly does; elsewhere plain loops stand in. */
export interface WasmKernels extends PanelKernels, VectorKernels, RowKernels {
  readonly floats: Float32Array<ArrayBuffer>;

  /** to[i] += Σ_p x[p] · from[i · k + p] */
  dotLines(count: number, k: number, from: number, x: number, to: number): void;
  /** to[i] += Σ_p x[p] · from[p · count + i]; writes up to 15 elements too many. */
  addLines(count: number, k: number, from: number, x: number, to: number): void;

  /**
   * Max pooling of `planes` planes `fromPlane` apart, padded with -∞ to rows of `fromRow`. `rowOrigins` and
   * `columnOrigins`: the index of a window, `row * width + column`, where nothing in it exceeds -∞. Writes values and
   * (as doubles) indices, and up to three of both too many.
   */
  maxPool(
    planes: number,
    from: number,
    fromPlane: number,
    fromRow: number,
    width: number,
    outHeight: number,
    outWidth: number,
    kernelHeight: number,
    kernelWidth: number,
    strideHeight: number,
    strideWidth: number,
    paddingHeight: number,
    paddingWidth: number,
    dilationHeight: number,
    dilationWidth: number,
    rowOrigins: number,
    columnOrigins: number,
    values: number,
    indices: number,
  ): void;
}

type Compute = Omit<WasmKernels, "floats" | "ints" | "layout" | "panelRows"> & { panelRows(): number };

/** Compiles a module and gives its functions the memory they work on. Throws where the host refuses either. */
export function instantiate(base64: string): WasmKernels {
  const memory = new WebAssembly.Memory({ initial: CHUNK_PAGES });
  const module = new WebAssembly.Module(decode(base64));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  let floats = new Float32Array(memory.buffer);
  let ints = new Int32Array(memory.buffer);
  // The exports are those of assembly/index.ts, which this interface describes.
  const compute = exports as unknown as Compute;
  return {
    ...compute,
    panelRows: compute.panelRows(),
    get floats() {
      return floats;
    },
    get ints() {
      return ints;
    },
    layout(sizes) {
      const { places, end } = placeRegions(sizes);
      const missing = Math.ceil((end * 4) / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
      if (missing > 0) {
        memory.grow(Math.ceil(missing / CHUNK_PAGES) * CHUNK_PAGES);
        floats = new Float32Array(memory.buffer);
        ints = new Int32Array(memory.buffer);
      }
      return places;
    },
  };
}

let kernels: WasmKernels | null | undefined;

/**
 * The kernels, compiled on first use (about a millisecond), or null where the host has no SIMD or its content
 * security policy forbids WebAssembly. Synchronous, because ops are; workers and Node allow that at any size.
 */
export function wasmKernels(): WasmKernels | null {
  if (kernels === undefined) {
    kernels = null;
    try {
      kernels = instantiate(
        WebAssembly.validate(decode(relaxedKernelsBase64)) ? relaxedKernelsBase64 : kernelsBase64,
      );
    } catch {
      // No SIMD or no permission: the doubles in JavaScript give the same results, an order of magnitude slower.
    }
  }
  return kernels;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
