/** Finds imports of what the other file does not export: it would be `undefined`, and fail far from here. */
import type { Complaint } from "./errors.ts";
import type { LinkedFile } from "./link.ts";

/** `lookUp` gives a file of the program by its URI, null for the engine. */
export function missingExports(
  importer: LinkedFile,
  lookUp: (uri: string) => LinkedFile | null,
): Complaint[] {
  return importer.file.links.requests.flatMap(({ specifier, names }, index) => {
    const exported = exportsOf(lookUp(importer.requires[index] ?? ""), lookUp, new Set());
    if (!exported) return [];
    return names
      .filter(({ name }) => !exported.has(name))
      .map(({ name, start, end }) => ({
        message:
          name === "default"
            ? `'${specifier}' has no default export.`
            : `'${specifier}' has no export '${name}'.`,
        start,
        end,
      }));
  });
}

/** The names that a file exports; null if they are not all known. */
function exportsOf(
  linked: LinkedFile | null,
  lookUp: (uri: string) => LinkedFile | null,
  seen: Set<LinkedFile>,
): Set<string> | null {
  // A file that does not parse says nothing about its exports.
  if (!linked || linked.file.complaints.length > 0) return null;
  const { exports, stars } = linked.file.links;
  const names = new Set(exports.map(([name]) => name));
  seen.add(linked);
  for (const star of stars) {
    const source = lookUp(linked.requires[star] ?? "");
    if (source && seen.has(source)) continue;
    const passedOn = exportsOf(source, lookUp, seen);
    if (!passedOn) return null;
    for (const name of passedOn) if (name !== "default") names.add(name);
  }
  return names;
}
