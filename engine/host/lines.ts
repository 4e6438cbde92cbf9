/** Lines of text for the user: levels, and where they go when no run is recorded. */

export type Level = "log" | "warn" | "error";

/** Outside of a recorded run lines go where the host's own do. */
export function outside(level: Level, text: string): void {
  const console: unknown = Reflect.get(globalThis, "console");
  const write: unknown = typeof console === "object" && console !== null ? Reflect.get(console, level) : null;
  if (typeof write === "function") Reflect.apply(write, console, [text]);
}
