/**
 * The ids of every command, in one place: what the manifest declares, what the extension registers, and what lenses and
 * hovers link to are all checked against this table.
 */
export const commandIds = [
  "tensorglass.visualizeGraph",
  "tensorglass.showInGraph",
  "tensorglass.newModel",
  "tensorglass.runAgain",
  "tensorglass.stop",
  "tensorglass.fitGraph",
  "tensorglass.showLog",
] as const;

export type CommandId = (typeof commandIds)[number];

/** The argument of `tensorglass.showInGraph` in a lens or hover: a site, by the key that outlives edits. */
export interface ShowInGraphTarget {
  readonly model: string;
  readonly key: string;
}

export function isShowInGraphTarget(value: unknown): value is ShowInGraphTarget {
  return (
    typeof value === "object" &&
    value !== null &&
    "model" in value &&
    typeof value.model === "string" &&
    "key" in value &&
    typeof value.key === "string"
  );
}
