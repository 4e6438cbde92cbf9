/**
 * Pan and zoom, as numbers: screen = content · scale + offset. Nothing here decides to move the picture by itself;
 * after a change of layout it keeps one place still (`keep`), so what one looks at does not jump away.
 */
import type { Box, Point } from "./layout.ts";
import type { Size } from "./nodeText.ts";

export interface View extends Point {
  readonly scale: number;
}

const MIN_SCALE = 0.04;
const MAX_SCALE = 4;
/** One press of + or one click of zoom in. */
export const ZOOM_STEP = 1.25;
const MARGIN = 20;
/** Below this a text can't be read: the first look at a big graph starts at its top instead of showing all of it. */
const READABLE = 0.75;

const clampScale = (scale: number) => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

/** All of it, in the middle, never larger than life. */
export function fitView(content: Size, screen: Size): View {
  const room = (side: "width" | "height") =>
    Math.max(1, screen[side] - 2 * MARGIN) / Math.max(1, content[side]);
  const scale = clampScale(Math.min(1, room("width"), room("height")));
  return {
    scale,
    x: (screen.width - content.width * scale) / 2,
    y: (screen.height - content.height * scale) / 2,
  };
}

/** The first look: all of it where that can be read, else its beginning. */
export function firstView(content: Size, screen: Size, start: Box | null): View {
  const all = fitView(content, screen);
  if (all.scale >= READABLE) return { ...all, y: Math.min(all.y, 2 * MARGIN) };
  const room = screen.width - 2 * MARGIN;
  const scale = Math.min(1, Math.max(READABLE, room / content.width));
  const width = content.width * scale;
  const middle = start ? start.x + start.width / 2 : content.width / 2;
  // What is too wide as well starts at its first node, as far as there is something to show on either side.
  const x = screen.width / 2 - middle * scale;
  const x0 = Math.max(screen.width - MARGIN - width, Math.min(MARGIN, x));
  return { scale, x: width <= room ? (screen.width - width) / 2 : x0, y: MARGIN };
}

/** Zooms so that what is under `at` (on the screen) stays there. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const scale = clampScale(view.scale * factor);
  const grown = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
}

export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Moves the view as the anchor moved, so that the anchor stays where it was on the screen. */
export function keep(view: View, before: Point, after: Point): View {
  return panBy(view, (before.x - after.x) * view.scale, (before.y - after.y) * view.scale);
}

/** The least pan that brings a box onto the screen, with some air around it; the same view when it is there already. */
export function bringIntoView(view: View, box: Box, screen: Size): View {
  const shift = (low: number, size: number, length: number) => {
    const air = Math.min(MARGIN * 2, Math.max(0, (length - size) / 2));
    if (low < air) return air - low;
    const over = low + size - (length - air);
    return over > 0 ? -Math.min(over, low - air) : 0;
  };
  return panBy(
    view,
    shift(view.x + box.x * view.scale, box.width * view.scale, screen.width),
    shift(view.y + box.y * view.scale, box.height * view.scale, screen.height),
  );
}

export const toContent = (view: View, at: Point): Point => ({
  x: (at.x - view.x) / view.scale,
  y: (at.y - view.y) / view.scale,
});

export function isOnScreen(view: View, box: Box, screen: Size): boolean {
  const left = view.x + box.x * view.scale;
  const top = view.y + box.y * view.scale;
  return (
    left < screen.width &&
    top < screen.height &&
    left + box.width * view.scale > 0 &&
    top + box.height * view.scale > 0
  );
}
