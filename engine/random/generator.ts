/**
 * PyTorch's CPU generator: MT19937, with the same draws in the same order, so that one seed gives the same numbers.
 * Uniform and integer draws are bit-equal; normal ones agree to float32 rounding (the logarithm and cosine of the
 * platform). Orders of draws: ATen/native/cpu/DistributionTemplates.h and core/DistributionsHelper.h.
 */
import type { DType, TypedArray } from "../dtype.ts";
import { newArray } from "../dtype.ts";
import { isRounded } from "../rounding.ts";

const N = 624;
const M = 397;

export class Generator {
  #state = new Uint32Array(N);
  #next = N;
  #seed = 0;
  /** The sine half of the last pair of normal numbers. */
  #cachedNormal: number | null = null;

  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /** Restarts the stream; only the low 32 bits of the seed count, as in PyTorch. */
  manualSeed(seed: number): this {
    this.#seed = seed;
    const s = this.#state;
    s[0] = Number(BigInt.asUintN(32, BigInt(Math.trunc(seed))));
    for (let i = 1; i < N; i++) {
      const x = (s[i - 1] as number) ^ ((s[i - 1] as number) >>> 30);
      s[i] = Math.imul(1812433253, x) + i;
    }
    this.#next = N;
    this.#cachedNormal = null;
    return this;
  }

  initialSeed(): number {
    return this.#seed;
  }

  /** Runs `body` with `other` in this generator's place: what it draws here comes from there. */
  replacedBy<R>(other: Generator, body: () => R): R {
    this.#swap(other);
    try {
      return body();
    } finally {
      this.#swap(other);
    }
  }

  #swap(other: Generator): void {
    [this.#state, other.#state] = [other.#state, this.#state];
    [this.#next, other.#next] = [other.#next, this.#next];
    [this.#seed, other.#seed] = [other.#seed, this.#seed];
    [this.#cachedNormal, other.#cachedNormal] = [other.#cachedNormal, this.#cachedNormal];
  }

  /** 32 random bits. */
  random(): number {
    if (this.#next >= N) this.#refill();
    let y = this.#state[this.#next++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #refill(): void {
    const s = this.#state;
    for (let i = 0; i < N; i++) {
      const y = ((s[i] as number) & 0x80000000) | ((s[(i + 1) % N] as number) & 0x7fffffff);
      s[i] = (s[(i + M) % N] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }

  /** In [0, 1), 24 bits: the low ones of one draw. */
  uniform32(): number {
    return (this.random() & 0xffffff) / 0x1000000;
  }

  /** In [0, 1), 53 bits: of two draws, the first being the high half. */
  uniform64(): number {
    const high = this.random();
    const low = this.random();
    return ((high & 0x1fffff) * 0x100000000 + low) / 0x20000000000000;
  }

  /** A normal number on its own: Box-Muller on doubles; every second number is the sine of the pair before. */
  normal64(): number {
    if (this.#cachedNormal !== null) {
      const cached = this.#cachedNormal;
      this.#cachedNormal = null;
      return cached;
    }
    const u1 = this.uniform64();
    const u2 = this.uniform64();
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    const angle = 2 * Math.PI * u1;
    this.#cachedNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** `uniform_(from, to)`. */
  uniforms(dtype: DType, n: number, from: number, to: number): TypedArray {
    const out = newArray(dtype, n);
    if (dtype.name === "float64") for (let i = 0; i < n; i++) out[i] = this.uniform64() * (to - from) + from;
    else {
      const f = Math.fround;
      const range = f(f(to) - f(from));
      // Multiplied and added with one rounding, as PyTorch's kernels do where the processor can.
      for (let i = 0; i < n; i++) out[i] = this.uniform32() * range + f(from);
    }
    return out;
  }

  /** `normal_(mean, std)`: pairs for fewer than 16 numbers, blocks of 16 else. */
  normals(dtype: DType, n: number, mean: number, std: number): TypedArray {
    const out = newArray(dtype, n);
    if (n < 16) {
      for (let i = 0; i < n; i++) out[i] = this.normal64() * std + mean;
      return out;
    }
    const draw = dtype.name === "float64" ? () => this.uniform64() : () => this.uniform32();
    const rest = n % 16;
    // What is left over after whole blocks is drawn, though not used, but for the 16-bit floats.
    const drawn = isRounded(dtype) ? n - rest : n;
    for (let i = 0; i < drawn; i++) out[i] = draw();
    for (let i = 0; i + 16 <= n; i += 16) normalBlock(out, i, mean, std);
    if (rest !== 0) {
      // The last 16 are drawn anew, over what the last whole block left.
      for (let i = n - 16; i < n; i++) out[i] = draw();
      normalBlock(out, n - 16, mean, std);
    }
    return out;
  }

  /** Numbers one after the other, each by its own draw. */
  draws(n: number, draw: () => number): Float64Array {
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) out[i] = draw();
    return out;
  }

  /** `random_(low, high)`: integers of [low, high). */
  integers(dtype: DType, n: number, low: number, high: number): TypedArray {
    const out = newArray(dtype, n);
    const range = high - low;
    const wide = range >= 2 ** 32;
    for (let i = 0; i < n; i++) {
      const bits = wide
        ? Number(((BigInt(this.random()) << 32n) | BigInt(this.random())) % BigInt(range))
        : this.random() % range;
      out[i] = bits + low;
    }
    return out;
  }

  /** `randperm(n)`. */
  permutation(dtype: DType, n: number): TypedArray {
    const out = newArray(dtype, n);
    for (let i = 0; i < n; i++) out[i] = i;
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.random() % (n - i));
      const x = out[i] as number;
      out[i] = out[j] as number;
      out[j] = x;
    }
    return out;
  }
}

/** Eight uniforms give the radii, eight the angles: cosines first, sines after. In place. */
function normalBlock(data: TypedArray, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const u1 = 1 - (data[j] as number);
    const u2 = data[j + 8] as number;
    const radius = Math.sqrt(-2 * Math.log(u1));
    const angle = 2 * Math.PI * u2;
    data[j] = radius * Math.cos(angle) * std + mean;
    data[j + 8] = radius * Math.sin(angle) * std + mean;
  }
}

/** The generator that `torch.manualSeed` seeds. PyTorch seeds it by 67280421310721 until then. */
export const defaultGenerator = new Generator(67280421310721);
