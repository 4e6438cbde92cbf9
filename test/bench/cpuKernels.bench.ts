/**
 * The CPU device's kernels in milliseconds of processor time: the least of many samples, so that other work on the
 * machine counts little. Hosts with relaxed SIMD (Node 22 and later, VS Code) run the build that has it.
 * To see TensorFlow.js's WebAssembly backend beside them in the same run, install `@tensorflow/tfjs-core` and
 * `@tensorflow/tfjs-backend-wasm` in some folder and name it: `TFJS=/tmp/tfjs npm run bench -- cpuKernels`.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  type ConvParams,
  convolutionForward,
  convolutionGradInput,
  convolutionGradWeight,
} from "../../engine/devices/cpu/convolution.ts";
import type { CpuTensor } from "../../engine/devices/cpu/cpuTensor.ts";
import { gemm } from "../../engine/devices/cpu/gemm.ts";
import { hotLoopOf, runHotLoop } from "../../engine/devices/cpu/hotLoops.ts";
import { runHotRows } from "../../engine/devices/cpu/hotRows.ts";
import { maxPool2d } from "../../engine/devices/cpu/maxPool2d.ts";
import { type DType, float32, int64, newArray } from "../../engine/dtype.ts";

/** What is used of TensorFlow.js, whose types are not installed here. */
interface PeerTensor {
  dispose(): void;
  dataSync(): Float32Array;
}
interface Peer {
  tensor(values: Float32Array, shape: readonly number[]): PeerTensor;
  matMul(a: PeerTensor, b: PeerTensor): PeerTensor;
  conv2d(x: PeerTensor, filter: PeerTensor, strides: number, pad: number): PeerTensor;
  depthwiseConv2d(x: PeerTensor, filter: PeerTensor, strides: number, pad: number): PeerTensor;
  maxPool(x: PeerTensor, size: number, strides: number, pad: number): PeerTensor;
  relu(x: PeerTensor): PeerTensor;
  add(a: PeerTensor, b: PeerTensor): PeerTensor;
  exp(x: PeerTensor): PeerTensor;
  softmax(x: PeerTensor): PeerTensor;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

async function loadPeer(): Promise<Peer | null> {
  const folder = process.env.TFJS;
  if (!folder) return null;
  const require = createRequire(join(folder, "package.json"));
  const peer = require("@tensorflow/tfjs-core") as Peer;
  require("@tensorflow/tfjs-backend-wasm");
  await peer.setBackend("wasm");
  await peer.ready();
  return peer;
}

/** Milliseconds of processor time of the fastest run in about a third of a second. */
async function fastest(run: () => void): Promise<number> {
  const sample = (times: number): number => {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / times;
  };
  sample(3);
  // The optimising compiler works beside us; let it finish.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const times = Math.max(1, Math.ceil(2 / Math.max(1e-4, sample(2))));
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + 350;
  for (let i = 0; i < 7 || performance.now() < end; i++) best = Math.min(best, sample(times));
  return best;
}

interface Result {
  readonly name: string;
  readonly ms: number;
  /** Floating-point operations. */
  readonly flops: number;
  readonly peerMs: number | null;
}

const peer = await loadPeer();
const results: Result[] = [];

async function measure(
  name: string,
  flops: number,
  ours: () => void,
  theirs?: (peer: Peer) => () => PeerTensor,
): Promise<void> {
  const ms = await fastest(ours);
  const run = peer && theirs ? theirs(peer) : null;
  results.push({ name, flops, ms, peerMs: run && (await fastest(() => run().dispose())) });
}

function random(shape: readonly number[], dtype: DType = float32): CpuTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = newArray(dtype, size);
  for (let i = 0; i < size; i++) data[i] = Math.random() - 0.5;
  return { data, shape, strides: [], dtype, size };
}

const values = (t: CpuTensor): Float32Array => Float32Array.from(t.data);

/** [N, C, H, W] to their [N, H, W, C], and [O, I, h, w] to their [h, w, I, O]; values don't matter, only sizes. */
const nhwc = (p: Peer, t: CpuTensor): PeerTensor => {
  const [n, c, h, w] = t.shape as [number, number, number, number];
  return p.tensor(values(t), [n, h, w, c]);
};

for (const [m, k, n] of [
  [256, 256, 256],
  [512, 512, 512],
  [1024, 1024, 1024],
  [64, 784, 128],
  [1, 2048, 1000],
  [16, 16, 16],
] as const) {
  const [a, b, c] = [random([m, k]), random([k, n]), random([m, n])];
  await measure(
    `matmul ${m} × ${k} × ${n}`,
    2 * m * n * k,
    () => gemm(m, n, k, 1, a.data, 0, k, 1, b.data, 0, n, 1, 0, c.data, 0, n),
    (p) => {
      const [x, y] = [p.tensor(values(a), [m, k]), p.tensor(values(b), [k, n])];
      return () => p.matMul(x, y);
    },
  );
}

const convolutions: readonly (readonly [
  name: string,
  input: number[],
  weight: number[],
  stride: number,
  padding: number,
  groups: number,
])[] = [
  ["64 → 64, 3×3, 56×56", [1, 64, 56, 56], [64, 64, 3, 3], 1, 1, 1],
  ["3 → 16, 3×3, 720×480", [1, 3, 720, 480], [16, 3, 3, 3], 1, 0, 1],
  ["3 → 64, 7×7 / 2, 224×224", [1, 3, 224, 224], [64, 3, 7, 7], 2, 3, 1],
  ["256 → 64, 1×1, 56×56", [1, 256, 56, 56], [64, 256, 1, 1], 1, 0, 1],
  ["128 → 128, 3×3 / 2, 56×56", [1, 128, 56, 56], [128, 128, 3, 3], 2, 1, 1],
  ["512 → 512, 3×3, 7×7", [1, 512, 7, 7], [512, 512, 3, 3], 1, 1, 1],
  ["128 depthwise, 3×3, 56×56", [1, 128, 56, 56], [128, 1, 3, 3], 1, 1, 128],
  ["32 → 64, 3×3, 64 of 13×13", [64, 32, 13, 13], [64, 32, 3, 3], 1, 0, 1],
];

for (const [name, input, weight, stride, padding, groups] of convolutions) {
  const p: ConvParams = {
    stride: [stride, stride],
    padding: [padding, padding],
    dilation: [1, 1],
    transposed: false,
    outputPadding: [0, 0],
    groups,
  };
  const [outputs = 0, sources = 0, kernel = 0] = weight;
  const extent = (i: number) => Math.floor(((input[i] ?? 0) + 2 * padding - kernel) / stride) + 1;
  const [x, w, b] = [random(input), random(weight), random([outputs])];
  const y = random([input[0] ?? 0, outputs, extent(2), extent(3)]);
  const [dx, dw] = [random(input), random(weight)];
  const flops = 2 * y.size * sources * kernel * kernel;
  await measure(
    `conv ${name}`,
    flops,
    () => convolutionForward(x, w, b, p, y),
    (tf) => {
      const image = nhwc(tf, x);
      if (groups > 1) {
        const filter = tf.tensor(values(w), [kernel, kernel, groups, 1]);
        return () => tf.depthwiseConv2d(image, filter, stride, padding);
      }
      const filter = tf.tensor(values(w), [kernel, kernel, sources, outputs]);
      return () => tf.conv2d(image, filter, stride, padding);
    },
  );
  await measure("  gradient of the input", flops, () => convolutionGradInput(y, w, p, dx));
  await measure("  gradient of the weight", flops, () => convolutionGradWeight(y, x, p, dw));
}

{
  const [x, y] = [random([64, 32, 28, 28]), random([64, 32, 14, 14])];
  const indices = random(y.shape, int64);
  const p = { kernelSize: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1], ceilMode: false };
  await measure(
    "max pool 2×2, 64 × 32 of 28×28",
    4 * y.size,
    () => maxPool2d(x, p, y, indices),
    (tf) => {
      const image = nhwc(tf, x);
      return () => tf.maxPool(image, 2, 2, 0);
    },
  );
}

for (const [name, call] of [
  ["relu", (tf: Peer, x: PeerTensor) => tf.relu(x)],
  ["add.Tensor", (tf: Peer, x: PeerTensor) => tf.add(x, x)],
  ["exp", (tf: Peer, x: PeerTensor) => tf.exp(x)],
] as const) {
  const n = 1_000_000;
  const [x, out] = [random([n]), random([n])];
  const loop = hotLoopOf(name);
  const operand = { data: x.data, at: 0, step: 1 };
  const operands = name === "add.Tensor" ? [operand, operand] : [operand];
  if (!loop) continue;
  await measure(
    `${name} of a million`,
    n,
    () => runHotLoop(loop, operands, [], out.data, 0, n),
    (tf) => {
      const t = tf.tensor(values(x), [n]);
      return () => call(tf, t);
    },
  );
}

{
  const x = random([4096, 256]);
  const out = random(x.shape);
  await measure(
    "softmax, 4096 rows of 256",
    x.size,
    () => runHotRows("softmaxRows", [x.data], 4096, 256, out.data),
    (tf) => {
      const t = tf.tensor(values(x), x.shape);
      return () => tf.softmax(t);
    },
  );
}

const format = (ms: number) => ms.toFixed(ms < 0.1 ? 4 : ms < 10 ? 2 : 1);
const header = `${"".padEnd(36)}${"ms".padStart(9)}${"GFLOP/s".padStart(9)}`;
console.log(peer ? `${header}${"tfjs wasm".padStart(11)}${"ratio".padStart(8)}` : header);
for (const { name, ms, flops, peerMs } of results) {
  const line = name.padEnd(36) + format(ms).padStart(9) + (flops / ms / 1e6).toFixed(1).padStart(9);
  console.log(
    peerMs === null ? line : `${line}${format(peerMs).padStart(11)}${(peerMs / ms).toFixed(1).padStart(7)}×`,
  );
}
