/**
 * The list of steps on the screen: a tree of which only the rows in sight exist, so five thousand cost what fifty do.
 * One stop for Tab; the row that the keys are on is told to screen readers as the active descendant.
 */
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { h, icon } from "../dom.ts";
import type { TargetId } from "../graph/keys.ts";
import { type Step, stepKinds } from "./step.ts";
import { isFolded, stepsAround, visibleSteps } from "./visibleSteps.ts";

export interface StepsEvents {
  /** `reveal`: also show it in the editor. */
  readonly select: (step: Step, how: { readonly reveal: boolean; readonly beside: boolean }) => void;
  readonly fold: (id: TargetId, folded: boolean) => void;
  /** The graph is to show this iteration. */
  readonly turnTo: (iteration: number) => void;
}

/** As VS Code's own trees. */
const ROW_HEIGHT = 22;
const INDENT = 8;
/** Rows drawn beyond either end of what is in sight. */
const OVERSCAN = 12;
const FILTER_DELAY_MS = 80;

export class StepsView {
  readonly element: HTMLElement;
  readonly #events: StepsEvents;
  readonly #field = document.createElement("vscode-textfield");
  readonly #count = h("span", { class: "steps-count", attrs: { "aria-live": "polite" } });
  readonly #rows = h("div", { class: "steps-rows", attrs: { role: "presentation" } });
  readonly #tree: HTMLElement;
  readonly #empty = h("p", { class: "steps-empty", attrs: { hidden: "" } });
  #steps: readonly Step[] = [];
  #folded: ReadonlyMap<TargetId, boolean>;
  #visible: readonly number[] = [];
  #selected: TargetId | null = null;
  #highlighted: ReadonlySet<TargetId> = new Set();
  /** The row that the keys are on. */
  #active: TargetId | null = null;
  #filterTimer: ReturnType<typeof setTimeout> | undefined;
  #height = 0;
  /** The rows that exist, by index of their step. */
  readonly #drawn = new Map<number, HTMLElement>();

  constructor(folded: ReadonlyMap<TargetId, boolean>, events: StepsEvents) {
    this.#events = events;
    this.#folded = folded;
    this.#field.placeholder = "Filter steps";
    this.#field.label = "Filter steps by name, class or shape";
    this.#field.type = "text";
    this.#field.append(slotted(icon("filter"), "content-before"), slotted(this.#count, "content-after"));
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#filterTimer);
      this.#filterTimer = setTimeout(() => this.#refresh(), FILTER_DELAY_MS);
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#field.value !== "") {
        this.#field.value = "";
        this.#refresh();
        event.stopPropagation();
      } else if (event.key === "ArrowDown") {
        this.#tree.focus();
        event.preventDefault();
      }
    });
    this.#tree = h(
      "div",
      {
        class: "steps-tree",
        attrs: { role: "tree", tabindex: 0, "aria-label": "Steps of the run" },
        on: {
          scroll: () => this.#draw(),
          keydown: (event) => this.#key(event),
          click: (event) => this.#click(event),
          dblclick: (event) => this.#doubleClick(event),
          focus: () => this.#focused(),
        },
      },
      this.#rows,
    );
    this.element = h(
      "section",
      { class: "steps", attrs: { "aria-label": "Steps" } },
      h("div", { class: "steps-filter" }, this.#field),
      this.#tree,
      this.#empty,
    );
    new ResizeObserver(() => this.#resized()).observe(this.#tree);
  }

  show(steps: readonly Step[], folded: ReadonlyMap<TargetId, boolean>) {
    this.#steps = steps;
    this.#folded = folded;
    this.#refresh();
  }

  /** Marks rows; `follow` also unfolds and scrolls to the first of them. */
  mark(selected: TargetId | null, highlighted: ReadonlySet<TargetId>, follow: TargetId | null) {
    this.#selected = selected;
    this.#highlighted = highlighted;
    if (selected !== null) this.#active = selected;
    if (follow !== null) this.#follow(follow);
    this.#draw();
  }

  /** The inspector opening below must not push the row that opened it out of sight. */
  #resized() {
    const row = this.#visible.findIndex((index) => this.#steps[index]?.id === this.#active);
    const top = row * ROW_HEIGHT - this.#tree.scrollTop;
    const wasSeen = row >= 0 && top >= 0 && top < this.#height;
    this.#height = this.#tree.clientHeight;
    if (wasSeen) this.#scrollTo(row);
    this.#draw();
  }

  #follow(id: TargetId) {
    const index = this.#steps.findIndex((step) => step.id === id);
    if (index < 0) return;
    const hidden = stepsAround(this.#steps, index).flatMap((at) => {
      const step = this.#steps[at];
      return step && isFolded(step, this.#folded) ? [step.id] : [];
    });
    for (const around of hidden) this.#events.fold(around, false);
    if (hidden.length > 0)
      this.#folded = new Map([...this.#folded, ...hidden.map((id) => [id, false] as const)]);
    if (hidden.length > 0) this.#refresh();
    this.#scrollTo(this.#visible.indexOf(index));
  }

  #refresh() {
    const filter = this.#field.value;
    this.#visible = visibleSteps(this.#steps, this.#folded, filter);
    const found = this.#visible.filter((index) => this.#steps[index]?.target != null).length;
    this.#count.textContent = filter.trim() === "" ? "" : String(found);
    this.#empty.hidden = this.#visible.length > 0;
    this.#empty.textContent = filter.trim() === "" ? "Nothing has run yet." : "No step matches.";
    this.#drawn.clear();
    this.#rows.replaceChildren();
    this.#rows.style.height = `${this.#visible.length * ROW_HEIGHT}px`;
    this.#draw();
  }

  #scrollTo(row: number) {
    if (row < 0) return;
    const top = row * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.#tree;
    if (top < scrollTop + ROW_HEIGHT) this.#tree.scrollTop = Math.max(0, top - 2 * ROW_HEIGHT);
    else if (top + 2 * ROW_HEIGHT > scrollTop + clientHeight)
      this.#tree.scrollTop = top + 3 * ROW_HEIGHT - clientHeight;
    this.#draw();
  }

  #draw() {
    const height = this.#tree.clientHeight;
    const first = Math.max(0, Math.floor(this.#tree.scrollTop / ROW_HEIGHT) - OVERSCAN);
    const last = Math.min(
      this.#visible.length,
      Math.ceil((this.#tree.scrollTop + height) / ROW_HEIGHT) + OVERSCAN,
    );
    // A row that stays keeps its element: a click whose element goes between press and release is no click.
    const wanted = new Set(this.#visible.slice(first, last));
    for (const [index, row] of this.#drawn) {
      if (wanted.has(index)) continue;
      row.remove();
      this.#drawn.delete(index);
    }
    for (const index of wanted) {
      const step = this.#steps[index];
      if (!step) continue;
      const row = this.#drawn.get(index) ?? this.#addRow(step, index);
      this.#markRow(row, step);
    }
    const active = this.#steps.findIndex(({ id }) => id === this.#active);
    if (this.#drawn.has(active)) this.#tree.setAttribute("aria-activedescendant", rowId(active));
    else this.#tree.removeAttribute("aria-activedescendant");
  }

  #addRow(step: Step, index: number): HTMLElement {
    const opens = step.end > index + 1;
    const folded = opens && isFolded(step, this.#folded) && this.#field.value.trim() === "";
    const { icon: iconName, spoken } = stepKinds[step.kind];
    const chevron = opens ? `codicon-chevron-${folded ? "right" : "down"}` : "";
    const row = h(
      "div",
      {
        title: [step.title, step.detail, step.result].filter(Boolean).join("  "),
        attrs: {
          id: rowId(index),
          role: "treeitem",
          "aria-level": step.level,
          "aria-expanded": opens ? !folded : null,
          "aria-label": [spoken, step.title, step.detail, step.result, step.failed ? "failed" : ""]
            .filter(Boolean)
            .join(", "),
        },
      },
      h("span", { class: `twistie codicon ${chevron}`, attrs: { "aria-hidden": "true" } }),
      iconName === "" ? null : icon(step.failed ? "error" : iconName, "step-icon"),
      h("span", { class: "step-title", text: step.title }),
      h("span", { class: "step-detail", text: step.detail }),
      h("span", { class: "step-result", text: step.result }),
    );
    row.style.top = `${this.#visible.indexOf(index) * ROW_HEIGHT}px`;
    row.style.paddingLeft = `${(step.level - 1) * INDENT + 4}px`;
    this.#drawn.set(index, row);
    this.#rows.append(row);
    return row;
  }

  #markRow(row: HTMLElement, step: Step) {
    const classes = ["step", `step-${step.kind}`];
    if (step.failed) classes.push("failed");
    if (step.id === this.#selected) classes.push("selected");
    if (step.id === this.#active) classes.push("active");
    if (this.#highlighted.has(step.id)) classes.push("highlighted");
    row.className = classes.join(" ");
    row.setAttribute("aria-selected", String(step.id === this.#selected));
  }

  #stepOf(event: Event): { readonly step: Step; readonly onTwistie: boolean } | null {
    if (!(event.target instanceof Element)) return null;
    const row = event.target.closest(".step");
    const step = row ? this.#steps[Number(row.id.slice(ROW_ID.length))] : undefined;
    return step ? { step, onTwistie: event.target.classList.contains("twistie") } : null;
  }

  #click(event: MouseEvent) {
    const hit = this.#stepOf(event);
    if (!hit) return;
    const { step, onTwistie } = hit;
    this.#active = step.id;
    if (onTwistie) this.#fold(step);
    else if (step.iteration !== null) this.#turnTo(step, step.iteration);
    // A heading has nothing else to do when clicked.
    else if (step.target === null) this.#fold(step);
    else this.#events.select(step, { reveal: true, beside: event.altKey });
    this.#draw();
  }

  #doubleClick(event: MouseEvent) {
    const hit = this.#stepOf(event);
    if (hit && !hit.onTwistie && hit.step.target !== null) this.#fold(hit.step);
  }

  #fold(step: Step, folded = !isFolded(step, this.#folded)) {
    const index = this.#steps.indexOf(step);
    if (step.end <= index + 1) return;
    this.#folded = new Map([...this.#folded, [step.id, folded]]);
    this.#events.fold(step.id, folded);
    this.#refresh();
  }

  #turnTo(step: Step, iteration: number) {
    this.#fold(step, false);
    this.#events.turnTo(iteration);
  }

  #focused() {
    if (!this.#visible.some((index) => this.#steps[index]?.id === this.#active)) {
      this.#active = this.#steps[this.#visible[0] ?? -1]?.id ?? null;
    }
    this.#draw();
  }

  #key(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = this.#visible.findIndex((index) => this.#steps[index]?.id === this.#active);
    const step = this.#steps[this.#visible[row] ?? -1];
    const page = Math.max(1, Math.floor(this.#tree.clientHeight / ROW_HEIGHT) - 1);
    switch (event.key) {
      case "ArrowDown":
        this.#go(row + 1);
        break;
      case "ArrowUp":
        if (row === 0) this.#field.focus();
        else this.#go(row - 1);
        break;
      case "PageDown":
        this.#go(row + page);
        break;
      case "PageUp":
        this.#go(row - page);
        break;
      case "Home":
        this.#go(0);
        break;
      case "End":
        this.#go(this.#visible.length - 1);
        break;
      case "ArrowRight":
        if (step) this.#fold(step, false);
        break;
      case "ArrowLeft":
        if (step) this.#out(step);
        break;
      case " ":
        if (step) this.#fold(step);
        break;
      case "Enter":
        if (step?.target) this.#events.select(step, { reveal: true, beside: false });
        else if (step && step.iteration !== null) this.#turnTo(step, step.iteration);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Folds an open row; from a folded one, or one without rows inside, to the row around it. */
  #out(step: Step) {
    const index = this.#steps.indexOf(step);
    if (step.end > index + 1 && !isFolded(step, this.#folded)) return this.#fold(step, true);
    const around = stepsAround(this.#steps, index).at(-1);
    if (around !== undefined) this.#go(this.#visible.indexOf(around));
  }

  #go(row: number) {
    const index = this.#visible[Math.min(Math.max(row, 0), this.#visible.length - 1)];
    const step = index === undefined ? undefined : this.#steps[index];
    if (!step || index === undefined) return;
    this.#active = step.id;
    this.#scrollTo(this.#visible.indexOf(index));
    // The graph follows the keys; the editor only on Enter.
    if (step.target) this.#events.select(step, { reveal: false, beside: false });
    else this.#draw();
  }
}

const ROW_ID = "step-";
const rowId = (index: number) => `${ROW_ID}${index}`;

function slotted<E extends HTMLElement>(element: E, slot: string): E {
  element.slot = slot;
  return element;
}
