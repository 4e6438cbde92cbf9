/** Attention modules and Transformers against PyTorch: printed form, state, outputs, gradients, graph, error texts. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { differences, dotStatements, type Recorded } from "../models/reference.ts";
import { parseDot } from "../statements.ts";
import { makeDot, nn, Tensor, torch } from "../subject.ts";
import { weighted } from "../weighted.ts";

type Values = Recorded["outputs"][number];

interface Case {
  readonly repr: string;
  readonly state: readonly string[];
  readonly outputs: readonly Values[];
  readonly dot?: NonNullable<Recorded["dot"]>;
  readonly grads?: Readonly<Record<string, Values>>;
}

const wanted = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  cases: Record<string, Case>;
  errors: Record<string, readonly [type: string, message: string]>;
};

type Made = readonly [net: nn.Module, out: Tensor | readonly (Tensor | null)[]];

const { randn } = torch;
const mask = (...size: number[]) => torch.rand(size).gt(0.8);
const causalMask = () => nn.Transformer.generateSquareSubsequentMask(3);

const cases: Record<string, () => Made> = {
  mha() {
    const m = new nn.MultiheadAttention(8, 2);
    const x = randn(3, 2, 8);
    return [m, m(x, x, x)];
  },
  mha_fused() {
    const m = new nn.MultiheadAttention(8, 2);
    const x = randn(3, 2, 8);
    return [m, m(x, x, x, { needWeights: false })];
  },
  mha_cross() {
    const m = new nn.MultiheadAttention(8, 4, { batchFirst: true });
    const [q, kv] = [randn(2, 3, 8), randn(2, 5, 8)];
    const [keyPaddingMask, attnMask] = [mask(2, 5), mask(3, 5)];
    return [m, m(q, kv, kv, { keyPaddingMask, attnMask, averageAttnWeights: false })];
  },
  mha_cross_fused() {
    const m = new nn.MultiheadAttention(8, 4, { batchFirst: true });
    const [q, kv] = [randn(2, 3, 8), randn(2, 5, 8)];
    return [m, m(q, kv, kv, mask(2, 5), false, mask(8, 3, 5))];
  },
  mha_apart() {
    const m = new nn.MultiheadAttention(6, 3, { bias: false, kdim: 4, vdim: 5 });
    return [m, m(randn(2, 2, 6), randn(3, 2, 4), randn(3, 2, 5), { attnMask: randn(2, 3) })];
  },
  mha_three() {
    const m = new nn.MultiheadAttention(4, 1);
    return [m, m(randn(2, 2, 4), randn(3, 2, 4), randn(3, 2, 4))];
  },
  mha_kv_bias() {
    const m = new nn.MultiheadAttention(8, 2, { addBiasKv: true, addZeroAttn: true });
    const [q, kv] = [randn(3, 2, 8), randn(4, 2, 8)];
    return [m, m(q, kv, kv, { keyPaddingMask: mask(2, 4), attnMask: mask(3, 4) })];
  },
  mha_unbatched() {
    const m = new nn.MultiheadAttention(8, 2, { addZeroAttn: true });
    const x = randn(3, 8);
    return [m, m(x, x, x, { keyPaddingMask: mask(3), attnMask: mask(2, 3, 3) })];
  },
  mha_unbatched_fused() {
    const m = new nn.MultiheadAttention(8, 2, { batchFirst: true });
    const x = randn(3, 8);
    return [m, m(x, x, x, { needWeights: false, attnMask: randn(3, 3) })];
  },
  mha_causal() {
    const m = new nn.MultiheadAttention(8, 2, { batchFirst: true });
    const x = randn(2, 3, 8);
    const causal = causalMask();
    return [m, [...m(x, x, x, { attnMask: causal, isCausal: true, needWeights: false }), causal.exp()]];
  },
  mha_eval() {
    const m = new nn.MultiheadAttention(8, 2, { batchFirst: true }).eval();
    const x = randn(2, 3, 8);
    return torch.noGrad(() => {
      const padded = m(x, x, x, { keyPaddingMask: mask(2, 3) });
      return [m, [...padded, ...m(x, x, x, { attnMask: mask(3, 3), needWeights: false })]];
    });
  },
  encoder_layer() {
    const m = new nn.TransformerEncoderLayer(8, 2, 16, 0);
    return [m, m(randn(3, 2, 8))];
  },
  encoder_layer_pre() {
    const m = new nn.TransformerEncoderLayer(8, 4, {
      dimFeedforward: 12,
      dropout: 0,
      activation: "gelu",
      batchFirst: true,
      normFirst: true,
      layerNormEps: 1e-4,
    });
    return [m, m(randn(2, 3, 8), mask(3, 3), { srcKeyPaddingMask: mask(2, 3) })];
  },
  encoder_layer_module() {
    const m = new nn.TransformerEncoderLayer(8, 2, 16, 0, new nn.SiLU(), { bias: false });
    return [m, m(randn(3, 8))];
  },
  decoder_layer() {
    const m = new nn.TransformerDecoderLayer(8, 2, 16, 0);
    const [tgt, memory] = [randn(3, 2, 8), randn(4, 2, 8)];
    const memoryKeyPaddingMask = mask(2, 4);
    return [m, m(tgt, memory, { tgtMask: causalMask(), memoryKeyPaddingMask, tgtIsCausal: true })];
  },
  decoder_layer_pre() {
    const m = new nn.TransformerDecoderLayer(8, 2, 16, 0, { batchFirst: true, normFirst: true });
    return [m, m(randn(2, 3, 8), randn(2, 4, 8), null, mask(3, 4), mask(2, 3))];
  },
  encoder() {
    const layer = new nn.TransformerEncoderLayer(8, 2, 16, 0, { batchFirst: true });
    const m = new nn.TransformerEncoder(layer, 2, new nn.LayerNorm(8));
    return [
      m,
      [
        m(randn(2, 3, 8)),
        m(randn(2, 3, 8), causalMask()),
        m(randn(2, 3, 8), { srcKeyPaddingMask: mask(2, 3) }),
      ],
    ];
  },
  encoder_eval() {
    const layer = new nn.TransformerEncoderLayer(8, 2, 16, 0.1, { batchFirst: true });
    const m = new nn.TransformerEncoder(layer, 2, new nn.LayerNorm(8)).eval();
    const x = randn(2, 3, 8);
    const padding = (row: boolean[]) => ({ srcKeyPaddingMask: torch.tensor([row, [false, false, false]]) });
    return torch.noGrad(() => [
      m,
      [m(x), m(x, padding([false, true, true])), m(x, padding([true, false, true]))],
    ]);
  },
  decoder() {
    const layer = new nn.TransformerDecoderLayer(8, 2, 16, 0);
    const m = new nn.TransformerDecoder(layer, 2, { norm: new nn.LayerNorm(8) });
    return [m, m(randn(3, 2, 8), randn(4, 2, 8), causalMask())];
  },
  transformer() {
    const m = new nn.Transformer(8, 2, 2, 1, 16, 0);
    return [m, m(randn(4, 2, 8), randn(3, 2, 8), { tgtMask: causalMask() })];
  },
  transformer_pre() {
    const m = new nn.Transformer({
      dModel: 8,
      nhead: 2,
      numEncoderLayers: 1,
      numDecoderLayers: 2,
      dimFeedforward: 16,
      dropout: 0,
      activation: "gelu",
      batchFirst: true,
      normFirst: true,
    });
    const masks = () => mask(2, 4);
    return [
      m,
      m(randn(2, 4, 8), randn(2, 3, 8), { srcKeyPaddingMask: masks(), memoryKeyPaddingMask: masks() }),
    ];
  },
  bilinear() {
    const m = new nn.Bilinear(3, 4, 5);
    return [m, m(randn(2, 3), randn(2, 4))];
  },
};

const batch = [3, 2, 8];
const ones = (...size: number[]) => torch.ones(size, { dtype: torch.bool });
const whole = (...size: number[]) => torch.ones(size, { dtype: torch.int64 });
type Call = NonNullable<Extract<Parameters<nn.MultiheadAttention["forward"]>[3], object>>;

const attention = (q: number[], k: number[], v: number[], call: Exclude<Call, Tensor> = {}) =>
  new nn.MultiheadAttention(8, 2)(randn(q), randn(k), randn(v), call);

const errors: Record<string, () => unknown> = {
  heads: () => new nn.MultiheadAttention(8, 3),
  zero: () => new nn.MultiheadAttention(0, 1),
  dims: () => attention([2, 2, 2, 8], batch, batch),
  "key dims": () => attention(batch, [3, 8], batch),
  "unbatched key dims": () => attention([3, 8], batch, batch),
  "padding dims": () => attention(batch, batch, batch, { keyPaddingMask: ones(3) }),
  "unbatched padding dims": () => attention([3, 8], [3, 8], [3, 8], { keyPaddingMask: ones(1, 3) }),
  "mask dims": () => attention(batch, batch, batch, { attnMask: randn(3) }),
  "unbatched mask shape": () => attention([3, 8], [3, 8], [3, 8], { attnMask: randn(3, 3, 3) }),
  "mask shape": () => attention(batch, batch, batch, { attnMask: randn(3, 4) }),
  "mask shape 3": () => attention(batch, batch, batch, { attnMask: randn(2, 3, 3) }),
  "mask dtype": () => attention(batch, batch, batch, { attnMask: whole(3, 3) }),
  "padding dtype": () => attention(batch, batch, batch, { keyPaddingMask: whole(2, 3) }),
  "padding shape": () => attention(batch, batch, batch, { keyPaddingMask: ones(3, 3) }),
  "padding length": () => attention(batch, batch, batch, { keyPaddingMask: ones(2, 4) }),
  features: () => attention([3, 2, 6], [3, 2, 6], [3, 2, 6]),
  "key and value": () => attention(batch, batch, [4, 2, 8]),
  "key and value apart": () =>
    new nn.MultiheadAttention(8, 2, { kdim: 4 })(randn(batch), randn(3, 2, 4), randn(4, 2, 8)),
  causal: () => attention(batch, batch, batch, { isCausal: true }),
  activation: () => new nn.TransformerEncoderLayer(8, 2, JSON.parse('{"activation":"tanh"}') as object),
  batch: () => new nn.Transformer(8, 2, 1, 1, 8)(randn(3, 2, 8), randn(3, 4, 8)),
  "batch first": () =>
    new nn.Transformer(8, 2, 1, 1, 8, { batchFirst: true })(randn(3, 2, 8), randn(2, 2, 8)),
  "model features": () => new nn.Transformer(8, 2, 1, 1, 8)(randn(3, 2, 6), randn(3, 2, 8)),
  bilinear: () => new nn.Bilinear(0, 2, 3),
};

describe.each(Object.keys(wanted.cases))("%s", (name) => {
  const expected = wanted.cases[name] as Case;
  const made = () => {
    torch.manualSeed(0);
    const make = cases[name];
    if (!make) throw new Error(`no case '${name}'`);
    const [net, out] = make();
    const outputs = (out instanceof Tensor ? [out] : out).filter((t) => t !== null);
    return { net, outputs, used: outputs.filter((t) => t.requiresGrad) };
  };

  test("prints as PyTorch does, with the same state", () => {
    const { net } = made();
    expect(String(net)).toBe(expected.repr);
    expect(Object.keys(net.stateDict())).toEqual(expected.state);
  });

  test("outputs and gradients", async () => {
    const { net, outputs, used } = made();
    expect(outputs.length).toBe(expected.outputs.length);
    for (const [i, values] of expected.outputs.entries()) {
      expect(await differences(outputs[i] as Tensor, values, 1e-5)).toEqual([]);
    }
    if (!expected.grads) return;
    weighted(used).backward();
    const grads = [...net.namedParameters()].filter(([, p]) => p.grad !== null);
    expect(grads.map(([key]) => key)).toEqual(Object.keys(expected.grads));
    // Some gradients are zero but for rounding, such as a key's bias: they are measured by the others.
    const scale = Math.max(...Object.values(expected.grads).map((v) => v.max));
    for (const [key, p] of grads) {
      const values = expected.grads[key] as Values;
      const tolerance = values.max < 1e-4 * scale ? Infinity : 1e-4;
      expect([key, await differences(p.grad as Tensor, values, tolerance)]).toEqual([key, []]);
    }
  });

  const { dot } = expected;
  if (dot)
    test("torchviz's graph, statement by statement", () => {
      const { net, used } = made();
      const params = Object.fromEntries(net.namedParameters());
      const { size, statements } = parseDot(String(makeDot(used, { params })));
      expect(statements).toEqual(dotStatements(dot));
      expect(size).toBe(dot.size);
    });
});

test.each(Object.keys(wanted.errors))("error: %s", (name) => {
  const [type, message] = wanted.errors[name] as readonly [string, string];
  let caught: unknown;
  try {
    errors[name]?.();
  } catch (error) {
    caught = error;
  }
  expect(caught).toMatchObject({ name: type, message });
});
