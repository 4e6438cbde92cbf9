/** What part of the picture is on the screen. */
import type { Box, Layout } from "./layout.ts";
import type { Size } from "./nodeText.ts";
import { isOnScreen, toContent, type View } from "./viewport.ts";

export function isAnythingSeen(layout: Layout, view: View, screen: Size): boolean {
  return isOnScreen(view, { x: 0, y: 0, width: layout.width, height: layout.height }, screen);
}

/** The part of the plane that is on the screen. */
export function seen(view: View, { width, height }: Size): Box {
  return { ...toContent(view, { x: 0, y: 0 }), width: width / view.scale, height: height / view.scale };
}

export function around(view: View, screen: Size): Box {
  const { x, y, width, height } = seen(view, screen);
  return { x: x - width, y: y - height, width: 3 * width, height: 3 * height };
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}
