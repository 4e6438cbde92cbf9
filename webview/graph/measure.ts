/** Measures texts in the panel's own fonts, which are VS Code's. Remembered, as the same words come again and again. */
import { type TextStyle, type TextWidth, textStyles } from "./nodeText.ts";

export function textMeasure(element: Element): TextWidth {
  const context = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(element);
  const sans = style.fontFamily || "sans-serif";
  const mono = style.getPropertyValue("--vscode-editor-font-family").trim() || "monospace";
  const known = new Map<string, number>();
  const fonts = new Map<TextStyle, string>();
  for (const [name, { size, weight, mono: isMono }] of entries()) {
    fonts.set(name, `${weight} ${size}px ${isMono ? mono : sans}`);
  }
  return (text, name) => {
    const id = `${name} ${text}`;
    let width = known.get(id);
    if (width === undefined) {
      if (context) context.font = fonts.get(name) ?? "13px sans-serif";
      width = context?.measureText(text).width ?? text.length * 7;
      known.set(id, width);
    }
    return width;
  };
}

function entries(): readonly [TextStyle, (typeof textStyles)[TextStyle]][] {
  const names: readonly TextStyle[] = ["title", "plain", "kind", "small", "mono"];
  return names.map((name) => [name, textStyles[name]]);
}
