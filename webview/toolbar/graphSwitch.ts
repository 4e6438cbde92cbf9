/** Forward or Autograd: two buttons of which one is on. A radio group, as screen readers know it. */
import { h } from "../dom.ts";
import type { GraphKind } from "../graph/model.ts";

const kinds: readonly (readonly [kind: GraphKind, label: string, title: string])[] = [
  ["forward", "Forward", "The operations that were run, inside of the layers that ran them"],
  ["autograd", "Autograd", "The functions that backward() runs, as torchviz draws them"],
];

export class GraphSwitch {
  readonly element: HTMLElement;
  readonly #buttons = new Map<GraphKind, HTMLButtonElement>();

  constructor(choose: (kind: GraphKind) => void) {
    const buttons = kinds.map(([kind, label, title]) => {
      const button = h("button", {
        text: label,
        title,
        attrs: { type: "button", role: "radio" },
        on: { click: () => choose(kind) },
      });
      this.#buttons.set(kind, button);
      return button;
    });
    this.element = h(
      "div",
      { class: "graph-switch", attrs: { role: "radiogroup", "aria-label": "Graph" } },
      ...buttons,
    );
    this.element.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      const other = kinds.find(([kind]) => this.#buttons.get(kind)?.getAttribute("aria-checked") === "false");
      if (!other) return;
      choose(other[0]);
      this.#buttons.get(other[0])?.focus();
      event.preventDefault();
    });
  }

  show(current: GraphKind) {
    for (const [kind, button] of this.#buttons) {
      button.setAttribute("aria-checked", String(kind === current));
      button.tabIndex = kind === current ? 0 : -1;
    }
  }
}
