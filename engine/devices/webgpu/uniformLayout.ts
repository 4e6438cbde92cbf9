/**
 * The uniforms of a compute shader, from one list of fields: the WGSL struct and the packing into 32-bit words both
 * follow from it, so that they cannot disagree. Shapes and scalars reach shaders only this way, never through their
 * source; NaN and Infinity, which WGSL cannot write down, pass as bits.
 */

import { NotImplementedError } from "../../errors.ts";

/** `dims`: up to `MAX_RANK` sizes or strides, read in WGSL as `name(d)`. Others are read as `u.name`. */
export type UniformType = "f32" | "i32" | "u32" | "dims";
export type UniformFields = Readonly<Record<string, UniformType>>;

export type UniformValues<F extends UniformFields> = {
  readonly [N in keyof F]: F[N] extends "dims" ? readonly number[] : number;
};

export const MAX_RANK = 8;

/** Room for one dispatch. Also the usual alignment of dynamic offsets, so a larger one would double the waste. */
export const UNIFORM_WORDS = 64;
export const UNIFORM_BYTES = 4 * UNIFORM_WORDS;

function requireRank(rank: number): void {
  if (rank <= MAX_RANK) return;
  throw new NotImplementedError(
    `The webgpu device walks at most ${MAX_RANK} dimensions at once, but this op was given ${rank}. Flatten some of them, or compute on the CPU (x.to("cpu")).`,
  );
}

interface Field {
  readonly name: string;
  readonly type: UniformType;
  readonly word: number;
}

/** The words of many dispatches, seen as floats and as integers. */
export class UniformWords {
  readonly i32: Int32Array<ArrayBuffer>;
  readonly f32: Float32Array<ArrayBuffer>;

  constructor(dispatches: number) {
    this.i32 = new Int32Array(dispatches * UNIFORM_WORDS);
    this.f32 = new Float32Array(this.i32.buffer);
  }
}

export class UniformLayout<F extends UniformFields> {
  readonly #fields: readonly Field[];
  readonly words: number;

  constructor(fields: F) {
    // Arrays of vectors first: they must start at multiples of 16 bytes, single words may stand anywhere.
    const names = Object.keys(fields);
    const ordered = [
      ...names.filter((n) => fields[n] === "dims"),
      ...names.filter((n) => fields[n] !== "dims"),
    ];
    let word = 0;
    this.#fields = ordered.map((name) => {
      const type = fields[name] as UniformType;
      const field = { name, type, word };
      word += type === "dims" ? MAX_RANK : 1;
      return field;
    });
    this.words = word;
    if (word > UNIFORM_WORDS)
      throw new Error(`uniforms ${names.join(", ")} need ${word} of ${UNIFORM_WORDS} words`);
  }

  /** The struct, the variable `u`, and a function for each `dims`. */
  wgsl(): string {
    if (this.words === 0) return "";
    const members = this.#fields.map(
      ({ name, type }) => `  ${name}: ${type === "dims" ? `array<vec4<u32>, ${MAX_RANK / 4}>` : type},\n`,
    );
    const accessors = this.#fields
      .filter(({ type }) => type === "dims")
      .map(({ name }) => `fn ${name}(d: u32) -> u32 { return u.${name}[d / 4u][d % 4u]; }\n`);
    return `struct Uniforms {\n${members.join("")}}\n@group(1) @binding(0) var<uniform> u: Uniforms;\n${accessors.join("")}`;
  }

  /** Writes the values from word `start` on. */
  pack(values: UniformValues<F>, into: UniformWords, start: number): void {
    const { i32, f32 } = into;
    for (const { name, type, word } of this.#fields) {
      const at = start + word;
      if (type === "dims") {
        const dims = values[name] as readonly number[];
        requireRank(dims.length);
        for (let d = 0; d < MAX_RANK; d++) i32[at + d] = dims[d] ?? 0;
      } else if (type === "f32") f32[at] = values[name] as number;
      else i32[at] = values[name] as number;
    }
  }
}
