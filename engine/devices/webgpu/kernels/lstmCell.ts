/** One step of an LSTM: an invocation for each element of the state. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type Binding, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import type { UniformType } from "../uniformLayout.ts";

const OFFSETS = ["a", "b", "c", "d", "e", "f", "g"] as const;

const uniforms = (count: number): Record<string, UniformType> => ({
  ...{ n: "u32", size: "u32" },
  ...Object.fromEntries(OFFSETS.slice(0, count).map((name) => [name, "u32"])),
});

const read = (name: string): Binding => ({ name, type: "f32", access: "read" });
const write = (name: string): Binding => ({ name, type: "f32", access: "write" });

const PLACES = `  if (index >= u.n) { return; }
  let size = u.size;
  let row = (index / size) * 4u * size + index % size;
`;

const SIGMOID = "fn logistic(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }\n";

/** `exp` overflows in some drivers' tanh. */
const TANH = "fn bounded(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }\n";

const forward = variants(
  () => "forward",
  () => ({
    key: "lstm cell",
    bindings: [...["inputGates", "hiddenGates", "cx"].map(read), ...["hy", "cy", "workspace"].map(write)],
    uniforms: uniforms(6),
    workgroup: [64] as const,
    functions: SIGMOID + TANH,
    body: `${PLACES}  let x = u.a + row;
  let h = u.b + row;
  let input = logistic(inputGates[x] + hiddenGates[h]);
  let forget = logistic(inputGates[x + size] + hiddenGates[h + size]);
  let cell = bounded(inputGates[x + 2u * size] + hiddenGates[h + 2u * size]);
  let output = logistic(inputGates[x + 3u * size] + hiddenGates[h + 3u * size]);
  let c = forget * cx[u.c + index] + input * cell;
  hy[u.d + index] = output * bounded(c);
  cy[u.e + index] = c;
  let at = u.f + row;
  workspace[at] = input;
  workspace[at + size] = forget;
  workspace[at + 2u * size] = cell;
  workspace[at + 3u * size] = output;`,
  }),
);

const backward = variants(
  () => "backward",
  () => ({
    key: "lstm cell backward",
    bindings: [
      ...["gradHy", "gradCy", "cx", "cy", "workspace"].map(read),
      ...["gradGates", "gradCx"].map(write),
    ],
    uniforms: uniforms(7),
    workgroup: [64] as const,
    functions: TANH,
    body: `${PLACES}  let at = u.e + row;
  let input = workspace[at];
  let forget = workspace[at + size];
  let cell = workspace[at + 2u * size];
  let output = workspace[at + 3u * size];
  let squashed = bounded(cy[u.d + index]);
  let gh = gradHy[u.a + index];
  let gc = gradCy[u.b + index] + gh * output * (1.0 - squashed * squashed);
  let to = u.f + row;
  gradGates[to] = gc * cell * input * (1.0 - input);
  gradGates[to + size] = gc * cx[u.c + index] * forget * (1.0 - forget);
  gradGates[to + 2u * size] = gc * input * (1.0 - cell * cell);
  gradGates[to + 3u * size] = gh * squashed * output * (1.0 - output);
  gradCx[u.g + index] = gc * forget;`,
  }),
);

function run(
  program: ReturnType<typeof forward>,
  gpu: GpuEncoder,
  state: GpuTensor,
  tensors: readonly GpuTensor[],
): void {
  const offsets = Object.fromEntries(tensors.map((t, i) => [OFFSETS[i] as string, t.offset]));
  const size = state.shape[1] as number;
  gpu.dispatch(program, tensors, { n: state.size, size, ...offsets }, state.size);
}

/** Tensors in the order of the op's arguments and results; `cx` says the sizes. */
export const gpuLstmCell = (gpu: GpuEncoder, cx: GpuTensor, tensors: readonly GpuTensor[]): void =>
  run(forward(), gpu, cx, tensors);
export const gpuLstmCellBackward = (gpu: GpuEncoder, cx: GpuTensor, tensors: readonly GpuTensor[]): void =>
  run(backward(), gpu, cx, tensors);
