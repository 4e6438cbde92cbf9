/**
 * A small window under a button. The browser's own popover: it closes with Escape and with a click elsewhere, gives
 * the focus back, and is above everything without being anywhere in particular in the document.
 */
import { h } from "../dom.ts";

const GAP = 4;
const MARGIN = 8;

export interface Popover {
  readonly element: HTMLElement;
  readonly toggle: () => void;
  readonly close: () => void;
}

/** `fill` makes the contents anew each time it opens. */
export function popover(
  button: HTMLElement,
  label: string,
  role: "dialog" | "menu",
  fill: () => readonly Node[],
): Popover {
  const element = h("div", {
    class: `popover popover-${role}`,
    attrs: { popover: "auto", role, "aria-label": label },
  });
  button.after(element);
  button.setAttribute("aria-haspopup", role);
  button.setAttribute("aria-expanded", "false");
  element.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return;
    element.replaceChildren(...fill());
  });
  element.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(button, element);
    (element.querySelector<HTMLElement>("[role=menuitem], button") ?? element).focus();
  });
  return {
    element,
    toggle: () => element.togglePopover(),
    close: () => element.hidePopover(),
  };
}

/** Below the button if there is room, else above; never over the edge. */
function place(button: HTMLElement, element: HTMLElement) {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = anchor.bottom + GAP + height <= window.innerHeight - MARGIN;
  const left = Math.min(Math.max(MARGIN, anchor.right - width), window.innerWidth - width - MARGIN);
  element.style.left = `${Math.max(0, left)}px`;
  element.style.top = `${below ? anchor.bottom + GAP : Math.max(MARGIN, anchor.top - GAP - height)}px`;
}
