/** Which of several graphs: an iteration of the forward graph, or one of the script's `makeDot` calls. */
import { h } from "../dom.ts";
import type { TargetId } from "../graph/keys.ts";
import { type Choices, dotChoices } from "../pictures.ts";
import { formatCount } from "../trace/format.ts";
import type { Reading } from "../trace/reading.ts";
import { toolbarButton } from "./toolbarButton.ts";

export interface PictureChoiceEvents {
  readonly iteration: (iteration: number) => void;
  readonly dot: (id: TargetId) => void;
}

export class PictureChoice {
  readonly element: HTMLElement;
  readonly #select = document.createElement("vscode-single-select");
  readonly #stepper: HTMLElement;
  readonly #label = h("span", { class: "iteration-label", attrs: { "aria-live": "polite" } });
  readonly #back = toolbarButton("chevron-left", "Previous iteration", () => this.#go(-1));
  readonly #forward = toolbarButton("chevron-right", "Next iteration", () => this.#go(1));
  readonly #events: PictureChoiceEvents;
  #options = "";
  #iteration = 0;
  #count = 1;

  constructor(events: PictureChoiceEvents) {
    this.#events = events;
    this.#stepper = h(
      "div",
      { class: "iterations", attrs: { role: "group", "aria-label": "Iteration" } },
      this.#back,
      this.#label,
      this.#forward,
    );
    this.#select.label = "Which autograd graph";
    this.#select.addEventListener("change", () => this.#events.dot(this.#select.value));
    this.element = h("div", { class: "picture-choice" }, this.#stepper, this.#select);
  }

  show(reading: Reading, { kind, iteration }: Choices, dot: TargetId | null) {
    this.#iteration = iteration;
    this.#count = reading.keys.iterations.count;
    this.#stepper.hidden = kind !== "forward" || this.#count < 2;
    this.#label.textContent = `Iteration ${formatCount(iteration + 1)} of ${formatCount(this.#count)}`;
    this.#back.toggleAttribute("disabled", iteration === 0);
    this.#forward.toggleAttribute("disabled", iteration === this.#count - 1);

    const choices = dotChoices(reading);
    this.#select.hidden = kind !== "autograd" || choices.length < 2;
    const options = JSON.stringify(choices);
    if (options !== this.#options) {
      this.#options = options;
      this.#select.replaceChildren(
        ...choices.map(({ id, title }) => {
          const option = document.createElement("vscode-option");
          option.value = id;
          option.textContent = title;
          option.selected = id === dot;
          return option;
        }),
      );
    }
    if (dot !== null && this.#select.value !== dot) this.#select.value = dot;
  }

  #go(by: number) {
    const next = this.#iteration + by;
    if (next >= 0 && next < this.#count) this.#events.iteration(next);
  }
}
