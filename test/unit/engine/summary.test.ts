/** `summary`: the table to the letter, and its numbers beside arithmetic and torchvision's published counts. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { F, nn, optim, summary, type Tensor, torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { Recorder, setRecorder } from "../../../engine/trace/recorder.ts";
import { DenseNet121 } from "../../../examples/densenet121.ts";
import { MobileNetV2 } from "../../../examples/mobilenetv2.ts";
import { ResNet18 } from "../../../examples/resnet18.ts";

const quiet = { verbose: 0 } as const;

/** The net of `examples/walkthrough.ts`. */
class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  pool = new nn.MaxPool2d(3, 2);
  fc1 = new nn.Linear(238, 120);
  fc2 = new nn.Linear(120, 1);
  fc3 = new nn.Sigmoid();

  forward(x: Tensor): Tensor {
    x = this.pool(torch.relu(this.conv1(x))).view(-1, 238);
    return torch.relu(this.fc3(torch.relu(this.fc2(torch.relu(this.fc1(x))))));
  }
}

class Block extends nn.Module {
  linear = new nn.Linear(4, 4, { bias: false });
  scale = new nn.Parameter(torch.ones(4));

  forward(x: Tensor): Tensor {
    return torch.relu(this.linear(x)).mul(this.scale).add(x);
  }
}

/** Two inputs, a layer that is used twice, one that is never called, one that is not trained, a list. */
class Nested extends nn.Module {
  embed = new nn.Embedding(10, 4);
  blocks = new nn.ModuleList([new Block(), new Block()]);
  shared = new nn.Linear(4, 4);
  head = new nn.Sequential(new nn.Linear(4, 2), new nn.Softmax(-1));
  spare = new nn.Linear(7, 7);

  forward(tokens: Tensor, other: Tensor): Tensor {
    let x = this.embed(tokens).matmul(other);
    for (const block of this.blocks) x = block(x);
    return this.head(this.shared(this.shared(x)));
  }
}

test("the walk-through's net, to the letter", () => {
  expect(`\n${summary(new Net(), [1, 3, 720, 480], quiet)}\n`).toBe(`
===============================================================================================
Layer (type (var_name):depth-idx)  Input Shape        Output Shape       Param #  Mult-Adds
===============================================================================================
Net                                [1, 3, 720, 480]   [5728, 1]          --       --
├─Conv2d (conv1): 1-1              [1, 3, 720, 480]   [1, 16, 718, 478]  448      148,264,128
├─MaxPool2d (pool): 1-2            [1, 16, 718, 478]  [1, 16, 358, 238]  --       --
├─Linear (fc1): 1-3                [5728, 238]        [5728, 120]        28,680   163,591,680
├─Linear (fc2): 1-4                [5728, 120]        [5728, 1]          121      687,360
├─Sigmoid (fc3): 1-5               [5728, 1]          [5728, 1]          --       --
===============================================================================================
Total params: 29,249
Trainable params: 29,249
Non-trainable params: 0
Total mult-adds (M): 312.54
===============================================================================================
Input size (MB): 4.15
Forward/backward pass size (MB): 60.43
Params size (MB): 0.12
Estimated Total Size (MB): 64.69
===============================================================================================
`);
});

describe("a nested model", () => {
  const nested = () => {
    const net = new Nested();
    net.shared.requiresGrad_(false);
    return net;
  };
  const sizes = [
    [2, 5],
    [4, 4],
  ];
  const options = { ...quiet, dtypes: [torch.int64] };

  test("to the letter", () => {
    expect(`\n${summary(nested(), sizes, options)}\n`).toBe(`
=========================================================================================
Layer (type (var_name):depth-idx)  Input Shape     Output Shape  Param #      Mult-Adds
=========================================================================================
Nested                             [2, 5], [4, 4]  [2, 5, 2]     --           160
├─Embedding (embed): 1-1           [2, 5]          [2, 5, 4]     40           --
├─Block (0): 1-2                   [2, 5, 4]       [2, 5, 4]     4            --
│    └─Linear (linear): 2-1        [2, 5, 4]       [2, 5, 4]     16           160
├─Block (1): 1-3                   [2, 5, 4]       [2, 5, 4]     4            --
│    └─Linear (linear): 2-2        [2, 5, 4]       [2, 5, 4]     16           160
├─Linear (shared): 1-4             [2, 5, 4]       [2, 5, 4]     (20)         160
├─Linear (shared): 1-5             [2, 5, 4]       [2, 5, 4]     (recursive)  160
├─Sequential (head): 1-6           [2, 5, 4]       [2, 5, 2]     --           --
│    └─Linear (0): 2-3             [2, 5, 4]       [2, 5, 2]     10           80
│    └─Softmax (1): 2-4            [2, 5, 2]       [2, 5, 2]     --           --
├─Linear (spare): 1-7              --              --            56           --
=========================================================================================
Total params: 166
Trainable params: 146
Non-trainable params: 20
Total mult-adds: 880
=========================================================================================
Input size (MB): 0.00
Forward/backward pass size (MB): 0.00
Params size (MB): 0.00
Estimated Total Size (MB): 0.00
=========================================================================================
`);
  });

  test("to a smaller depth, with other columns", () => {
    const columns = ["output_size", "num_params", "params_percent", "trainable"] as const;
    const text = `\n${summary(nested(), sizes, { ...options, depth: 1, colNames: columns })}\n`;
    expect(text.slice(0, text.indexOf("Total"))).toBe(`
==================================================================================
Layer (type (var_name):depth-idx)  Output Shape  Param #      Param %  Trainable
==================================================================================
Nested                             [2, 5, 2]     --           --       --
├─Embedding (embed): 1-1           [2, 5, 4]     40           24.10%   True
├─Block (0): 1-2                   [2, 5, 4]     20           12.05%   True
├─Block (1): 1-3                   [2, 5, 4]     20           12.05%   True
├─Linear (shared): 1-4             [2, 5, 4]     (20)         12.05%   False
├─Linear (shared): 1-5             [2, 5, 4]     (recursive)  --       False
├─Sequential (head): 1-6           [2, 5, 2]     10           6.02%    True
├─Linear (spare): 1-7              --            56           33.73%   True
==================================================================================
`);
  });

  test("without an input", () => {
    expect(`\n${summary(nested(), quiet)}\n`).toBe(`
============================================
Layer (type (var_name):depth-idx)  Param #
============================================
Nested                             --
├─Embedding (embed): 1-1           40
├─ModuleList (blocks): 1-2         --
│    └─Block (0): 2-1              4
│    │    └─Linear (linear): 3-1   16
│    └─Block (1): 2-2              4
│    │    └─Linear (linear): 3-2   16
├─Linear (shared): 1-3             (20)
├─Sequential (head): 1-4           --
│    └─Linear (0): 2-3             10
│    └─Softmax (1): 2-4            --
├─Linear (spare): 1-5              56
============================================
Total params: 166
Trainable params: 146
Non-trainable params: 20
============================================
`);
  });

  test("has its totals by arithmetic", () => {
    const s = summary(nested(), sizes, options);
    const params = { embed: 40, blocks: 2 * (16 + 4), shared: 20, head: 10, spare: 56 };
    expect(s.totalParams).toBe(Object.values(params).reduce((a, b) => a + b));
    expect(s.totalParams - s.trainableParams).toBe(params.shared);
    // Ten rows of four times matrices of 4 × 4: the product, two blocks, the shared layer twice; then 4 × 2.
    expect(s.totalMultAdds).toBe(10 * (16 * 5 + 8));
    expect(s.summaryList.reduce((sum, row) => sum + row.multAdds, 0)).toBe(s.totalMultAdds);
    expect(s.totalInput).toBe(10 * 8 + 16 * 4);
    expect(s.totalParamBytes).toBe(4 * s.totalParams);
    // Results of the embedding, two blocks' linear layers, the shared layer twice, and the head's two.
    expect(s.totalOutputBytes).toBe(2 * 4 * (40 + 2 * 40 + 2 * 40 + 2 * 20));
  });

  test("is the same at any depth", () => {
    const [all, some] = [3, 1].map((depth) => summary(nested(), sizes, { ...options, depth }));
    expect(some?.summaryList.reduce((sum, row) => sum + row.multAdds, 0)).toBe(all?.totalMultAdds);
  });
});

/** GFLOPS that torchvision publishes with its weights; it counts a multiplication and an addition as one. */
const PUBLISHED = [
  ["ResNet-18", () => new ResNet18(), 1.814, 11_689_512],
  ["MobileNetV2", () => new MobileNetV2(), 0.301, 3_504_872],
  ["DenseNet-121", () => new DenseNet121(), 2.834, 7_978_856],
] as const;

describe("torchvision's counts", () => {
  // Weights are not looked at, and drawing them takes seconds.
  beforeEach(() => {
    runtime.shapesOnly = true;
  });
  afterEach(() => {
    runtime.shapesOnly = false;
  });

  test.each(PUBLISHED)("%s", (_, make, giga, parameters) => {
    const { totalMultAdds, totalParams } = summary(make(), [1, 3, 224, 224], quiet);
    expect(totalMultAdds / 1e9).toBeCloseTo(giga, 3);
    expect(totalParams).toBe(parameters);
  });
});

describe("a run for a summary", () => {
  test("leaves no trace: modes, random numbers, buffers, gradients, values", async () => {
    class Dropping extends nn.Module {
      norm = new nn.BatchNorm1d(3);
      drop = new nn.Dropout(0.5);

      forward(x: Tensor): Tensor {
        return this.drop(this.norm(x)).add(torch.randn(4, 3));
      }
    }
    const net = new Dropping();
    net.norm.eval();
    const before = await Promise.all(Object.values(net.stateDict()).map((t) => t.tolist()));
    torch.manualSeed(3);
    const next = await torch.rand(2).tolist();
    torch.manualSeed(3);
    summary(net, [4, 3], { ...quiet, mode: "train" });
    expect(await torch.rand(2).tolist()).toEqual(next);
    expect([net.training, net.norm.training, net.drop.training]).toEqual([true, false, true]);
    expect(await Promise.all(Object.values(net.stateDict()).map((t) => t.tolist()))).toEqual(before);
    const out = net(torch.ones(4, 3));
    expect(out.storage.backend).toBe("cpu");
    out.sum().backward();
    expect(await net.norm.weight?.grad?.tolist()).toBeDefined();
    new optim.SGD(net.parameters()).step();
  });

  test("is not in the trace of the run that asks, but for what it prints", async () => {
    const recorder = new Recorder();
    setRecorder(recorder);
    const net = new nn.Sequential(new nn.Linear(2, 3));
    summary(net, [4, 2]);
    net(torch.ones(1, 2));
    setRecorder(null);
    const trace = await recorder.finish("values", { name: "cpu", reason: "", adapter: null }, null, {
      ms: 0,
      peakBytes: 0,
      liveBytes: 0,
    });
    expect(trace.ops.map((op) => op.name).filter((name) => name === "addmm")).toHaveLength(1);
    expect(trace.scopes.filter((s) => s.kind === "module").map((s) => [s.name, s.call])).toEqual([
      ["Sequential", 0],
      ["Linear", 0],
    ]);
    const printed = trace.events.filter((e) => e.kind === "print");
    expect(printed).toHaveLength(1);
    expect(printed[0]?.text).toContain("Total mult-adds: 24");
  });

  test("ends with the model's own error, and leaves things as they were", () => {
    const net = new nn.Linear(2, 2);
    expect(() => summary(net, [1, 3], quiet)).toThrow(
      "mat1 and mat2 shapes cannot be multiplied (1x3 and 2x2)",
    );
    expect([runtime.shapesOnly, net.training, torch.isGradEnabled()]).toEqual([false, true, true]);
  });

  test("cannot be of an async forward", () => {
    class Later extends nn.Module {
      async forward(x: Tensor): Promise<Tensor> {
        return x;
      }
    }
    expect(() => summary(new Later(), [1], quiet)).toThrow("summary cannot follow an async forward");
  });

  test("prints unless told not to", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const statistics = summary(new nn.Linear(2, 2), [1, 2]);
    summary(new nn.Linear(2, 2), [1, 2], quiet);
    await new Promise((resolve) => setTimeout(resolve));
    expect(log.mock.calls).toEqual([[String(statistics)]]);
    log.mockRestore();
  });
});

test.each([
  // Each output is a sum over two of four channels and three positions.
  ["a grouped convolution", () => new nn.Conv1d(4, 6, 3, { groups: 2 }), [2, 4, 10], 2 * 6 * 8 * (2 * 3)],
  // Each input goes into five channels and 2 × 2 positions.
  [
    "a transposed one",
    () => new nn.ConvTranspose2d(3, 5, 2, { stride: 2 }),
    [1, 3, 4, 4],
    3 * 4 * 4 * (5 * 2 * 2),
  ],
  [
    "a bilinear form",
    () => new nn.Bilinear(3, 4, 5),
    [
      [2, 3],
      [2, 4],
    ],
    2 * 5 * 3 * 4,
  ],
  // Four projections of 5 × 2 vectors; two heads' scores and sums, 5 × 5 with 4 numbers each, for 2 sequences.
  [
    "multi-head attention",
    () => new nn.MultiheadAttention(8, 2),
    [
      [5, 2, 8],
      [5, 2, 8],
      [5, 2, 8],
    ],
    4 * (5 * 2 * 8 * 8) + 2 * (2 * 2 * 5 * 5 * 4),
  ],
] as const)("products of %s", (_, make, size, multAdds) => {
  expect(summary(make(), size, quiet).totalMultAdds).toBe(multAdds);
});

test("recurrent layers count their products", () => {
  // Four gates, each from 3 inputs and 5 hidden numbers, for 2 × 7 steps.
  const s = summary(new nn.LSTM(3, 5), [7, 2, 3], quiet);
  expect(s.totalMultAdds).toBe(7 * 2 * 4 * 5 * (3 + 5));
});

test("attention counts its products", () => {
  class Attention extends nn.Module {
    forward(q: Tensor, k: Tensor, v: Tensor): Tensor {
      return F.scaledDotProductAttention(q, k, v);
    }
  }
  const size = [2, 3, 5, 4];
  expect(summary(new Attention(), [size, size, size], quiet).totalMultAdds).toBe(2 * (2 * 3 * 5 * 5 * 4));
});

test("a column that there is not is refused", () => {
  expect(() => summary(new nn.Linear(1, 1), [1, 1], { colNames: ["size" as "input_size"] })).toThrow(
    "Column size is not a valid column name",
  );
});
