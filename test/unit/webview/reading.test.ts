import { describe, expect, it } from "vitest";
import { locator } from "../../../webview/graph/locate.ts";
import { drawPicture } from "../../../webview/pictures.ts";
import type { Target } from "../../../webview/trace/lookup.ts";
import { readTrace } from "../../../webview/trace/reading.ts";
import { leNet } from "./sampleModels.ts";
import { FILE, TraceBuilder } from "./traceBuilder.ts";

const read = (builder: TraceBuilder) => {
  const { trace, program } = builder.build();
  return readTrace(trace, program);
};

describe("putting a trace right", () => {
  it("gives all versions of a parameter its name, whichever of them the trace named", () => {
    const t = new TraceBuilder();
    const fc = t.module("fc", "Linear", { weight: [2, 2] });
    const weight = t.parameter(fc, "weight");
    const uid = t.tensors[weight]?.uid ?? 0;
    const before = t.tensor([2, 2], { uid, role: "input", name: null });
    const { trace } = read(t);
    expect([trace.tensors[before]?.name, trace.tensors[before]?.role]).toEqual(["fc.weight", "parameter"]);
  });

  it("keeps what set the parameters up out of the graph, but in the list", () => {
    const t = new TraceBuilder();
    const fc = t.module("fc", "Linear", { weight: [2, 2] });
    const site = t.site("new nn.Linear()#0", "new");
    const layer = t.modules[fc];
    if (layer) layer.site = site;
    t.op("uniform_", [], [2, 2], { site: "new nn.Linear()#0" });
    const x = t.input("x", [2]);
    t.op("relu", [x], [2], { site: "relu" });
    const reading = read(t);
    expect(reading.steps.map(({ title }) => title)).toEqual([
      "Initialization",
      "uniform_",
      "Forward",
      "relu",
    ]);
    const { model } = drawPicture(reading, { kind: "forward", open: new Map(), iteration: 0, dot: null });
    expect(model.nodes.map(({ title }) => title)).toEqual(["x", "relu", "output"]);
  });

  it("counts what loss.backward() did before the pass as part of it", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [1]);
    const loss = t.op("sum", [x], [], { site: "loss" });
    t.op("fill_", [], [], { site: "loss.backward" });
    t.backward(loss, [["expand", [1]]]);
    const reading = read(t);
    expect(reading.steps.map(({ title, result }) => `${title} ${result}`)).toEqual([
      "Forward 1 op",
      "sum []",
      "Backward 2 ops",
      "fill_ []",
      "expand [1]",
    ]);
  });

  it("tells a round of training by the program coming back, not by what follows the step", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [1]);
    for (let i = 0; i < 2; i++) {
      const loss = t.op("sum", [x], [], { site: "loss" });
      t.backward(loss, [["expand", [1]]]);
      t.op("detach", [loss], [], { site: "log" });
    }
    expect(read(t).keys.iterations.ofOp).toEqual([0, 0, 0, 1, 1, 1]);
  });
});

describe("places in the source", () => {
  it("stand for what the innermost expression around them made", () => {
    const reading = read(leNet());
    const { trace, places, program } = reading;
    const site = program.sites.find(({ key }) => key === "Net.forward/this.conv1()#0");
    const targets = places.at(FILE, site?.start ?? 0, site?.start ?? 0);
    expect(
      targets.map((target) => (target.kind === "scope" ? trace.scopes[target.scope]?.name : target.kind)),
    ).toEqual(["Conv2d"]);
    expect(places.at("file:///other.ts", 0, 0)).toEqual([]);
    expect(places.range(site?.id ?? null)).toEqual({ uri: FILE, start: site?.start, end: site?.end });
  });

  it("of a call that nobody wrote are where its layer was made", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [1, 4]);
    const blocks = t.module("blocks", "Sequential");
    const first = t.module("blocks.0", "Linear", {}, "Linear()", blocks);
    const made = t.site("new nn.Linear()#0", "new");
    Object.assign(t.modules[first] ?? {}, { site: made });
    const inLinear = () => t.call("linear", [x], () => t.op("addmm", [x], [1, 2]));
    t.call(blocks, [x], () => t.call(first, [x], inLinear), "this.blocks()#0");
    const { places, trace } = read(t);
    const scope = trace.scopes.findIndex(({ module }) => module === first);
    expect(places.siteOf({ kind: "scope", scope })).toBe(made);
    expect(places.siteOf({ kind: "op", op: 0 })).toBe(made);
    expect(places.siteOf({ kind: "scope", scope: scope - 1 })).toBe(t.site("this.blocks()#0"));
  });
});

describe("finding a thing in the picture", () => {
  const reading = read(leNet());
  const { trace, keys } = reading;
  const op = (name: string): Target => ({
    kind: "op",
    op: trace.ops.findIndex((found) => found.name === name),
  });
  const titles = (kind: "forward" | "autograd", target: Target) => {
    const { model } = drawPicture(reading, { kind, open: new Map(), iteration: 0, dot: null });
    const all = [...model.nodes, ...model.groups];
    return locator(model, trace, keys)(target).map((key) => all.find((item) => item.key === key)?.title);
  };

  it("leads to the closed layer that hides an op", () => {
    expect(titles("forward", op("addmm"))).toEqual(["fc"]);
    expect(titles("forward", op("relu"))).toEqual(["relu"]);
  });

  it("leads from an op to its backward function and back", () => {
    expect(titles("autograd", op("addmm"))).toEqual(["AddmmBackward0"]);
    const node = trace.nodes.findIndex(({ name }) => name === "ConvolutionBackward0");
    expect(titles("forward", { kind: "node", node })).toEqual(["conv1"]);
  });

  it("leads from a parameter to its leaf, or to the layer that holds it", () => {
    const tensor = trace.tensors.findIndex(({ name }) => name === "conv1.weight");
    expect(titles("autograd", { kind: "tensor", tensor })).toEqual(["conv1.weight"]);
    expect(titles("forward", { kind: "tensor", tensor })).toEqual(["conv1"]);
  });

  it("finds the same thing again in the next run", () => {
    const again = read(leNet({ withDropout: true }));
    const target = again.keys.resolve(keys.id(op("addmm")));
    expect(target?.kind === "op" && again.trace.ops[target.op]?.name).toBe("addmm");
  });
});
