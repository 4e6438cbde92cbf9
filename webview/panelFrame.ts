/** The parts of the panel and where they stand. No behaviour: panel.ts gives them that. */
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import { h, icon } from "./dom.ts";

/** A native button for what opens a popover: it has to say so to screen readers, which the toolbar button can't. */
export function iconButton(name: string, label: string): HTMLButtonElement {
  return h(
    "button",
    { class: "icon-button", title: label, attrs: { type: "button", "aria-label": label } },
    icon(name),
  );
}

export interface FrameParts {
  readonly graphSwitch: HTMLElement;
  readonly pictureChoice: HTMLElement;
  readonly device: HTMLElement;
  readonly buttons: readonly HTMLElement[];
  readonly banner: HTMLElement;
  readonly graph: Element;
  readonly empty: HTMLElement;
  readonly zoom: readonly HTMLElement[];
  readonly steps: HTMLElement;
  readonly inspector: HTMLElement;
  readonly statusBar: HTMLElement;
}

export interface Frame {
  readonly element: HTMLElement;
  /** Holds graph and side; the splitter goes between them. */
  readonly split: HTMLElement;
  readonly graphArea: HTMLElement;
}

export function panelFrame(parts: FrameParts): Frame {
  const toolbar = h(
    "header",
    { class: "toolbar" },
    parts.graphSwitch,
    parts.pictureChoice,
    h(
      "div",
      { class: "toolbar-end" },
      parts.device,
      h("div", { class: "toolbar-buttons" }, ...parts.buttons),
    ),
  );
  const graphArea = h(
    "main",
    { class: "graph-area", attrs: { "aria-label": "Graph" } },
    h(
      "div",
      { class: "graph-room" },
      h("div", { class: "graph-holder" }, parts.graph),
      parts.empty,
      parts.banner,
      h("div", { class: "zoom" }, ...parts.zoom),
    ),
  );
  const side = h(
    "aside",
    { class: "side", attrs: { "aria-label": "Steps and details" } },
    parts.steps,
    parts.inspector,
  );
  const split = h("div", { class: "split" }, graphArea, side);
  return { element: h("div", { class: "panel" }, toolbar, split, parts.statusBar), split, graphArea };
}
