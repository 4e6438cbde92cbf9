/**
 * How long it takes from a keystroke to a program: a model of 400 lines with an import that does not change, compiled
 * again after each edit. `first` is what a fresh worker pays once.
 */
import { CompileCache } from "../../extension/compile/cache.ts";
import { compile } from "../../extension/compile/compile.ts";
import { scanLayers } from "../../extension/compile/layers.ts";

const block = (n: number): string => `
/** Block ${n}: attention over a convolution. */
class Block${n} extends nn.Module {
  conv1: nn.Conv2d;
  bn1 = new nn.BatchNorm2d(64);
  act = new nn.ReLU({ inplace: true });
  constructor(private readonly inputs: number, outputs: number, stride = 1) {
    super();
    this.conv1 = new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false });
  }
  forward(x: Tensor, mask?: Tensor): Tensor {
    const [b, t, c] = x.shape as [number, number, number];
    const [q, k, v] = this.bn1(x).split(c, 2) as [Tensor, Tensor, Tensor];
    const identity = x;
    let h = this.act(this.bn1(this.conv1(x)));
    h = h.view(b, t, 4, c / 4).transpose(1, 2);
    if (mask !== undefined) h = h.maskedFill(mask.eq(0), -1e9);
    const attention = F.softmax(q.matmul(k.transpose(-2, -1)).div(Math.sqrt(c)), -1);
    return torch.relu(h.add(identity).add(attention.matmul(v)));
  }
}
`;

const blocks = (count: number): string => Array.from({ length: count }, (_, n) => block(n)).join("");
const head = 'import { torch, nn, F, type Tensor } from "tensorglass";\n';
const imported = `${head}${blocks(10)}export { Block0 as Shared };\n`;
const model = `${head}import { Shared } from "./blocks";\n${blocks(20)}const net = new Shared(3, 4);\n`;

const entry = "file:///work/model.ts";
let text = model;
const readFile = async (uri: string): Promise<string | null> =>
  uri === entry ? text : uri.endsWith("blocks.ts") ? imported : null;

const cache = new CompileCache();
const rounds = 200;
const times: number[] = [];
for (let round = 0; round < rounds; round++) {
  text = `${model}net(torch.randn(1, ${round}));\n`;
  const start = performance.now();
  const { program, errors } = await compile(entry, readFile, cache);
  times.push(performance.now() - start);
  if (!program) throw new Error(JSON.stringify(errors));
  if (round === 0) {
    const lines = (source: string) => `${source.split("\n").length} lines`;
    console.log(`model ${lines(text)}, import ${lines(imported)}, ${program.sites.length} sites`);
  }
}
report("compile", times);
report(
  "scanLayers",
  Array.from({ length: rounds }, () => {
    const start = performance.now();
    scanLayers(text);
    return performance.now() - start;
  }),
);

function report(name: string, all: readonly number[]): void {
  // The first quarter warms the engine up.
  const warm = all.slice(Math.floor(all.length / 4)).sort((a, b) => a - b);
  const at = (share: number) => (warm[Math.floor(share * (warm.length - 1))] ?? 0).toFixed(2);
  const first = (all[0] ?? 0).toFixed(1);
  // The best one is what a busy machine does not blur.
  console.log(`${name}: first ${first} ms, warm best ${at(0)} ms, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}
