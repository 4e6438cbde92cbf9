import { describe, expect, it } from "vitest";
import { forwardModel } from "../../../webview/graph/forwardModel.ts";
import { openCalls } from "../../../webview/graph/opening.ts";
import { rootCall } from "../../../webview/pictures.ts";
import { readTrace } from "../../../webview/trace/reading.ts";
import { picture } from "./picture.ts";
import { leNet } from "./sampleModels.ts";
import { TraceBuilder } from "./traceBuilder.ts";

function forward(builder: TraceBuilder, chosen: Record<string, boolean> = {}, iteration = 0) {
  const { trace, program } = builder.build();
  const reading = readTrace(trace, program);
  const root = rootCall(reading, iteration);
  const open = openCalls(reading.trace, root, new Map(Object.entries(chosen)));
  return forwardModel(reading, root, open);
}

const NET = "/Net@net()#0";
const CONV = `${NET}/conv1@Net.forward/this.conv1()#0`;

describe("the forward graph", () => {
  it("starts with the model open and its layers closed, shapes on the edges", () => {
    expect(picture(forward(leNet()))).toBe(`\
[Net]
  module conv1 · Conv2d | 3 → 6, 5×5
  op relu
  module pool · MaxPool2d | kernel 2, stride 2
  op view
  module fc · Linear | 1176 → 10
input input
op sum
output loss
input -> conv1 [1, 3, 32, 32]
conv1 -> relu [1, 6, 28, 28]
relu -> pool [1, 6, 28, 28]
pool -> view [1, 6, 14, 14]
view -> fc [1, 1176]
fc -> sum [1, 10]
sum -> loss []`);
  });

  it("shows a layer's op and parameters when it is opened", () => {
    expect(picture(forward(leNet(), { [CONV]: true }))).toContain(`\
  [conv1 · Conv2d]
    parameter weight · [6, 3, 5, 5]
    parameter bias · [6]
    op convolution
`);
  });

  it("keeps a composite function closed inside of its layer, with the parameters beside it", () => {
    const fc = `${NET}/fc@Net.forward/this.fc()#0`;
    expect(picture(forward(leNet(), { [fc]: true }))).toContain(`\
  [fc · Linear]
    parameter weight · [10, 1176]
    parameter bias · [10]
    function linear
`);
    expect(picture(forward(leNet(), { [fc]: true, [`${fc}/linear`]: true }))).toContain(`\
    [linear]
      parameter weight · [10, 1176]
      op t
      parameter bias · [10]
      op addmm
`);
  });

  it("closes the model on request into one node", () => {
    expect(picture(forward(leNet(), { [NET]: false }))).toContain("module Net | 12,226 parameters");
  });

  it("opens everything down to the op that failed, and ends there", () => {
    const text = picture(forward(leNet({ broken: true })));
    expect(text).toContain("op linear | failed here FAILED");
    expect(text).toContain("view -> linear [1, 1176]");
    expect(text).not.toContain("sum");
  });

  it("draws one iteration of a training loop, each with the same keys", () => {
    const keys = (iteration: number) =>
      forward(leNet({ iterations: 3 }), {}, iteration).nodes.map(({ key }) => key);
    expect(keys(2)).toEqual(keys(0));
  });

  it("shows a module that does nothing in the flow of data", () => {
    const t = new TraceBuilder();
    const x = t.input("x", [2]);
    const identity = t.module("identity", "Identity");
    const same = t.call(identity, [x], () => x, "this.identity()");
    t.op("relu", [same], [2], { site: "torch.relu()" });
    expect(picture(forward(t))).toBe(`\
input x
module identity · Identity
op relu
output output
x -> identity [2]
identity -> relu [2]
relu -> output [2]`);
  });

  it("keeps two calls of one layer apart and numbers them", () => {
    const t = new TraceBuilder();
    let x = t.input("x", [2]);
    const layer = t.module("act", "ReLU");
    for (const site of ["this.act()#0", "this.act()#1"]) {
      const input = x;
      x = t.call(layer, [input], () => t.op("relu", [input], [2]), site);
    }
    expect(picture(forward(t))).toContain("module act · ReLU\nmodule act · ReLU · call 2");
  });

  it("keeps the keys of all other nodes when a layer is put in between", () => {
    const before = forward(leNet()).nodes.map(({ key }) => key);
    const after = forward(leNet({ withDropout: true })).nodes.map(({ key }) => key);
    expect(after.filter((key) => !before.includes(key))).toEqual([
      `${NET}/dropout@Net.forward/this.dropout()#0`,
    ]);
    expect(before.filter((key) => !after.includes(key))).toEqual([]);
  });

  it("stays readable: modules are opened level by level while few nodes are shown", () => {
    const t = new TraceBuilder();
    const net = t.module("", "Net");
    let x = t.input("x", [2]);
    t.call(
      net,
      [x],
      () => {
        for (let block = 0; block < 6; block++) {
          const stage = t.module(`stage${block}`, "Sequential", {}, "Sequential()", net);
          const input = x;
          x = t.call(
            stage,
            [input],
            () => {
              let y = input;
              for (let i = 0; i < 12; i++) {
                const before = y;
                const layer = t.module(`stage${block}.${i}`, "ReLU", {}, "ReLU()", stage);
                y = t.call(layer, [before], () => t.op("relu", [before], [2]));
              }
              return y;
            },
            `this.stage${block}()`,
          );
        }
        return x;
      },
      "net()",
    );
    const model = forward(t);
    expect(model.nodes.length).toBeLessThanOrEqual(42);
    expect(model.groups.map(({ title }) => title)).toEqual(["Net", "stage0", "stage1", "stage2"]);
  });
});
