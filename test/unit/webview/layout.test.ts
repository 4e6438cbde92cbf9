import { Graphviz } from "@hpcc-js/wasm-graphviz";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { straightChains } from "../../../webview/graph/chains.ts";
import { placeLabels, pointAt } from "../../../webview/graph/edgeLabels.ts";
import { readGraphvizJson } from "../../../webview/graph/graphvizJson.ts";
import { inputsBeforeParameters } from "../../../webview/graph/groupRanks.ts";
import type { Box, Placement, Sketch } from "../../../webview/graph/layout.ts";
import { LayoutClient, type LayoutWorker } from "../../../webview/graph/layoutClient.ts";
import { layoutDot } from "../../../webview/graph/layoutDot.ts";
import type { LayoutReply, LayoutRequest } from "../../../webview/graph/layoutMessages.ts";
import { linearLayout } from "../../../webview/graph/linearLayout.ts";

const size = { width: 60, height: 24 };
const node = (group: number | null = null) => ({ ...size, group });
const edge = (from: number, to: number, label = false) => ({
  from,
  to,
  label: label ? { width: 80, height: 16 } : null,
  style: "flow" as const,
});
const chain = (length: number): Sketch => ({
  nodes: Array.from({ length }, () => node()),
  groups: [],
  edges: Array.from({ length: length - 1 }, (_, i) => edge(i, i + 1, true)),
});
/** 0 → group 0 of (1 → 2), with group 1 of (2) inside of it, → 3, and a skip from 0 to 3. */
const nested: Sketch = {
  nodes: [node(), node(0), node(1), node()],
  groups: [
    { group: null, header: { width: 90, height: 24 } },
    { group: 0, header: { width: 40, height: 24 } },
  ],
  edges: [edge(0, 1), edge(1, 2), edge(2, 3), edge(0, 3)],
};

const contains = (outer: Box, inner: Box) =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function expectSound(sketch: Sketch, placement: Placement) {
  placement.nodes.forEach((box, index) => {
    expect(
      contains({ x: -0.5, y: -0.5, width: placement.width + 1, height: placement.height + 1 }, box),
    ).toBe(true);
    const group = sketch.nodes[index]?.group;
    const around = group == null ? undefined : placement.groups[group];
    if (around) expect(contains(around, box)).toBe(true);
    for (const other of placement.nodes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
  });
}

describe("Graphviz", () => {
  it("is given sizes and structure as DOT, without texts", () => {
    expect(layoutDot({ ...nested, edges: [edge(0, 1, true)] })).toBe(`\
digraph {
  graph [newrank=true nodesep=0.4 ranksep=0.55 pad=0 splines=true]
  node [shape=box fixedsize=true label=""]
  edge [arrowsize=0.6]
  n0 [width=0.833 height=0.333 group=0]
  n3 [width=0.833 height=0.333]
  subgraph cluster_0 {
    graph [label=<<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" width="90" height="24"><tr><td></td></tr></table>> labeljust=l margin=18]
    n1 [width=0.833 height=0.333 group=0]
    subgraph cluster_1 {
      graph [label=<<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" width="40" height="24"><tr><td></td></tr></table>> labeljust=l margin=18]
      n2 [width=0.833 height=0.333]
    }
  }
  n0 -> n1 [id=e0 weight=8]
}`);
  });

  it("places nodes in their groups, routes edges onto their heads", async () => {
    const graphviz = await Graphviz.load();
    const sketch = { ...nested, edges: [...nested.edges.slice(0, 3), edge(0, 3, true)] };
    const placement = placeLabels(
      sketch,
      readGraphvizJson(graphviz.layout(layoutDot(sketch), "json", "dot"), sketch),
    );
    expectSound(sketch, placement);
    expect(placement.edges.map(({ label }) => label !== null)).toEqual([false, false, false, true]);
    const tip = placement.edges[0]?.points.at(-1);
    const head = placement.nodes[1];
    expect(Math.abs((tip?.y ?? 0) - (head?.y ?? 0))).toBeLessThan(2);
    expect(placement.edges.every(({ points }) => points.length % 3 === 1)).toBe(true);
  });
});

describe("straight chains", () => {
  it("follow the longest way: the layers, not the shortcut around them", () => {
    // 0 → 1 → 2 → 3, 0 → 3, and a parameter 4 → 2
    const edges = [
      edge(0, 3),
      edge(0, 1),
      edge(1, 2),
      edge(2, 3),
      { ...edge(4, 2), style: "parameter" as const },
    ];
    expect(straightChains(5, edges).of).toEqual([0, 0, 0, 0, undefined]);
  });
});

describe("labels of edges", () => {
  it("stand beside the middle of their line", () => {
    const sketch = chain(2);
    const [route] = linearLayout(sketch).edges;
    const middle = pointAt(route?.points ?? [], 0.5);
    expect(route?.label).toEqual({ x: middle.x + 4 + 40, y: middle.y });
  });

  it("give way to nodes and to each other", () => {
    // Two edges out of one node: their labels would meet in the middle.
    const sketch: Sketch = {
      nodes: [node(), node(), node()],
      groups: [],
      edges: [edge(0, 1, true), edge(0, 2, true)],
    };
    const { edges, nodes } = linearLayout(sketch);
    const boxes = edges.flatMap(({ label }) =>
      label ? [{ x: label.x - 40, y: label.y - 8, width: 80, height: 16 }] : [],
    );
    const [a, b] = boxes;
    expect(a && b && overlap(a, b)).toBe(false);
    for (const box of boxes) for (const other of nodes) expect(overlap(box, other)).toBe(false);
  });
});

describe("parameters inside of a call", () => {
  it("stand below what the call reads from outside, so that this stays above the box", () => {
    // 0 → 1 in a group, with the parameter 2 → 1 beside it.
    const sketch: Sketch = {
      nodes: [node(), node(0), node(0)],
      groups: [{ group: null, header: { width: 40, height: 24 } }],
      edges: [edge(0, 1), { ...edge(2, 1), style: "parameter" }],
    };
    expect(inputsBeforeParameters(sketch)).toEqual([[0, 2]]);
  });
});

describe("the linear layout", () => {
  it("puts a chain in a column, from top to bottom", () => {
    const { nodes, width } = linearLayout(chain(4));
    expect(nodes.map(({ x }) => x)).toEqual([0, 0, 0, 0]);
    expect(nodes.map(({ y }) => y)).toEqual([0, 68, 136, 204]);
    // The labels stand to the right of the line in the middle: 30 + 4 + 80.
    expect(width).toBe(114);
  });

  it("keeps groups around their nodes and nothing else", () => {
    const placement = linearLayout(nested);
    expectSound(nested, placement);
    const [outer, inner] = placement.groups;
    expect(outer && inner && contains(outer, inner)).toBe(true);
    for (const index of [0, 3]) {
      const box = placement.nodes[index];
      expect(outer && box && overlap(outer, box)).toBe(false);
    }
  });

  it("puts a parameter beside its layer, not at the top", () => {
    // 0 → 1 → 2 ← 3
    const sketch: Sketch = {
      nodes: [node(), node(), node(), node()],
      groups: [],
      edges: [edge(0, 1), edge(1, 2), edge(3, 2)],
    };
    const { nodes } = linearLayout(sketch);
    expect(nodes[3]?.y).toBe(nodes[1]?.y);
  });

  it("ends on graphs with cycles between groups and gives every node a place of its own", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }).chain((n) =>
          fc.record({
            groups: fc.array(fc.option(fc.integer({ min: 0, max: 2 })), { minLength: n, maxLength: n }),
            edges: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 60 }),
          }),
        ),
        ({ groups, edges }) => {
          const sketch: Sketch = {
            nodes: groups.map((group) => node(group)),
            groups: [null, 0, null].map((group) => ({ group, header: { width: 50, height: 24 } })),
            edges: edges.filter(([a, b]) => a < b).map(([a, b]) => edge(a, b)),
          };
          expectSound(sketch, linearLayout(sketch));
        },
      ),
    );
  });

  it("lays out the size of DenseNet-201 in well under a second", () => {
    const n = 1_921;
    const edges = Array.from({ length: 3_723 }, (_, i) =>
      edge(i % (n - 1), Math.min(n - 1, (i % (n - 1)) + 1 + ((i * 7) % 90))),
    );
    const start = performance.now();
    linearLayout({ nodes: Array.from({ length: n }, () => node()), groups: [], edges });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

class FakeWorker implements LayoutWorker {
  onmessage: LayoutWorker["onmessage"] = null;
  onerror: LayoutWorker["onerror"] = null;
  readonly requests: LayoutRequest[] = [];
  terminated = false;
  postMessage(request: LayoutRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.terminated = true;
  }
  reply(data: LayoutReply) {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
  place() {
    const request = this.requests.at(-1);
    if (request) this.reply({ type: "placed", id: request.id, placement: linearLayout(request.sketch) });
  }
}

describe("asking for layouts", () => {
  const start = (budget = 50) => {
    const workers: FakeWorker[] = [];
    const client = new LayoutClient(() => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    }, budget);
    const worker = (index: number) => {
      const found = workers[index];
      if (!found) throw new Error(`No worker ${index} was started.`);
      return found;
    };
    return { client, workers, worker };
  };

  it("gives the worker's placement, and remembers it", async () => {
    const { client, worker } = start();
    worker(0).reply({ type: "ready" });
    const first = client.layout(chain(2));
    worker(0).place();
    expect((await first)?.by).toBe("graphviz");
    expect((await client.layout(chain(2)))?.by).toBe("graphviz");
    expect(worker(0).requests).toHaveLength(1);
  });

  it("gives up what takes too long, ends the worker, and does not try again", async () => {
    vi.useFakeTimers();
    const { client, workers, worker } = start();
    worker(0).reply({ type: "ready" });
    const slow = client.layout(chain(3));
    await vi.advanceTimersByTimeAsync(60);
    expect((await slow)?.by).toBe("linear");
    expect(worker(0).terminated).toBe(true);
    expect((await client.layout(chain(3)))?.by).toBe("linear");
    expect(workers).toHaveLength(2);
    vi.useRealTimers();
  });

  it("does not count the time in which Graphviz itself is loaded", async () => {
    vi.useFakeTimers();
    const { client, worker } = start();
    const waiting = client.layout(chain(3));
    await vi.advanceTimersByTimeAsync(500);
    worker(0).reply({ type: "ready" });
    worker(0).place();
    expect((await waiting)?.by).toBe("graphviz");
    vi.useRealTimers();
  });

  it("answers only the newest of several requests", async () => {
    const { client, worker } = start();
    worker(0).reply({ type: "ready" });
    const [first, second, third] = [
      client.layout(chain(2)),
      client.layout(chain(3)),
      client.layout(chain(4)),
    ];
    expect(await first).toBeNull();
    expect(await second).toBeNull();
    worker(0).place();
    worker(0).place();
    expect((await third)?.placement.nodes).toHaveLength(4);
  });

  it("draws all the same where Graphviz can't be loaded", async () => {
    const { client, worker } = start();
    const waiting = client.layout(chain(2));
    worker(0).onerror?.(new Event("error") as ErrorEvent);
    expect((await waiting)?.by).toBe("linear");
    expect((await client.layout(chain(5)))?.by).toBe("linear");
  });
});
