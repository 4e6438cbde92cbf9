/** The strip above the graph that says what is wrong, and what the picture below it still is. */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { h, icon } from "../dom.ts";

export interface BannerContent {
  readonly tone: "error" | "warning" | "info";
  readonly title: string;
  readonly message: string;
  readonly actions: readonly { readonly label: string; readonly run: () => void }[];
}

export class Banner {
  /** Pixels of the graph that it covers. */
  get height(): number {
    return this.element.offsetHeight;
  }

  readonly element = h("div", { class: "banner", attrs: { role: "alert", hidden: "" } });
  #shown = "";

  show(content: BannerContent | null) {
    const shown = JSON.stringify(content);
    // An alert is read out whenever it changes, so the same one is not set twice.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = content === null;
    if (content === null) return this.element.replaceChildren();
    const { tone, title, message, actions } = content;
    this.element.className = `banner banner-${tone}`;
    this.element.replaceChildren(
      icon(tone),
      h(
        "div",
        { class: "banner-text" },
        h("strong", { text: title }),
        message === "" ? null : h("p", { text: message }),
      ),
      h("div", { class: "banner-actions" }, ...actions.map(({ label, run }) => bannerButton(label, run))),
    );
  }
}

function bannerButton(label: string, run: () => void): HTMLElement {
  const button = document.createElement("vscode-button");
  button.textContent = label;
  button.secondary = true;
  button.addEventListener("click", run);
  return button;
}
