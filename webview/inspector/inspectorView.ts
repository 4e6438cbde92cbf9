/** Shows one card. Texts from the user's program are only ever set as text. */

import { h, icon } from "../dom.ts";
import { toolbarButton } from "../toolbar/toolbarButton.ts";
import type { Target } from "../trace/lookup.ts";
import type { Card, CardSection, Fact } from "./card.ts";

export interface InspectorEvents {
  readonly follow: (target: Target) => void;
  readonly reveal: () => void;
  readonly close: () => void;
}

export class InspectorView {
  readonly element = h("section", { class: "inspector", attrs: { "aria-label": "Details", hidden: "" } });
  readonly #events: InspectorEvents;

  constructor(events: InspectorEvents) {
    this.#events = events;
  }

  show(card: Card | null, hasSource: boolean) {
    this.element.hidden = card === null;
    if (card === null) return this.element.replaceChildren();
    const body = h(
      "div",
      // Scrolls, so it has to be reachable by keyboard.
      {
        class: "card-body",
        attrs: { tabindex: 0, role: "group", "aria-label": `${card.title}, ${card.kind}` },
      },
      card.error === null
        ? null
        : h("p", { class: "card-error" }, icon("error"), h("span", { text: card.error })),
      card.text === null ? null : h("pre", { class: "card-text", text: card.text }),
      ...card.sections.map((section) => this.#section(section)),
    );
    this.element.replaceChildren(this.#header(card, hasSource), body);
  }

  #header(card: Card, hasSource: boolean): HTMLElement {
    return h(
      "header",
      { class: "card-header" },
      h("h2", { class: "card-title", text: card.title, title: card.title }),
      h("span", { class: "card-kind", text: card.kind }),
      hasSource ? toolbarButton("go-to-file", "Show in the editor", this.#events.reveal) : null,
      toolbarButton("close", "Clear the selection", this.#events.close),
    );
  }

  #section({ title, facts }: CardSection): HTMLElement {
    const rows = facts.flatMap((fact) => [
      h("dt", { text: fact.label }),
      h("dd", { class: fact.mono ? "mono" : "" }, this.#value(fact)),
    ]);
    return h("section", { class: "card-section" }, h("h3", { text: title }), h("dl", {}, ...rows));
  }

  #value({ value, link }: Fact): Node | string {
    if (link === null) return value;
    return h("button", {
      class: "link",
      text: value,
      attrs: { type: "button" },
      on: { click: () => this.#events.follow(link) },
    });
  }
}
