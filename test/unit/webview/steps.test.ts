import { describe, expect, it } from "vitest";
import { cardOf } from "../../../webview/inspector/cards.ts";
import { stepsModel } from "../../../webview/steps/stepsModel.ts";
import { stepsAround, visibleSteps } from "../../../webview/steps/visibleSteps.ts";
import { readTrace } from "../../../webview/trace/reading.ts";
import { leNet } from "./sampleModels.ts";
import { TraceBuilder } from "./traceBuilder.ts";

function sourceOf(builder: TraceBuilder) {
  const { trace, program } = builder.build();
  return readTrace(trace, program);
}

/** The list as it is seen. */
function list(builder: TraceBuilder, filter = "", unfold = false): string {
  const steps = stepsModel(sourceOf(builder));
  const chosen = new Map(unfold ? steps.map(({ id }) => [id, false]) : []);
  return visibleSteps(steps, chosen, filter)
    .map((index) => {
      const step = steps[index];
      if (!step) return "";
      const { level, kind, title, detail, result, failed } = step;
      return `${"  ".repeat(level - 1)}${[`${kind}:`, title, detail, result, failed ? "FAILED" : ""].filter(Boolean).join(" ")}`;
    })
    .join("\n");
}

describe("the list of steps", () => {
  it("has sections, layers folded, and passes as one row each", () => {
    expect(list(leNet())).toBe(`\
phase: Forward 7 ops
  module: Net [1, 10]
    module: conv1 Conv2d [1, 6, 28, 28]
    op: relu [1, 6, 28, 28]
    module: pool MaxPool2d [1, 6, 14, 14]
    op: view [1, 1176]
    module: fc Linear [1, 10]
  op: sum loss []
backward: Backward loss 2 ops
optimizer: Optimizer SGD 1 op`);
  });

  it("has every op inside, each where it ran", () => {
    const text = list(leNet(), "", true);
    expect(text).toContain(`\
    module: fc Linear [1, 10]
      function: linear [1, 10]
        op: t [1176, 10]
        op: addmm prediction [1, 10]
`);
    expect(text).toContain(`\
backward: Backward loss 2 ops
  op: expand [1, 10]
  op: mm [1, 1176]
optimizer: Optimizer SGD 1 op
  op: add_ [10]`);
  });

  it("shows prints, graphs and values where they happened", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [2]);
    t.print("Conv2d(3, 16)\n  second line");
    const y = t.op("relu", [x], [2], { site: "relu" });
    t.name(y, "y");
    t.dot("digraph {}", [y]);
    t.op("exp", [y], [2], { site: "exp" });
    t.print("done");
    expect(list(t)).toBe(`\
phase: Forward 2 ops
  print: Conv2d(3, 16) second line
  op: relu y [2]
  dot: makeDot y [2]
  op: exp [2]
  print: done`);
  });

  it("has a row for each iteration, the last one open", () => {
    expect(list(leNet({ iterations: 2 }))).toMatch(
      /^iteration: Iteration 1\niteration: Iteration 2\n {2}phase: Forward 7 ops/,
    );
  });

  it("says beside each iteration what it printed last", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [1]);
    for (let i = 0; i < 2; i++) {
      const loss = t.op("sum", [x], [], { site: "loss" });
      t.backward(loss, [["expand", [1]]]);
      t.print("a line");
      t.print(`loss ${i}`);
    }
    const headings = stepsModel(sourceOf(t)).filter(({ kind }) => kind === "iteration");
    expect(headings.map(({ iteration, detail }) => [iteration, detail])).toEqual([
      [0, "loss 0"],
      [1, "loss 1"],
    ]);
  });

  it("opens what failed", () => {
    expect(list(leNet({ broken: true }))).toBe(`\
phase: Forward 5 ops FAILED
  module: Net FAILED
    module: conv1 Conv2d [1, 6, 28, 28]
    op: relu [1, 6, 28, 28]
    module: pool MaxPool2d [1, 6, 14, 14]
    op: view [1, 1176]
    module: fc Linear FAILED
      op: linear mat1 and mat2 shapes cannot be multiplied (1x1176 and 400x10) FAILED`);
  });

  it("finds rows by name, class and size, with what is around them", () => {
    expect(list(leNet(), "addmm")).toBe(`\
phase: Forward 7 ops
  module: Net [1, 10]
    module: fc Linear [1, 10]
      function: linear [1, 10]
        op: addmm prediction [1, 10]`);
    expect(list(leNet(), "14 pool")).toContain("module: pool MaxPool2d [1, 6, 14, 14]");
    expect(list(leNet(), "nothing has this")).toBe("");
  });

  it("knows what to unfold so that a step can be seen", () => {
    const steps = stepsModel(sourceOf(leNet()));
    const addmm = steps.findIndex(({ title }) => title === "addmm");
    expect(stepsAround(steps, addmm).map((index) => steps[index]?.title)).toEqual([
      "Forward",
      "Net",
      "fc",
      "linear",
    ]);
  });

  it("gives steps the same ids in the next run", () => {
    const ids = (builder: TraceBuilder) => stepsModel(sourceOf(builder)).map(({ id }) => id);
    expect(ids(leNet())).toEqual(ids(leNet()));
    expect(new Set(ids(leNet({ iterations: 3 }))).size).toBe(ids(leNet({ iterations: 3 })).length);
    const after = ids(leNet({ withDropout: true }));
    expect(ids(leNet()).filter((id) => !after.includes(id))).toEqual([]);
  });

  it("makes five thousand rows in a moment", () => {
    const t = new TraceBuilder();
    let x = t.input("x", [2]);
    for (let i = 0; i < 5000; i++) x = t.op("relu", [x], [2], { site: "relu" });
    const source = sourceOf(t);
    const start = performance.now();
    expect(visibleSteps(stepsModel(source), new Map(), "relu")).toHaveLength(5001);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("the inspector", () => {
  const facts = (
    builder: TraceBuilder,
    pick: (source: ReturnType<typeof sourceOf>) => Parameters<typeof cardOf>[1],
  ) => {
    const source = sourceOf(builder);
    const { title, kind, error, text, sections } = cardOf(source, pick(source));
    return [
      `${title} (${kind})`,
      ...(error === null ? [] : [`! ${error}`]),
      ...(text === null ? [] : [text]),
      ...sections.flatMap((section) => [
        `# ${section.title}`,
        ...section.facts.map(({ label, value, link }) => `${label}: ${value}${link ? " >" : ""}`),
      ]),
    ].join("\n");
  };

  it("tells of an op: what went in, what came out, what it cost, what it left for backward", () => {
    expect(
      facts(leNet(), ({ trace }) => ({
        kind: "op",
        op: trace.ops.findIndex(({ name }) => name === "convolution"),
      })),
    ).toBe(`\
convolution (operation)
# Inputs
input: [1, 3, 32, 32] >
conv1.weight: [6, 3, 5, 5] >
conv1.bias: [6] >
# Outputs
output: [1, 6, 28, 28] >
# Arguments
stride: (1, 1)
# Cost
Work: 706 KFLOP
Memory traffic: 32.2 KiB
# Autograd
Function: ConvolutionBackward0 >
# Where
Inside: conv1 >`);
  });

  it("tells of a layer: its repr, its parameters, its calls", () => {
    expect(
      facts(leNet({ iterations: 2 }), ({ trace }) => ({
        kind: "scope",
        scope: trace.scopes.findIndex(({ name }) => name === "Conv2d"),
      })),
    ).toBe(`\
conv1 (Conv2d)
Conv2d(3, 6, kernel_size=(5, 5), stride=(1, 1))
# Inputs
input: [1, 3, 32, 32] >
# Outputs
output: [1, 6, 28, 28] >
# Parameters
weight: [6, 3, 5, 5] >
bias: [6] >
Total: 456
# Cost
Operations: 1
Work: 706 KFLOP
# Calls
1, iteration 1 (this): [1, 6, 28, 28]
2, iteration 2: [1, 6, 28, 28] >
# Where
Path: conv1`);
  });

  it("gives PyTorch's message for what failed", () => {
    expect(
      facts(leNet({ broken: true }), ({ trace }) => ({ kind: "op", op: trace.ops.length - 1 })),
    ).toContain("! mat1 and mat2 shapes cannot be multiplied (1x1176 and 400x10)");
  });
});
