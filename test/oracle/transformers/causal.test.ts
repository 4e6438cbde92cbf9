/** Which masks the stacks of Transformer layers know for causal ones: as recorded by `causal.py`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Node } from "../../../engine/autograd/node.ts";
import { nn, slice, type Tensor, torch } from "../subject.ts";

type Saved = readonly [isCausal: boolean, hasMask: boolean];

const wanted = JSON.parse(readFileSync(new URL("causal.json", import.meta.url), "utf8")) as Record<
  string,
  { readonly encoder: readonly Saved[]; readonly decoder: readonly Saved[] }
>;

const L = 3;
const { full, ones, zeros, triu, tril } = torch;
const causal = (size: number) => nn.Transformer.generateSquareSubsequentMask(size);

const masks: Readonly<Record<string, () => Tensor | null>> = {
  generated: () => causal(L),
  "triu of full": () => triu(full([L, L], -Infinity), 1),
  "triu of ones as bool": () => triu(ones(L, L), 1).bool(),
  "masked fill": () => zeros(L, L).maskedFill(triu(ones(L, L), 1).bool(), -Infinity),
  "transposed tril": () => tril(full([L, L], -Infinity), -1).t(),
  "part of a larger one": () => causal(L + 2).at(slice(null, L), slice(null, L)),
  written: () => causal(L).indexFill_(1, torch.tensor([2]), 0.5),
  "written with the same": () => causal(L).clamp_({ max: 0 }),
  finite: () => triu(full([L, L], -1e9, { dtype: torch.float32 }), 1),
  zeros: () => zeros(L, L),
  "three dimensions": () => causal(L).expand(4, L, L),
  none: () => null,
};

/** Of each attention whether it keeps `is_causal`, and whether a mask; sorted. */
function saved(out: Tensor): Saved[] {
  const seen = new Set<Node>();
  const stack = [out.gradFn];
  const found: Saved[] = [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!node || seen.has(node)) continue;
    seen.add(node);
    if (node.name.startsWith("ScaledDot")) {
      const values = Object.fromEntries(node.savedValues());
      found.push([values.is_causal === true, values.attn_mask !== null]);
    }
    stack.push(...node.next.map((edge) => edge?.node ?? null));
  }
  return found.sort();
}

const settings = { dropout: 0, batchFirst: true } as const;
const encode = (mask: Tensor | null, device: "cpu" | "meta" = "cpu") => {
  const net = new nn.TransformerEncoder(new nn.TransformerEncoderLayer(8, 2, 16, settings), 1);
  return saved(net.to(device)(torch.randn(2, L, 8).to(device), mask));
};
const decode = (mask: Tensor | null) => {
  const net = new nn.TransformerDecoder(new nn.TransformerDecoderLayer(8, 2, 16, settings), 1);
  const x = torch.randn(2, L, 8);
  return saved(net(x, x, mask));
};

describe("causal masks", () => {
  test.each(Object.entries(wanted))("%s", (name, { encoder, decoder }) => {
    const make = masks[name] as () => Tensor | null;
    expect(encode(make())).toEqual(encoder);
    expect(decode(make())).toEqual(decoder);
  });

  test("without values, those that were made as such are known, until somebody writes", () => {
    const made = () => nn.Transformer.generateSquareSubsequentMask(L, { device: "meta" });
    expect(encode(made(), "meta")).toEqual([[true, false]]);
    expect(encode(made().mul_(1), "meta")).toEqual([[false, true]]);
  });
});
