/** `nn.utils`, and second derivatives of an LSTM. Numbers and texts are PyTorch's. */
import { describe, expect, expectTypeOf, test } from "vitest";
import { nn, type Tensor, torch } from "../../../engine/index.ts";

const { rnn } = nn.utils;
const float = (data: number | readonly number[]) => torch.tensor(data, { dtype: torch.float32 });
const lists = (tensors: Iterable<Tensor | null>) => Promise.all([...tensors].map((t) => t?.tolist()));

async function expectClose(
  t: Tensor | null | undefined,
  wanted: readonly number[],
  digits = 6,
): Promise<void> {
  const data = Array.from((await t?.detach().data()) ?? []);
  expect(data.length).toBe(wanted.length);
  for (const [i, w] of wanted.entries()) expect(data[i]).toBeCloseTo(w, digits);
}

describe("clipping", () => {
  const parameters = () => {
    const all = [new nn.Parameter(torch.ones(2)), new nn.Parameter(torch.ones(1))] as const;
    all[0].grad = float([3, 4]);
    all[1].grad = float([12]);
    return all;
  };

  test("scales all gradients by their common norm, and gives it", async () => {
    const all = parameters();
    expect(await nn.utils.getTotalNorm(all.map((p) => p.grad as Tensor)).item()).toBe(13);
    expect(await nn.utils.clipGradNorm_(all, 6.5).item()).toBe(13);
    await expectClose(all[0].grad, [1.5, 2]);
    expect(await nn.utils.clipGradNorm_(all, 1, { normType: Number.POSITIVE_INFINITY }).item()).toBeCloseTo(
      6,
    );
    await expectClose(all[0].grad, [0.25, 1 / 3]);
  });

  test("refuses norms that are not finite, if asked to", async () => {
    const all = parameters();
    all[1].grad = float([Number.NaN]);
    await expect(nn.utils.clipGradNorm_(all, 1, { errorIfNonfinite: true })).rejects.toThrow(
      "The total norm of order 2.0 for gradients from `parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`",
    );
    expect(await lists([all[0].grad])).toEqual([[3, 4]]);
  });

  test("bounds single elements", async () => {
    const all = parameters();
    nn.utils.clipGradValue_(all, 3.5);
    expect(await lists(all.map((p) => p.grad))).toEqual([[3, 3.5], [3.5]]);
  });
});

test("parameters become a vector, and a vector parameters", async () => {
  const net = new nn.Linear(2, 1);
  nn.utils.vectorToParameters(float([1, 2, 3]), net.parameters());
  expect(await lists(net.parameters())).toEqual([[[1, 2]], [3]]);
  const vector = nn.utils.parametersToVector(net.parameters());
  expect(vector.gradFn?.name).toBe("CatBackward0");
  expect(await vector.tolist()).toEqual([1, 2, 3]);
});

describe("packed sequences", () => {
  test("are typed through a layer", () => {
    const packed = rnn.packSequence([torch.randn(3, 2), torch.randn(1, 2)]);
    const lstm = new nn.LSTM(2, 3);
    expectTypeOf(lstm(packed)[0]).toEqualTypeOf<nn.utils.rnn.PackedSequence>();
    expectTypeOf(lstm(torch.randn(1, 2, 2))[0]).toEqualTypeOf<Tensor>();
    expect(lstm(packed)[0].data.shape).toEqual([4, 3]);
  });

  test("come back as they were", async () => {
    const sequences = [[1], [2, 3, 4], [5, 6]].map(float);
    const packed = rnn.packSequence(sequences, { enforceSorted: false });
    expect(String(packed)).toBe(
      "PackedSequence(data=tensor([2., 5., 1., 3., 6., 4.]), batch_sizes=tensor([3, 2, 1]), sorted_indices=tensor([1, 2, 0]), unsorted_indices=tensor([2, 0, 1]))",
    );
    expect(await lists(rnn.unpackSequence(packed))).toEqual([[1], [2, 3, 4], [5, 6]]);
    const [padded, lengths] = rnn.padPackedSequence(packed, {
      batchFirst: true,
      paddingValue: -1,
      totalLength: 4,
    });
    expect(await padded.tolist()).toEqual([
      [1, -1, -1, -1],
      [2, 3, 4, -1],
      [5, 6, -1, -1],
    ]);
    expect(await lengths.tolist()).toEqual([1, 3, 2]);
  });

  test("padSequence pads at either side", async () => {
    const sequences = [float([1]), float([2, 3])];
    expect(await rnn.padSequence(sequences).tolist()).toEqual([
      [1, 2],
      [0, 3],
    ]);
    const left = rnn.padSequence(sequences, { batchFirst: true, paddingSide: "left", paddingValue: 9 });
    expect(await left.tolist()).toEqual([
      [9, 1],
      [2, 3],
    ]);
  });

  const x = torch.ones(3, 3, 2);
  test.each([
    [() => rnn.packPaddedSequence(x, [1, 2, 3]), "`lengths` array must be sorted in decreasing order"],
    [
      () => rnn.packPaddedSequence(x, [3, 2]),
      "Expected `len(lengths)` to be equal to batch_size, but got 2 (batch_size=3)",
    ],
    [
      () => rnn.packPaddedSequence(x, torch.tensor([3, 2, 0])),
      "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
    ],
    [() => rnn.packPaddedSequence(torch.ones(0, 3, 2), [0, 0, 0]), "Cannot pack empty tensors."],
    [() => rnn.padSequence([]), "received an empty list of sequences"],
    [
      () => rnn.padPackedSequence(rnn.packPaddedSequence(x, [3, 2, 1]), { totalLength: 2 }),
      "Expected total_length to be at least the length of the longest sequence in input, but got total_length=2 and max sequence length being 3",
    ],
  ])("errors are PyTorch's (%#)", (run, message) => {
    expect(run).toThrow(message);
  });
});

test("an LSTM is differentiated twice", async () => {
  torch.manualSeed(0);
  const lstm = new nn.LSTM(2, 2);
  const x = torch.tensor([[[1, 2]], [[3, -1]]], { dtype: torch.float32, requiresGrad: true });
  const [g] = torch.autograd.grad(lstm(x)[0].sum(), x, null, { createGraph: true });
  await expectClose(g, [0.03463954, 0.03984237, 0.04866185, 0.01283305], 7);
  g?.pow(2).sum().backward();
  await expectClose(x.grad, [-7.216814e-5, 6.949818e-5, -3.381654e-4, 8.067924e-4], 8);
  const hidden = lstm.getParameter("weight_hh_l0").grad?.at(null, 0);
  await expectClose(
    hidden,
    [
      -5.297607e-4, -9.84839e-5, -1.714687e-4, -4.324142e-6, 2.324371e-4, 7.923519e-4, -5.325706e-4,
      -5.847383e-5,
    ],
    8,
  );
});
