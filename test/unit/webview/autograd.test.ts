import { describe, expect, it } from "vitest";
import { autogradDot, defaultAutogradOutput } from "../../../webview/graph/autogradDot.ts";
import { autogradModel } from "../../../webview/graph/autogradModel.ts";
import { DotSyntaxError, parseDot } from "../../../webview/graph/dotParser.ts";
import { dotLabel } from "../../../webview/graph/dotText.ts";
import { traceKeys } from "../../../webview/graph/keys.ts";
import { picture } from "./picture.ts";
import { CONV_RELU_DOT, leNet } from "./sampleModels.ts";
import { TraceBuilder } from "./traceBuilder.ts";

describe("reading DOT", () => {
  it("reads nodes by first mention, edges in order, labels with raw line breaks", () => {
    const { nodes, edges } = parseDot(CONV_RELU_DOT);
    expect(nodes.map(({ id }) => id)).toEqual(["t9", "n5", "n1", "n2", "t1", "s7"]);
    expect(nodes[0]?.attrs.get("label")).toBe("\n (1, 6, 28, 28)");
    expect(edges.map(({ from, to, attrs }) => `${from} ${to} ${attrs.get("dir") ?? ""}`)).toEqual([
      "n1 n5 ",
      "n2 n1 ",
      "t1 n2 ",
      "n1 s7 none",
      "n5 t9 ",
    ]);
  });

  it("reads quotes, escapes, comments, chains and several attributes", () => {
    const { nodes, edges } = parseDot(
      'strict digraph "a graph" { // one\n rankdir=TB; a [label="say \\"hi\\"\\nnow", style="x"][shape=box]; a -> b -> "c d" [w=.5] /* end */ }',
    );
    expect(nodes.map(({ id }) => id)).toEqual(["a", "b", "c d"]);
    expect(Object.fromEntries(nodes[0]?.attrs ?? [])).toEqual({
      label: 'say "hi"\nnow',
      style: "x",
      shape: "box",
    });
    expect(edges.map(({ from, to }) => `${from}>${to}`)).toEqual(["a>b", "b>c d"]);
    expect(edges[1]?.attrs.get("w")).toBe(".5");
  });

  it.each([
    ["digraph { a [label=<b>] }", 'Unexpected "<b>] }" at offset 19.'],
    ["digraph { a -> }", 'Expected a name, found "}" at offset 15.'],
    ["digraph { a", "Expected a name, found the end of the text."],
    ["graph", "Expected a name, found the end of the text."],
  ])("says where it stopped understanding: %s", (text, message) => {
    expect(() => parseDot(text)).toThrow(new DotSyntaxError(message));
  });

  it("reads back what it writes", () => {
    for (const lines of [["a"], ['"', "\\", "b c"], ["", " (1, 2)"]]) {
      const [node] = parseDot(`digraph { x [label=${dotLabel(lines)}] }`).nodes;
      expect(node?.attrs.get("label")).toBe(lines.join("\n"));
    }
  });
});

describe("the autograd graph", () => {
  it("draws a DOT text node for node, looks by torchviz's colours", () => {
    const { trace, program } = new TraceBuilder().build();
    expect(picture(autogradModel(CONV_RELU_DOT, trace, traceKeys(trace, program)))).toBe(`\
result  · (1, 6, 28, 28)
gradFn ReluBackward0
gradFn ConvolutionBackward0 | -------------------- | padding:      (0, 0)
gradFn AccumulateGrad
leaf conv1.weight · (6, 3, 5, 5)
saved input · (1, 3, 32, 32)
ConvolutionBackward0 -> ReluBackward0
AccumulateGrad -> ConvolutionBackward0
conv1.weight -> AccumulateGrad
ConvolutionBackward0 -> input (saved)
ReluBackward0 ->`);
  });

  it("is made from the trace when the script draws none: what backward() started from", () => {
    const { trace, program } = leNet().build();
    const output = defaultAutogradOutput(trace);
    expect(output).not.toBeNull();
    const dot = autogradDot(trace, output ?? 0);
    expect(picture(autogradModel(dot, trace, traceKeys(trace, program)))).toBe(`\
result  · ()
gradFn SumBackward0
gradFn AddmmBackward0
gradFn AccumulateGrad
leaf fc.bias · (10)
gradFn ViewBackward0
gradFn MaxPool2DWithIndicesBackward0
gradFn ReluBackward0
gradFn ConvolutionBackward0
gradFn AccumulateGrad
leaf conv1.weight · (6, 3, 5, 5)
gradFn AccumulateGrad
leaf conv1.bias · (6)
gradFn TBackward0
gradFn AccumulateGrad
leaf fc.weight · (10, 1176)
AddmmBackward0 -> SumBackward0
AccumulateGrad -> AddmmBackward0
fc.bias -> AccumulateGrad
ViewBackward0 -> AddmmBackward0
MaxPool2DWithIndicesBackward0 -> ViewBackward0
ReluBackward0 -> MaxPool2DWithIndicesBackward0
ConvolutionBackward0 -> ReluBackward0
AccumulateGrad -> ConvolutionBackward0
conv1.weight -> AccumulateGrad
AccumulateGrad -> ConvolutionBackward0
conv1.bias -> AccumulateGrad
TBackward0 -> AddmmBackward0
AccumulateGrad -> TBackward0
fc.weight -> AccumulateGrad
SumBackward0 ->`);
  });

  it("walks a chain of ten thousand functions without running out of stack", () => {
    const t = new TraceBuilder();
    let x = t.tensor([1], { requiresGrad: true });
    for (let i = 0; i < 10_000; i++) x = t.op("add", [x], [1], { grad: "AddBackward0" });
    const { trace, program } = t.build();
    const model = autogradModel(autogradDot(trace, x), trace, traceKeys(trace, program));
    expect(model.nodes).toHaveLength(10_003);
  });

  it("keeps the keys of all other functions when a layer is put in between", () => {
    const keysOf = (builder: TraceBuilder) => {
      const { trace, program } = builder.build();
      const dot = autogradDot(trace, defaultAutogradOutput(trace) ?? 0);
      return autogradModel(dot, trace, traceKeys(trace, program)).nodes.map(({ key }) => key);
    };
    const before = keysOf(leNet());
    const after = keysOf(leNet({ withDropout: true }));
    expect(before.filter((key) => !after.includes(key))).toEqual([]);
    expect(after.filter((key) => !before.includes(key))).toHaveLength(1);
  });
});
