/** GPT-2's `generate`: goes on from the words given, within the longest sequence. */
import { expect, test } from "vitest";
import { torch } from "../../../engine/index.ts";
import { GPT2 } from "../../../examples/gpt2.ts";

const small = () => {
  torch.manualSeed(0);
  return new GPT2({ vocabSize: 11, nPositions: 8, nEmbd: 8, nLayer: 1, nHead: 2, dropout: 0 }).eval();
};

test("the likeliest word comes next", async () => {
  const net = small();
  const tokens = torch.tensor([[1, 2, 3]]);
  const next = torch.noGrad(() => net(tokens).at(0, -1).argmax());
  const longer = net.generate(tokens, 1);
  expect(await longer.tolist()).toEqual([[1, 2, 3, Number(await next.item())]]);
});

test("goes on beyond the longest sequence, and draws words with a temperature", async () => {
  const net = small();
  torch.manualSeed(1);
  const drawn = net.generate(torch.zeros(2, 1, { dtype: torch.int64 }), 12, { temperature: 5 });
  expect([...drawn.shape]).toEqual([2, 13]);
  const words = new Set((await drawn.tolist()).toString().split(","));
  expect(words.size).toBeGreaterThan(4);
});
