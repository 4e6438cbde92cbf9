/** A menu of actions under a button, with the keys that menus have. */
import { h, icon } from "../dom.ts";
import { popover } from "./popover.ts";

export interface MenuItem {
  readonly icon: string;
  readonly label: string;
  readonly run: () => void;
}

/** A null is a line between groups. `items` is asked each time the menu opens. */
export function menu(button: HTMLElement, label: string, items: () => readonly (MenuItem | null)[]) {
  const { element, toggle, close } = popover(button, label, "menu", () =>
    items().map((item) => {
      if (item === null) return h("div", { class: "menu-line", attrs: { role: "separator" } });
      const choose = () => {
        close();
        item.run();
      };
      return h(
        "button",
        {
          class: "menu-item",
          attrs: { type: "button", role: "menuitem", tabindex: -1 },
          on: { click: choose },
        },
        icon(item.icon),
        h("span", { text: item.label }),
      );
    }),
  );
  button.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => {
    const entries = [...element.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = entries.findIndex((entry) => entry.matches(":focus"));
    const last = entries.length - 1;
    const next = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    entries[next]?.focus();
    event.preventDefault();
  });
}
