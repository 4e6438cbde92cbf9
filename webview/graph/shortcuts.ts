/** The keys of the graph, in one table: the handler looks them up here, and so does the sheet that lists them. */

export type GraphAction =
  | "up"
  | "down"
  | "left"
  | "right"
  | "toggle"
  | "reveal"
  | "zoomIn"
  | "zoomOut"
  | "fit"
  | "actualSize"
  | "clear";

export interface Shortcut {
  readonly action: GraphAction;
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** As it is shown. */
  readonly label: string;
  readonly does: string;
}

export const shortcuts: readonly Shortcut[] = [
  { action: "up", keys: ["ArrowUp"], label: "↑", does: "To what this node reads" },
  { action: "down", keys: ["ArrowDown"], label: "↓", does: "To what reads this node" },
  { action: "left", keys: ["ArrowLeft"], label: "←", does: "To the left" },
  { action: "right", keys: ["ArrowRight"], label: "→", does: "To the right" },
  { action: "toggle", keys: [" "], label: "Space", does: "Open or close a call" },
  { action: "reveal", keys: ["Enter"], label: "Enter", does: "Show in the editor" },
  { action: "zoomIn", keys: ["+", "="], label: "+", does: "Zoom in" },
  { action: "zoomOut", keys: ["-", "_"], label: "−", does: "Zoom out" },
  { action: "fit", keys: ["0"], label: "0", does: "Show all" },
  { action: "actualSize", keys: ["1"], label: "1", does: "Actual size" },
  { action: "clear", keys: ["Escape"], label: "Esc", does: "Clear the selection" },
];

/** Also told in the sheet, though no key is involved. */
export const gestures: readonly (readonly [label: string, does: string])[] = [
  ["Drag, wheel", "Move the picture"],
  ["Ctrl + wheel, pinch", "Zoom"],
  ["Double-click", "Open or close a call"],
  ["Alt + click", "Show in the editor, to the side"],
];

/** With Ctrl, Alt or Cmd a key belongs to VS Code. */
export function actionOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">,
): GraphAction | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return shortcuts.find(({ keys }) => keys.includes(event.key))?.action ?? null;
}
