/** The line at the bottom: what is going on at the left, what the model amounts to at the right. */
import type { TraceTotals } from "../../engine/trace/trace.ts";
import { h, icon } from "../dom.ts";
import { formatBytes, formatCount, formatFlops } from "../trace/format.ts";

export interface Status {
  readonly icon: string;
  readonly text: string;
  readonly tone: "normal" | "busy" | "error" | "warning";
}

export class StatusBar {
  // Changes are read out, but never in the middle of a sentence.
  readonly #status = h("div", { class: "status", attrs: { role: "status" } });
  readonly #totals = h("div", { class: "totals" });
  readonly element = h("footer", { class: "status-bar" }, this.#status, this.#totals);
  #shown = "";

  show({ icon: name, text, tone }: Status) {
    const shown = `${name} ${tone} ${text}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#status.className = `status status-${tone}`;
    const mark = icon(name, tone === "busy" ? "codicon-modifier-spin" : "");
    this.#status.replaceChildren(mark, h("span", { text, title: text }));
  }

  totals(totals: TraceTotals | null) {
    const parts: (readonly [text: string, title: string])[] = [];
    if (totals !== null) {
      parts.push([`${formatCount(totals.parameters)} parameters`, "Numbers that training changes"]);
      if (totals.flops > 0) parts.push([formatFlops(totals.flops), "Floating-point operations of this run"]);
      if (totals.peakBytes > 0)
        parts.push([`${formatBytes(totals.peakBytes)} peak`, "The most memory held by tensors at once"]);
    }
    this.#totals.replaceChildren(...parts.map(([text, title]) => h("span", { class: "total", text, title })));
  }
}
