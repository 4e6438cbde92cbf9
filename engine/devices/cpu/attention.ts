/**
 * Attention on the CPU, head by head: the scores of one head at a time are all that is held. Products go through the
 * matrix kernels, rows through those of softmax.
 */
import type { TypedArray } from "../../dtype.ts";
import { exactly } from "../../exactly.ts";
import { linesAlong } from "../../lines.ts";
import type { CpuTensor } from "./cpuTensor.ts";
import { gemm } from "./gemm.ts";
import { softmaxBackwardLines, softmaxLines } from "./softmax.ts";

export interface CpuAttention {
  /** `[N, heads, L, E]`; keys and values `[N, heads of theirs, S, E]`. */
  readonly query: CpuTensor;
  readonly key: CpuTensor;
  readonly value: CpuTensor;
  readonly isCausal: boolean;
  /** Added to the scores; broadcast to `[N, heads, L, S]`. */
  readonly attnMask: CpuTensor | null;
}

/** One head's matrix: where it begins, and its strides. */
interface Matrix {
  readonly data: TypedArray;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** Of a tensor of four dimensions; a missing or single batch, or head, is everybody's. */
function matrix(t: CpuTensor, batch: number, head: number): Matrix {
  const step = (dim: number) => (t.shape.at(dim) === 1 ? 0 : (t.strides.at(dim) ?? 0));
  const [b, h] = [t.shape.length > 3 ? step(-4) : 0, t.shape.length > 2 ? step(-3) : 0];
  return { data: t.data, at: batch * b + head * h, row: step(-2), column: step(-1) };
}

/** `c = beta * c + alpha * a · b`, `[m, k]` by `[k, n]`. */
function product(
  [m, n, k]: readonly [number, number, number],
  alpha: number,
  a: Matrix,
  b: Matrix,
  beta: number,
  c: Matrix,
): void {
  gemm(
    m,
    n,
    k,
    alpha,
    a.data,
    a.at,
    a.row,
    a.column,
    b.data,
    b.at,
    b.row,
    b.column,
    beta,
    c.data,
    c.at,
    c.row,
  );
}

const turned = (a: Matrix): Matrix => ({ ...a, row: a.column, column: a.row });

/** Room for the scores of one head. */
function scratch(like: CpuTensor, rows: number, length: number): CpuTensor {
  const size = rows * length;
  const data = like.data instanceof Float64Array ? new Float64Array(size) : new Float32Array(size);
  return { data, shape: [rows, length], strides: [length, 1], dtype: like.dtype, size };
}

const whole = ({ data, strides }: CpuTensor): Matrix => ({
  data,
  at: 0,
  row: strides[0] as number,
  column: 1,
});

/** What the heads have in common. */
class Heads {
  readonly batches: number;
  readonly heads: number;
  /** Query heads that share one of the keys. */
  readonly shared: number;
  readonly length: number;
  readonly size: number;
  readonly keys: number;
  readonly #o: CpuAttention;
  readonly #scale: number;

  constructor(o: CpuAttention, scale: number) {
    [this.batches, this.heads, this.length, this.size] = exactly(4, o.query.shape);
    this.shared = this.heads / (o.key.shape[1] as number);
    this.keys = o.key.shape[2] as number;
    this.#o = o;
    this.#scale = scale;
  }

  /** A tensor's matrix for a query's head: `shared` tells that heads have it in common. */
  of(t: CpuTensor, batch: number, head: number): Matrix {
    return matrix(t, batch, t.shape[1] === this.heads ? head : Math.floor(head / this.shared));
  }

  /** The weights of a head in `out`, rows of zeros where a query may attend to nothing; `seen` gets each row's largest score. */
  weights(
    batch: number,
    head: number,
    out: CpuTensor,
    seen?: (row: number, largest: number, at: number) => void,
  ): void {
    const { query, key, attnMask, isCausal } = this.#o;
    const [q, k] = [this.of(query, batch, head), this.of(key, batch, head)];
    product([this.length, this.keys, this.size], this.#scale, q, turned(k), 0, whole(out));
    const { data } = out;
    if (attnMask) {
      const m = matrix(attnMask, batch, head);
      for (let i = 0, at = 0; i < this.length; i++) {
        for (let j = 0, from = m.at + i * m.row; j < this.keys; j++, at++, from += m.column) {
          data[at] = (data[at] as number) + (m.data[from] as number);
        }
      }
    }
    if (isCausal) {
      for (let i = 0; i < this.length; i++) {
        const row = i * this.keys;
        data.fill(Number.NEGATIVE_INFINITY, Math.min(row + i + 1, row + this.keys), row + this.keys);
      }
    }
    const empty: number[] = [];
    for (let i = 0; i < this.length; i++) {
      let largest = Number.NEGATIVE_INFINITY;
      let place = i * this.keys;
      for (let at = i * this.keys, end = at + this.keys; at < end; at++) {
        const score = data[at] as number;
        if (score > largest || Number.isNaN(score)) {
          largest = score;
          place = at;
        }
      }
      if (largest === Number.NEGATIVE_INFINITY) empty.push(i);
      seen?.(i, largest, place);
    }
    softmaxLines(out, linesAlong(out.shape, 1), out);
    for (const i of empty) data.fill(0, i * this.keys, (i + 1) * this.keys);
  }
}

/** Fills `output [N, heads, L, E]` and, for each row, the logarithm of its sum of exponentials. */
export function attention(o: CpuAttention, scale: number, output: CpuTensor, logsumexp: CpuTensor): void {
  const heads = new Heads(o, scale);
  const { length, keys, size } = heads;
  const weights = scratch(o.query, length, keys);
  const largest = new Float64Array(length);
  const places = new Float64Array(length);
  const [lb, lh, lr] = exactly(3, logsumexp.strides);
  for (let batch = 0; batch < heads.batches; batch++) {
    for (let head = 0; head < heads.heads; head++) {
      heads.weights(batch, head, weights, (row, score, at) => {
        largest[row] = score;
        places[row] = at;
      });
      for (let i = 0; i < length; i++) {
        const score = largest[i] as number;
        // The weight of the largest score is e^score over the sum.
        const sum = score - Math.log(weights.data[places[i] as number] as number);
        logsumexp.data[batch * lb + head * lh + i * lr] = score === Number.NEGATIVE_INFINITY ? 0 : sum;
      }
      product(
        [length, size, keys],
        1,
        whole(weights),
        heads.of(o.value, batch, head),
        0,
        matrix(output, batch, head),
      );
    }
  }
}

/** Fills the gradients of query, key and value. */
export function attentionBackward(
  o: CpuAttention & { readonly gradOut: CpuTensor },
  scale: number,
  [gradQuery, gradKey, gradValue]: readonly [CpuTensor, CpuTensor, CpuTensor],
): void {
  const heads = new Heads(o, scale);
  const { length, keys, size } = heads;
  const weights = scratch(o.query, length, keys);
  const slopes = scratch(o.query, length, keys);
  const lines = linesAlong(weights.shape, 1);
  for (let batch = 0; batch < heads.batches; batch++) {
    for (let head = 0; head < heads.heads; head++) {
      // Heads that share keys add up.
      const beta = head % heads.shared === 0 ? 0 : 1;
      const grad = matrix(o.gradOut, batch, head);
      heads.weights(batch, head, weights);
      const [p, s] = [whole(weights), whole(slopes)];
      product([keys, size, length], 1, turned(p), grad, beta, heads.of(gradValue, batch, head));
      product([length, keys, size], 1, grad, turned(heads.of(o.value, batch, head)), 0, s);
      softmaxBackwardLines(slopes, weights, lines, slopes);
      product(
        [length, size, keys],
        scale,
        s,
        heads.of(o.key, batch, head),
        0,
        matrix(gradQuery, batch, head),
      );
      product(
        [keys, size, length],
        scale,
        turned(s),
        heads.of(o.query, batch, head),
        beta,
        heads.of(gradKey, batch, head),
      );
    }
  }
}
