/**
 * The picture as an SVG file: what is on the screen, all of it, with the colours of the theme written into it, since
 * outside of VS Code there are no `--vscode-*` variables to follow.
 */
import { setAttributes, svg } from "../dom.ts";
import type { Size } from "./nodeText.ts";

const MARGIN = 16;
/** What decides the looks of our shapes; the rest is the same everywhere. */
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

export function exportSvg(surface: SVGSVGElement, size: Size): string {
  const { width, height } = size;
  const background = getComputedStyle(document.body).backgroundColor;
  const file = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`,
    width: Math.round(width + 2 * MARGIN),
    height: Math.round(height + 2 * MARGIN),
  });
  file.append(
    svg("rect", {
      x: -MARGIN,
      y: -MARGIN,
      width: width + 2 * MARGIN,
      height: height + 2 * MARGIN,
      fill: background,
    }),
  );
  for (const child of surface.children) file.append(copy(child));
  file.querySelector(".content")?.removeAttribute("transform");
  for (const element of file.querySelectorAll("[class]")) element.removeAttribute("class");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(file)}\n`;
}

function copy(element: Element): Element {
  const twin = element.cloneNode(false);
  if (!(twin instanceof Element)) return element;
  for (const name of twin.getAttributeNames()) {
    if (/^(aria-|data-|role$|tabindex$|style$)/.test(name)) twin.removeAttribute(name);
  }
  if (element instanceof SVGElement) {
    const style = getComputedStyle(element);
    if (element instanceof SVGGraphicsElement && !(element instanceof SVGGElement)) {
      for (const property of PROPERTIES) twin.setAttribute(property, style.getPropertyValue(property));
    }
    // Places are CSS on the screen, so that nodes can glide; other programs know the attribute only.
    const isContent = element.classList.contains("content");
    const { transform } = element.style;
    const moved = /^translate\((-?[\d.]+)px, (-?[\d.]+)px\)$/.exec(transform);
    if (moved && !isContent) setAttributes(twin, { transform: `translate(${moved[1]},${moved[2]})` });
  }
  const hidden = element.classList.contains("chevron-target");
  if (!hidden)
    for (const child of element.childNodes)
      twin.appendChild(child instanceof Element ? copy(child) : child.cloneNode());
  return twin;
}
