/** What `gpuDispatch.bench.ts` measures, for any host: the JavaScript time of ops on WebGPU, not the GPU's. */
import "../../engine/api/install.ts";
import { WebGpuBackend } from "../../engine/devices/webgpu/backend.ts";
import type { GpuDevice } from "../../engine/devices/webgpu/gpuDevice.ts";
import { RecordingEncoder } from "../../engine/devices/webgpu/gpuEncoder.ts";
import { GpuProgram } from "../../engine/devices/webgpu/gpuProgram.ts";
import { openGpuDevice } from "../../engine/devices/webgpu/openDevice.ts";
import { float32 } from "../../engine/dtype.ts";
import { F, nn, optim, type Tensor, torch } from "../../engine/index.ts";
import { runtime } from "../../engine/runtime.ts";

export interface DispatchCost {
  readonly what: string;
  readonly dispatches: number;
  /** Microseconds of host time for each dispatch: all of it, and the part that encodes and submits. */
  readonly total: number;
  readonly submit: number;
}

const ROUNDS = 7;

export async function measureDispatch(entry: GPU): Promise<{ gpu: string; costs: DispatchCost[] }> {
  const opened = await openGpuDevice(entry, { software: true });
  if (!opened.device) throw new Error(opened.reason);
  const gpu = opened.device;
  runtime.backends.set("webgpu", new WebGpuBackend(gpu));
  const costs = [
    await cost(gpu, "one kernel, same buffers", bareDispatches(gpu)),
    await cost(gpu, "x.mul(y), new tensors each", chain(false)),
    await cost(gpu, "x.mul(y), with autograd", chain(true)),
    await cost(gpu, "training step of a small CNN", trainingStep()),
  ];
  return { gpu: opened.description, costs };
}

/** The median of some rounds; the first ones compile and fill caches. */
async function cost(gpu: GpuDevice, what: string, round: () => void): Promise<DispatchCost> {
  const totals: number[] = [];
  const submits: number[] = [];
  let dispatches = 0;
  const { queue } = gpu;
  let submitting = 0;
  const flush = queue.flush.bind(queue);
  queue.flush = () => {
    const start = performance.now();
    flush();
    submitting += performance.now() - start;
  };
  for (let i = 0; i < ROUNDS + 3; i++) {
    submitting = 0;
    const before = queue.dispatches;
    const start = performance.now();
    round();
    queue.flush();
    const ms = performance.now() - start;
    dispatches = queue.dispatches - before;
    totals.push((1000 * ms) / dispatches);
    submits.push((1000 * submitting) / dispatches);
    await gpu.finish();
  }
  queue.flush = flush;
  return { what, dispatches, total: median(totals.slice(3)), submit: median(submits.slice(3)) };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const OPS = 1000;

function bareDispatches(gpu: GpuDevice): () => void {
  const program = new GpuProgram({
    key: "bench",
    bindings: [
      { name: "a", type: "f32", access: "read" },
      { name: "out", type: "f32", access: "write" },
    ],
    uniforms: { n: "u32", factor: "f32" },
    workgroup: [64],
    body: "  if (index < u.n) { out[index] = a[index] * u.factor; }",
  });
  const encoder = new RecordingEncoder(gpu);
  const a = encoder.scratch(float32, [64]);
  const out = encoder.scratch(float32, [64]);
  return () => {
    for (let i = 0; i < OPS; i++) encoder.dispatch(program, [a, out], { n: 64, factor: i }, 64);
  };
}

function chain(requiresGrad: boolean): () => void {
  const x = torch.ones(64).to("webgpu").requiresGrad_(requiresGrad);
  const y = torch.ones(64).to("webgpu");
  return () => {
    for (let i = 0; i < OPS; i++) x.mul(y);
  };
}

class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 8, 3, { padding: 1 });
  conv2 = new nn.Conv2d(8, 8, 3, { padding: 1 });
  conv3 = new nn.Conv2d(8, 8, 3, { padding: 1 });
  fc = new nn.Linear(32, 10);

  forward(input: Tensor): Tensor {
    let x = F.maxPool2d(torch.relu(this.conv1(input)), 2);
    x = F.maxPool2d(torch.relu(this.conv2(x)), 2);
    x = torch.relu(this.conv3(x));
    return this.fc(x.flatten(1));
  }
}

function trainingStep(): () => void {
  const net = new Net().to("webgpu");
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.01, momentum: 0.9 });
  const input = torch.rand(2, 3, 8, 8).to("webgpu");
  return () => {
    const out = net(input);
    const loss = out.mul(out).mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  };
}
