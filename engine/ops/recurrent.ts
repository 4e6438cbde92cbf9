/**
 * What recurrent layers are made of: `unsafe_chunk`, one step of an LSTM, and a whole LSTM layer as PyTorch's CPU runs
 * it for float32 (`mkldnn_rnn_layer`): one node, with a workspace of its own kind.
 */
import { buildsGraph } from "../autograd/mode.ts";
import { lstmCell, lstmCellBackward } from "../devices/cpu/lstmCell.ts";
import { gpuLstmCell, gpuLstmCellBackward } from "../devices/webgpu/kernels/lstmCell.ts";
import { exactly } from "../exactly.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./join.ts";
import { linear } from "./matmul.ts";
import { defineOp } from "./op.ts";
import { split } from "./split.ts";

export const unsafeSplit = defineOp({
  schema: "unsafe_split.Tensor(Tensor self, int split_size, int dim=0) -> Tensor[]",
  doc: "As `split`, but autograd does not take the parts for views: they may be written in place.",
  on: ["method", "torch"],
  views: (args) => split.definition.views?.(args) ?? [],
  detaches: true,
  node: "UnsafeSplitBackward0",
  derivatives: (d) => [
    d("self", ["dim", "selfSizes", "splitSize"], (c) => {
      const known = c.grads.find((g) => g !== null);
      if (!known) return null;
      const at = wrapDim(c.dim, c.selfSizes.length);
      const total = c.selfSizes[at] as number;
      const parts = c.grads.map((grad, i) => {
        const size = Math.min(c.splitSize, total - i * c.splitSize);
        return grad ?? known.newZeros(c.selfSizes.map((s, dim) => (dim === at ? size : s)));
      });
      return cat({ tensors: parts, dim: at });
    }),
  ],
});

export const unsafeChunk = defineOp({
  schema: "unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
  doc: "As `chunk`, but autograd does not take the parts for views: they may be written in place.",
  on: ["method", "torch"],
  composite: ({ self, chunks, dim }) =>
    unsafeSplit({ self, splitSize: Math.ceil(self.size(dim) / chunks), dim }),
});

/** Its flops are counted by the layer, in which it is not seen. */
const fusedCell = defineOp({
  schema:
    "_thnn_fused_lstm_cell(Tensor input_gates, Tensor hidden_gates, Tensor cx) -> (Tensor hy, Tensor cy, Tensor workspace)",
  doc: "One step of an LSTM from the sums of its gates, `[N, 4 · H]` each, and the state before.",
  meta: ({ inputGates, cx }) => [{ shape: cx.shape }, { shape: cx.shape }, { shape: inputGates.shape }],
  cpu: ({ inputGates, hiddenGates, cx }, out) => lstmCell(inputGates, hiddenGates, cx, ...out),
  webgpu: ({ inputGates, hiddenGates, cx }, out, gpu) =>
    gpuLstmCell(gpu, cx, [inputGates, hiddenGates, cx, ...out]),
});

const fusedCellBackward = defineOp({
  schema:
    "_thnn_fused_lstm_cell_backward_impl(Tensor grad_hy, Tensor grad_cy, Tensor cx, Tensor cy, Tensor workspace) -> (Tensor grad_gates, Tensor grad_cx)",
  doc: "Gradients of one step of an LSTM.",
  meta: ({ cx, workspace }) => [{ shape: workspace.shape }, { shape: cx.shape }],
  cpu: (a, out) => lstmCellBackward(a.gradHy, a.gradCy, a.cx, a.cy, a.workspace, ...out),
  webgpu: (a, out, gpu) =>
    gpuLstmCellBackward(gpu, a.cx, [a.gradHy, a.gradCy, a.cx, a.cy, a.workspace, ...out]),
});

/** Steps in the order in which they are run. */
const inOrder = <T>(steps: readonly T[], reverse: boolean): readonly T[] =>
  reverse ? [...steps].reverse() : steps;

interface Layer {
  readonly input: Tensor;
  readonly weight0: Tensor;
  readonly weight1: Tensor;
  readonly weight2: Tensor;
  readonly weight3: Tensor;
  readonly hx_: Tensor;
  readonly cx_: Tensor;
  readonly reverse: boolean;
  readonly hasBiases: boolean;
}

const inputGates = ({ input, weight0, weight2, hasBiases }: Layer): Tensor =>
  linear({ input, weight: weight0, bias: hasBiases ? weight2 : null });
const hiddenGates = ({ weight1, weight3, hasBiases }: Layer, h: Tensor): Tensor =>
  linear({ input: h, weight: weight1, bias: hasBiases ? weight3 : null });

function layerForward(layer: Layer, keep: boolean): [Tensor, Tensor, Tensor, Tensor] {
  const gates = inOrder(inputGates(layer).unbind(0), layer.reverse);
  const outputs: Tensor[] = [];
  const kept: [gates: Tensor, cell: Tensor][] = [];
  let [h, c] = [layer.hx_, layer.cx_];
  for (const x of gates) {
    const [hy, cy, workspace] = fusedCell({ inputGates: x, hiddenGates: hiddenGates(layer, h), cx: c });
    outputs.push(hy);
    if (keep) kept.push([workspace, cy]);
    [h, c] = [hy, cy];
  }
  // In a row, so that each part of it lies row-major.
  const parts = [0, 1].flatMap((i) => kept.map((step) => (step[i] as Tensor).reshape(-1)));
  const workspace = keep ? cat({ tensors: parts }) : h.newZeros([0]);
  // The last state is a result of its own, not the last of the outputs.
  return [stack({ tensors: inOrder(outputs, layer.reverse) }), h, c, workspace];
}

/** Gradients of the gates' sums, in order of time, and of the states at the start, from the workspace. */
function stepsBackward(
  layer: Layer,
  workspace: Tensor,
  grads: readonly (Tensor | null)[],
): [gates: Tensor, hx: Tensor, cx: Tensor] {
  const [batch, size] = exactly(2, layer.hx_.shape);
  const length = layer.input.shape[0] as number;
  const part = (start: number, width: number, s: number) =>
    workspace.narrow(0, start + s * batch * width, batch * width).view(batch, width);
  const gatesAt = (s: number) => part(0, 4 * size, s);
  const cellAt = (s: number) => (s < 0 ? layer.cx_ : part(length * batch * 4 * size, size, s));
  const outer = inOrder(grads[0]?.unbind(0) ?? [], layer.reverse);
  let gh = grads[1] ?? null;
  let gc = grads[2] ?? layer.cx_.newZeros(layer.cx_.shape);
  const gates: Tensor[] = new Array<Tensor>(length);
  for (let s = length - 1; s >= 0; s--) {
    const own = outer[s];
    const gradHy = own && gh ? own.add(gh) : (own ?? gh ?? gc.newZeros(gc.shape));
    const [gradGates, gradCx] = fusedCellBackward({
      ...{ gradHy, gradCy: gc, cx: cellAt(s - 1), cy: cellAt(s), workspace: gatesAt(s) },
    });
    gates[s] = gradGates;
    gh = gradGates.mm(layer.weight1);
    gc = gradCx;
  }
  return [stack({ tensors: inOrder(gates, layer.reverse) }), gh as Tensor, gc];
}

/** The same from ops that have derivatives themselves, for a graph of the backward pass. */
function stepsBackwardByOps(
  layer: Layer,
  outputs: Tensor,
  grads: readonly (Tensor | null)[],
): [gates: Tensor, hx: Tensor, cx: Tensor] {
  const x = inOrder(inputGates(layer).unbind(0), layer.reverse);
  const hidden = [layer.hx_, ...inOrder(outputs.unbind(0), layer.reverse)];
  let c = layer.cx_;
  const steps = x.map((gatesOfInput, s) => {
    const sums = gatesOfInput.add(hiddenGates(layer, hidden[s] as Tensor));
    const [i, f, g, o] = exactly(4, sums.chunk(4, 1));
    const active = { i: i.sigmoid(), f: f.sigmoid(), g: g.tanh(), o: o.sigmoid() };
    const before = c;
    c = active.f.mul(before).add(active.i.mul(active.g));
    return { ...active, before, active: c.tanh() };
  });
  const outer = inOrder(grads[0]?.unbind(0) ?? [], layer.reverse);
  const slope = (y: Tensor) => y.mul(y.neg().add(1));
  let gh = grads[1] ?? null;
  let gc = grads[2] ?? layer.cx_.newZeros(layer.cx_.shape);
  const gates: Tensor[] = new Array<Tensor>(steps.length);
  for (let s = steps.length - 1; s >= 0; s--) {
    const { i, f, g, o, before, active } = steps[s] as (typeof steps)[number];
    const own = outer[s];
    const grad = own && gh ? own.add(gh) : (own ?? gh ?? before.newZeros(before.shape));
    const cell = gc.add(grad.mul(o).mul(active.mul(active).neg().add(1)));
    const parts = [
      cell.mul(g).mul(slope(i)),
      cell.mul(before).mul(slope(f)),
      cell.mul(i).mul(g.mul(g).neg().add(1)),
      grad.mul(active).mul(slope(o)),
    ];
    const all = cat({ tensors: parts, dim: 1 });
    gates[s] = all;
    gh = all.mm(layer.weight1);
    gc = cell.mul(f);
  }
  return [stack({ tensors: inOrder(gates, layer.reverse) }), gh as Tensor, gc];
}

const LAYER_ARGS = ["input", "weight0", "weight1", "weight2", "weight3", "hx_", "cx_"] as const;

export const mkldnnRnnLayer = defineOp({
  schema:
    "mkldnn_rnn_layer(Tensor input, Tensor weight0, Tensor weight1, Tensor weight2, Tensor weight3, Tensor hx_, Tensor cx_, bool reverse, int[] batch_sizes, int mode, int hidden_size, int num_layers, bool has_biases, bool bidirectional, bool batch_first, bool train) -> (Tensor result0, Tensor result1, Tensor result2, Tensor result3)",
  doc: "One direction of one layer of an LSTM over `[L, N, inputSize]`: outputs, last state, last cell state, workspace.",
  explicit: (args, hasNode) => layerForward(args, hasNode),
  node: "MkldnnRnnLayerBackward0",
  derivatives: (d) => [
    d(
      LAYER_ARGS,
      [
        ...(["batchFirst", "batchSizes", "bidirectional", "cx_", "hasBiases", "hiddenSize", "hx_"] as const),
        ...(["input", "mode", "numLayers", "result0", "result1", "result2", "result3"] as const),
        ...(["reverse", "train", "weight0", "weight1", "weight2", "weight3"] as const),
      ],
      (c) => {
        const [gates, hx, cx] = buildsGraph()
          ? stepsBackwardByOps(c, c.result0, c.grads)
          : stepsBackward(c, c.result3, c.grads);
        const [steps, batch, size] = exactly(3, gates.shape);
        const rows = gates.reshape(steps * batch, size);
        const start = c.hx_.unsqueeze(0);
        const before = c.reverse
          ? [c.result0.narrow(0, 1, steps - 1), start]
          : [start, c.result0.narrow(0, 0, steps - 1)];
        const flat = (t: Tensor) => t.reshape(steps * batch, t.shape.at(-1) as number);
        const bias = c.needs("weight2") || c.needs("weight3") ? rows.sum(0) : null;
        return [
          c.needs("input") ? rows.mm(c.weight0).view(c.input.shape) : null,
          c.needs("weight0") ? rows.t().mm(flat(c.input)) : null,
          c.needs("weight1") ? rows.t().mm(flat(cat({ tensors: before }))) : null,
          ...[bias, bias, hx, cx],
        ];
      },
    ),
  ],
  flops: ({ input, weight0, weight1 }) => {
    const [steps, batch] = exactly(3, input.shape);
    const [gates, hidden] = exactly(2, weight1.shape);
    return steps * batch * (2 * (weight0.numel() + weight1.numel()) + 25 * hidden + gates);
  },
  products: ({ input, weight0, weight1 }) => {
    const [steps, batch] = exactly(3, input.shape);
    return steps * batch * 2 * (weight0.numel() + weight1.numel());
  },
});
