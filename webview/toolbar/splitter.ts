/** The border between graph and steps: dragged, or moved with the arrow keys; upright or lying, as CSS has it. */
import { h, setAttributes } from "../dom.ts";

const LEAST = 0.2;
const MOST = 0.85;
const STEP = 0.04;

export class Splitter {
  readonly element = h("div", {
    class: "splitter",
    attrs: {
      role: "separator",
      tabindex: 0,
      "aria-label": "Size of the graph",
      "aria-valuemin": LEAST * 100,
      "aria-valuemax": MOST * 100,
    },
  });
  readonly #container: HTMLElement;
  readonly #changed: (share: number) => void;
  #share: number;

  constructor(container: HTMLElement, share: number, changed: (share: number) => void) {
    this.#container = container;
    this.#changed = changed;
    this.#share = share;
    this.#apply();
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.element.classList.add("dragging");
      event.preventDefault();
    });
    this.element.addEventListener("pointermove", (event) => {
      if (!this.element.hasPointerCapture(event.pointerId)) return;
      const box = container.getBoundingClientRect();
      this.#set(
        this.#stacked() ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width,
      );
    });
    this.element.addEventListener("lostpointercapture", () => this.element.classList.remove("dragging"));
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft" || key === "ArrowUp") this.#set(this.#share - STEP);
      else if (key === "ArrowRight" || key === "ArrowDown") this.#set(this.#share + STEP);
    });
    new ResizeObserver(() => this.#apply()).observe(container);
  }

  /** One above the other, when the panel is narrow. */
  #stacked(): boolean {
    return getComputedStyle(this.#container).flexDirection === "column";
  }

  #set(share: number) {
    this.#share = Math.min(MOST, Math.max(LEAST, share));
    this.#apply();
    this.#changed(this.#share);
  }

  #apply() {
    this.#container.style.setProperty("--graph-share", String(this.#share));
    setAttributes(this.element, {
      "aria-orientation": this.#stacked() ? "horizontal" : "vertical",
      "aria-valuenow": Math.round(this.#share * 100),
    });
  }
}
