/**
 * From what went wrong in a run to places in the source: the problems that the editor underlines. Pure.
 */
import type { Program, Site } from "../../engine/trace/program.ts";
import type { ErrorKind, Trace } from "../../engine/trace/trace.ts";

export interface Place {
  /** URI of the file. */
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** A problem at a place; offsets are those of the text that was compiled. */
export interface Finding extends Place {
  readonly severity: "error" | "warning";
  readonly message: string;
  /** `RuntimeError`, `timeout`, …: shown behind the message. */
  readonly code: string;
  readonly related: readonly (Place & { readonly message: string })[];
}

/** Said in front of messages that are not the model's own. */
const introductions: Readonly<Record<ErrorKind, string>> = {
  model: "",
  code: "",
  file: "",
  budget: "",
  device: "",
  internal: "Tensorglass failed, not your model: ",
};

/** What a trace's error says, at the innermost expression, with the calls around it as related places. */
export function findingOfTrace(program: Program, trace: Trace): Finding | null {
  const { error } = trace;
  if (!error) return null;
  const sites = error.sites.flatMap((id) => program.sites[id] ?? []);
  const [innermost, ...around] = sites;
  const message = `${introductions[error.kind]}${error.name}: ${error.message}`;
  return {
    ...(innermost ? placeOf(program, innermost) : startOf(program)),
    severity: error.kind === "device" ? "warning" : "error",
    message,
    code: error.name,
    related: around.map((site) => ({ ...placeOf(program, site), message: relation(site) })),
  };
}

const relation = (site: Site): string => {
  switch (site.kind) {
    case "new":
      return `while constructing ${site.name}`;
    case "call":
      return `in the call of ${site.name}`;
    case "return":
      return "in this return";
    default:
      return `while evaluating ${site.name}`;
  }
};

/** A problem of a run that was ended from outside, at the expression it was last seen at. */
export function findingOfEnd(program: Program, site: Site | null, code: string, message: string): Finding {
  return {
    ...(site ? placeOf(program, site) : startOf(program)),
    severity: "error",
    message,
    code,
    related: [],
  };
}

export const placeOf = (program: Program, { file, start, end }: Site): Place => ({
  uri: program.files[file] ?? program.files[0] ?? "",
  start,
  end,
});

/** The start of the entry file, for what has no place of its own. */
const startOf = (program: Program): Place => ({ uri: program.files[0] ?? "", start: 0, end: 0 });
