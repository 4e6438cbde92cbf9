/** Mouse, pen and trackpad on the graph: what they mean is said in terms of pans, zooms and clicks. */
import type { Point } from "./layout.ts";

export interface PointerEvents {
  readonly pan: (dx: number, dy: number) => void;
  readonly zoom: (factor: number, at: Point) => void;
  /** The element under a click that was no drag, and the event for its modifiers. */
  readonly click: (element: Element, event: MouseEvent) => void;
  readonly doubleClick: (element: Element) => void;
}

/** Below this a trembling hand still clicks. */
const DRAG_THRESHOLD = 4;
/** Pixels of wheel that double or halve the scale. */
const WHEEL_OCTAVE = 240;
const LINE_HEIGHT = 18;

export function listenToPointer(surface: SVGSVGElement, events: PointerEvents) {
  let start: Point | null = null;
  let last: Point = { x: 0, y: 0 };
  let dragged = false;

  surface.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    start = last = { x: event.clientX, y: event.clientY };
    dragged = false;
  });
  surface.addEventListener("pointermove", (event) => {
    if (start === null) return;
    // A button released outside of the window is never reported.
    if (event.buttons === 0) return stop();
    if (!dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) < DRAG_THRESHOLD) return;
    if (!dragged) {
      dragged = true;
      surface.setPointerCapture(event.pointerId);
      surface.classList.add("panning");
    }
    events.pan(event.clientX - last.x, event.clientY - last.y);
    last = { x: event.clientX, y: event.clientY };
  });
  const stop = () => {
    start = null;
    surface.classList.remove("panning");
  };
  surface.addEventListener("pointerup", stop);
  surface.addEventListener("pointercancel", stop);
  surface.addEventListener("click", (event) => {
    if (!dragged && event.target instanceof Element) events.click(event.target, event);
  });
  surface.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element) events.doubleClick(event.target);
  });
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
      // A pinch on a trackpad arrives as a wheel with Ctrl, in smaller steps.
      if (event.ctrlKey || event.metaKey) {
        const octave =
          event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && Math.abs(event.deltaY) < 30 ? 80 : WHEEL_OCTAVE;
        const box = surface.getBoundingClientRect();
        const at = { x: event.clientX - box.left, y: event.clientY - box.top };
        events.zoom(2 ** ((-event.deltaY * unit) / octave), at);
      } else events.pan(-event.deltaX * unit, -event.deltaY * unit);
    },
    { passive: false },
  );
}
