/** Making elements: the few lines that stand in for a framework. No HTML text is ever parsed. */

type Child = Node | string | null;

interface Options {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  /** Attributes; null leaves one out. */
  readonly attrs?: Readonly<Record<string, string | number | boolean | null>>;
  readonly on?: { readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void };
}

/** An HTML element: `h("button", { class: "link", on: { click } }, "Show line")`. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: Options = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (options.class) element.className = options.class;
  if (options.text !== undefined) element.textContent = options.text;
  if (options.title) element.title = options.title;
  setAttributes(element, options.attrs ?? {});
  listen(element, options.on ?? {});
  element.append(...children.filter((child) => child !== null));
  return element;
}

function listen(element: HTMLElement, on: NonNullable<Options["on"]>) {
  for (const [type, listener] of Object.entries(on)) {
    if (listener) element.addEventListener(type, listener as EventListener);
  }
}

/** A codicon; always beside a text or in a labelled button, so it is hidden from screen readers. */
export function icon(name: string, className = ""): HTMLSpanElement {
  return h("span", {
    class: `codicon codicon-${name} ${className}`.trim(),
    attrs: { "aria-hidden": "true" },
  });
}

type SvgAttributes = Readonly<Record<string, string | number | boolean | null>>;

/** An SVG element. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attrs: SvgAttributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attrs);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function setAttributes(element: Element, attrs: SvgAttributes) {
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}
