/** The shapes of variables, parameters and returns, as they stand behind their lines. Pure: from a trace to rows. */
import type { Program, Site, SiteKind } from "../../engine/trace/program.ts";
import type { ObservedValue, Trace } from "../../engine/trace/trace.ts";
import { shapeText } from "./text.ts";
import { indexTrace } from "./traceIndex.ts";

export interface InlayRow {
  readonly site: Site;
  /** `[1, 16, 358, 238]`; with the dtype where that is not float32, and with how many shapes where there are several. */
  readonly text: string;
}

/** What has a line of its own. Parts of an expression are left to the hover. */
const shown: ReadonlySet<SiteKind> = new Set(["variable", "parameter", "return"]);

/** The tensors that the program's file number `file` names or returns, in source order. */
export function inlayRows(program: Program, trace: Trace, file: number): InlayRow[] {
  const { observations } = indexTrace(trace);
  return program.sites
    .filter((site) => site.file === file && shown.has(site.kind))
    .flatMap((site) => {
      const texts = new Set(
        (observations.get(site.id) ?? []).flatMap(({ value }) => valueText(trace, value) ?? []),
      );
      const [first] = texts;
      if (first === undefined) return [];
      return [{ site, text: texts.size === 1 ? first : `${first} ×${texts.size} shapes` }];
    })
    .sort((a, b) => a.site.start - b.site.start);
}

/** Longer lists are left to the hover. */
const MOST_ITEMS = 4;

/** Null for what is neither a tensor nor a short list of tensors. */
function valueText(trace: Trace, value: ObservedValue): string | null {
  if (value.kind === "tensor") return tensorText(trace, value.tensor);
  if (value.kind !== "list" || value.items.length > MOST_ITEMS) return null;
  const texts = value.items.flatMap((item) =>
    item.kind === "tensor" ? [tensorText(trace, item.tensor)] : [],
  );
  return texts.length > 0 && texts.length === value.items.length ? `(${texts.join(", ")})` : null;
}

function tensorText(trace: Trace, id: number): string {
  const { shape = [], dtype = "float32" } = trace.tensors[id] ?? {};
  return dtype === "float32" ? shapeText(shape) : `${shapeText(shape)} ${dtype}`;
}

/** What one line says: a single tensor needs no name, of several each has one. */
export function lineText(rows: readonly InlayRow[]): string {
  const [only, ...others] = rows;
  if (only && others.length === 0) return only.text;
  return rows
    .map(({ site, text }) => (site.kind === "return" ? `→ ${text}` : `${site.name} ${text}`))
    .join(" · ");
}
