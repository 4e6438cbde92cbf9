/**
 * Graphviz in a worker of its own. A layout can't be interrupted from inside: whoever no longer wants it ends the
 * worker (layoutClient.ts).
 */
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { placeLabels } from "./edgeLabels.ts";
import { readGraphvizJson } from "./graphvizJson.ts";
import { layoutDot } from "./layoutDot.ts";
import type { LayoutReply, LayoutRequest } from "./layoutMessages.ts";

const post = (reply: LayoutReply) => self.postMessage(reply);
const loading = Graphviz.load();
loading.then(() => post({ type: "ready" }));

self.onmessage = async ({ data: { id, sketch } }: MessageEvent<LayoutRequest>) => {
  try {
    const graphviz = await loading;
    const json = graphviz.layout(layoutDot(sketch), "json", "dot");
    post({ type: "placed", id, placement: placeLabels(sketch, readGraphvizJson(json, sketch)) });
  } catch (error) {
    post({ type: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
};
