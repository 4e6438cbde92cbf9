/** What the colours and the keys mean: made from the tables that the graph itself uses. */
import { h } from "../dom.ts";
import type { GraphKind, NodeLook } from "../graph/model.ts";
import { gestures, shortcuts } from "../graph/shortcuts.ts";

const looks: Readonly<Record<GraphKind, readonly (readonly [look: NodeLook, meaning: string])[]>> = {
  forward: [
    ["input", "Input, a tensor from outside"],
    ["module", "Layer or module; open it to see inside"],
    ["op", "Operation"],
    ["parameter", "Parameter, inside of an open layer"],
    ["output", "Result"],
  ],
  autograd: [
    ["result", "Output"],
    ["gradFn", "Backward function"],
    ["leaf", "Leaf: a parameter, or what else requires grad"],
    ["saved", "Tensor saved for backward"],
    ["base", "Base of an output that is a view"],
  ],
};

export function helpContents(kind: GraphKind): readonly Node[] {
  return [
    h("h2", { class: "popover-title", text: kind === "forward" ? "Forward graph" : "Autograd graph" }),
    h(
      "ul",
      { class: "legend" },
      ...looks[kind].map(([look, meaning]) =>
        h(
          "li",
          {},
          h("span", { class: `swatch look-${look}`, attrs: { "aria-hidden": "true" } }),
          h("span", { text: meaning }),
        ),
      ),
    ),
    h("h2", { class: "popover-title", text: "Keys" }),
    h(
      "dl",
      { class: "keys" },
      ...shortcuts.flatMap(({ label, does }) => [
        h("dt", {}, h("kbd", { text: label })),
        h("dd", { text: does }),
      ]),
      ...gestures.flatMap(([label, does]) => [h("dt", { text: label }), h("dd", { text: does })]),
    ),
  ];
}
