/**
 * Inputs for gradcheck beside the recorded cases: ops that no recorded call reaches with a smooth float input, and
 * formulas that recorded calls reach only with more elements than finite differences have time for.
 *
 * Adding one: the op's name as in its schema, the shapes of its inputs (float64, drawn from a fixed seed), and a
 * function of them that runs the op. A recorded case (`<family>.py`) does as well, and checks more.
 */
import { mkldnnRnnLayer } from "../../../engine/ops/recurrent.ts";
import { weightNorm } from "../../../engine/ops/weightNorm.ts";
import { F, nn, slice, type Tensor, torch } from "../subject.ts";

export interface Sample {
  readonly shapes: readonly (readonly number[])[];
  readonly run: (...inputs: Tensor[]) => Tensor | Promise<Tensor>;
  /** float32 on the way leaves half of the digits. */
  readonly coarse?: true;
}

type SevenTensors = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

const indices = torch.tensor([2, 0, 2]);

export const SAMPLES: Readonly<Record<string, Sample>> = {
  _to_copy: { shapes: [[2, 3]], run: (x) => x.float().double(), coarse: true },
  copy: { shapes: [[2, 3], [3]], run: (x, y) => x.mul(1).copy_(y) },
  "fill.Scalar": { shapes: [[2, 3]], run: (x) => x.mul(1).fill_(2).add(x) },
  zero: { shapes: [[2, 3]], run: (x) => x.mul(1).zero_().add(x) },
  uniform: { shapes: [[2, 3]], run: (x) => x.mul(1).uniform_().add(x) },
  normal: { shapes: [[2, 3]], run: (x) => x.mul(1).normal_().add(x) },
  "random.from": { shapes: [[2, 3]], run: (x) => x.mul(1).random_(0, 5).add(x) },
  "bernoulli.float": { shapes: [[2, 3]], run: (x) => x.mul(1).bernoulli_(0.5).add(x) },
  round: { shapes: [[5]], run: (x) => x.round().add(x) },
  "unsafe_split.Tensor": {
    shapes: [[2, 4]],
    run: (x) => {
      const [a, b] = x.unsafeSplit(2, 1) as [Tensor, Tensor];
      return a.mul(b);
    },
  },
  _pack_padded_sequence: {
    shapes: [[2, 2, 2]],
    run: (x) => nn.utils.rnn.packPaddedSequence(x, [2, 1]).data,
  },
  mkldnn_rnn_layer: {
    shapes: [[2, 1, 2], [4, 2], [4, 1], [4], [4], [1, 1], [1, 1]],
    run: (...inputs) => {
      const [input, weight0, weight1, weight2, weight3, hx_, cx_] = inputs as SevenTensors;
      const tensors = { input, weight0, weight1, weight2, weight3, hx_, cx_ };
      const shape = { mode: 2, hiddenSize: 1, numLayers: 1, batchSizes: [] };
      const flags = { reverse: true, hasBiases: true, bidirectional: false, batchFirst: false, train: true };
      const [outputs, h, c] = mkldnnRnnLayer({ ...tensors, ...shape, ...flags });
      return torch.cat([outputs, h, c].map((t) => t.reshape(-1)));
    },
  },
  rrelu_with_noise: { shapes: [[5]], run: (x) => F.rrelu(x, 0.1, 0.3, true) },
  "max_unpool2d.kernel": {
    shapes: [[1, 1, 2]],
    run: (x) => F.maxUnpool2d(x, torch.tensor([[[3, 0]]]), [2, 1]),
  },
  "max_unpool3d.kernel": {
    shapes: [[1, 1, 1, 2]],
    run: (x) => F.maxUnpool3d(x, torch.tensor([[[[3, 0]]]]), [1, 2, 1]),
  },
  max_pool3d_with_indices: { shapes: [[1, 2, 2, 3]], run: (x) => F.maxPool3d(x, 2, 1) },
  avg_pool3d: { shapes: [[1, 2, 2, 3]], run: (x) => F.avgPool3d(x, 2, 1, { padding: 0 }) },
  _adaptive_avg_pool3d: { shapes: [[1, 2, 3, 2]], run: (x) => F.adaptiveAvgPool3d(x, [1, 2, 2]) },
  acosh: { shapes: [[5]], run: (x) => x.abs().add(1.5).acosh() },
  _safe_softmax: {
    shapes: [
      [1, 2, 2],
      [1, 2, 2],
      [1, 2, 2],
    ],
    run: (q, k, v) => F.scaledDotProductAttention(q, k, v),
  },
  floor: { shapes: [[5]], run: (x) => x.floor().add(x) },
  ceil: { shapes: [[5]], run: (x) => x.ceil().add(x) },
  trunc: { shapes: [[5]], run: (x) => x.trunc().add(x) },
  _nan_to_num: { shapes: [[5]], run: (x) => x.nanToNum() },
  as_strided: { shapes: [[2, 3]], run: (x) => x.at(null, slice(1)).asStrided([2, 2], [1, 3], 1) },
  "as_strided, overlapping": {
    shapes: [[2, 3]],
    run: (x) => x.expand([2, 2, 3]).asStrided([3, 2], [1, 1], 1),
  },
  masked_select: {
    shapes: [[2, 3]],
    run: async (x) => x.maskedSelect(torch.tensor([true, false, true])),
  },
  reflection_pad2d: { shapes: [[1, 2, 3]], run: (x) => F.pad(x, [1, 2, 1, 0], "reflect") },
  reflection_pad3d: { shapes: [[1, 2, 2, 2]], run: (x) => F.pad(x, [1, 1, 1, 0, 0, 1], "reflect") },
  replication_pad2d: { shapes: [[1, 2, 2]], run: (x) => F.pad(x, [1, 2, 1, 0], "replicate") },
  replication_pad3d: { shapes: [[1, 2, 2, 2]], run: (x) => F.pad(x, [1, 0, 1, 0, 0, 1], "replicate") },
  "index.Tensor": { shapes: [[3, 2]], run: (x) => x.at(indices) },
  index_put: {
    shapes: [
      [3, 2],
      [2, 2],
    ],
    run: (x, y) => x.mul(1).set([torch.tensor([2, 0])], y),
  },
  "index_put.mask": {
    shapes: [[3, 2], [2]],
    run: (x, y) => x.mul(1).set([torch.tensor([true, false, true])], y),
  },
  alias: { shapes: [[3, 2]], run: (x) => x.at("...") },
  convolution: {
    shapes: [[1, 2, 4, 3], [2, 1, 2, 2], [2]],
    run: (x, w, b) => F.conv2d(x, w, b, { stride: [2, 1], padding: 1, groups: 2 }),
  },
  "convolution, transposed": {
    shapes: [[1, 2, 2, 2], [2, 1, 2, 2], [2]],
    run: (x, w, b) => F.convTranspose2d(x, w, b, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  },
  max_pool2d_with_indices: {
    shapes: [[1, 1, 3, 4]],
    run: (x) => F.maxPool2d(x, 2, { stride: 1 }),
  },
  avg_pool2d: { shapes: [[1, 1, 4, 5]], run: (x) => F.avgPool2d(x, 3, 2, 1) },
  _adaptive_avg_pool2d: { shapes: [[1, 1, 5, 4]], run: (x) => F.adaptiveAvgPool2d(x, [2, 3]) },
  adaptive_max_pool2d: { shapes: [[1, 1, 5, 4]], run: (x) => F.adaptiveMaxPool2d(x, [2, 3]) },
  upsample_nearest2d: { shapes: [[1, 1, 2, 3]], run: (x) => F.interpolate(x, { size: [3, 4] }) },
  upsample_bilinear2d: {
    shapes: [[1, 1, 2, 3]],
    run: (x) => F.interpolate(x, { size: [3, 4], mode: "bilinear" }),
  },
  _weight_norm_interface: {
    shapes: [
      [3, 2, 2],
      [3, 1, 1],
    ],
    run: (v, g) => weightNorm({ v, g, dim: 0 }),
  },
  _ctc_loss: {
    shapes: [[4, 2, 3]],
    run: (x) => F.ctcLoss(x.logSoftmax(2), torch.tensor([1, 2, 2]), [4, 3], [2, 1], { reduction: "sum" }),
  },
  linalg_cholesky_ex: {
    shapes: [[3, 3]],
    run: (x) => torch.linalg.cholesky(x.matmul(x.mT).add(torch.eye(3, { dtype: torch.float64 }))),
  },
  _linalg_eigh: {
    shapes: [[3, 3]],
    run: (x) => {
      const [values, vectors] = torch.linalg.eigh(x.add(x.mT));
      return vectors.mul(vectors).add(values);
    },
  },
  _linalg_svd: {
    shapes: [[4, 3]],
    run: (x) => {
      const [U, S, Vh] = torch.linalg.svd(x, { fullMatrices: false });
      return U.mul(U).sum(1).narrow(0, 0, 3).add(Vh.mul(Vh)).add(S);
    },
  },
  pixel_shuffle: { shapes: [[4, 1, 2]], run: (x) => F.pixelShuffle(x, 2) },
  pixel_unshuffle: { shapes: [[1, 2, 4]], run: (x) => F.pixelUnshuffle(x, 2) },
  "as a write into a view": {
    shapes: [[2, 3], [3]],
    run: (x, y) => {
      const z = x.mul(1);
      z.at(0).mul_(y);
      z.at(null, slice(1)).add_(y.at(slice(1)));
      return z.mul(x);
    },
  },
};
