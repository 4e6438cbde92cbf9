/** How names and texts are written in the DOT language: one place, used by everything that writes DOT. */

/** A quoted string; in DOT only the quote itself needs an escape, and a backslash stays one. */
export function dotQuote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A label: as `dotQuote`, with line breaks as DOT writes them. */
export function dotLabel(lines: readonly string[]): string {
  return dotQuote(lines.join("\n")).replaceAll("\n", "\\n");
}
