/**
 * What a hover says about the expression under the pointer, as Markdown. Pure: from a program, a trace and an offset
 * to text; nothing of VS Code, and every piece of the user's own text is either fenced or escaped.
 */
import type { Program, Site } from "../../engine/trace/program.ts";
import type { ObservedValue, Trace, TraceModule, TraceObservation } from "../../engine/trace/trace.ts";
import { callsOf } from "./layers.ts";
import type { ProgramOffset, ProgramRange } from "./positions.ts";
import { callText, countText, parametersText, shapeText } from "./text.ts";
import { distinctCalls, indexTrace, sitesAt } from "./traceIndex.ts";

export interface HoverContent {
  readonly range: ProgramRange;
  readonly markdown: string;
  readonly site: Site;
}

/** More lines than this help nobody; the graph has them all. */
const MOST_LINES = 12;

export function hoverAt(
  program: Program,
  trace: Trace,
  file: number,
  offset: ProgramOffset,
): HoverContent | null {
  for (const site of sitesAt(program.sites, file, offset)) {
    const sections = [...layerSections(trace, site), ...valueSections(trace, site)];
    if (sections.length > 0) return { range: site, markdown: sections.join("\n\n"), site };
  }
  return null;
}

/** The modules an expression is about: those it made, those it called, those it holds. */
function modulesAt(trace: Trace, site: Site): TraceModule[] {
  const index = indexTrace(trace);
  const modules = new Set(index.modulesOfSite.get(site.id));
  for (const { module } of index.scopesOfSite.get(site.id) ?? []) {
    const called = module === null ? undefined : trace.modules[module];
    if (called) modules.add(called);
  }
  for (const { value } of index.observations.get(site.id) ?? []) {
    const held = value.kind === "module" ? trace.modules[value.module] : undefined;
    if (held) modules.add(held);
  }
  return [...modules];
}

function layerSections(trace: Trace, site: Site): string[] {
  const modules = modulesAt(trace, site);
  const [module] = modules;
  if (!module) return [];
  const index = indexTrace(trace);
  const scopes = index.scopesOfSite.get(site.id)?.filter((scope) => scope.module !== null);
  const calls = distinctCalls(trace, scopes && scopes.length > 0 ? scopes : callsOf(trace, modules));
  const path = module.path === "" ? [] : [code(module.path)];
  const others = modules.length > 1 ? [`one of ${countText(modules.length)} made here`] : [];
  return [
    fence(module.repr),
    [...path, parametersText(module.parameterCount), ...others].join(" · "),
    ...parameterTable(trace, module),
    ...(calls.length === 0 ? [] : [fence(limited(calls.map((call) => callText(call) + times(call.count))))]),
  ];
}

function parameterTable(trace: Trace, { parameters }: TraceModule): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.slice(0, MOST_LINES).map(({ name, tensor: id }) => {
    const tensor = trace.tensors[id];
    const shape = tensor?.shape ?? [];
    const numbers = shape.reduce((product, size) => product * size, 1);
    const frozen = tensor && !tensor.requiresGrad ? " (frozen)" : "";
    return `| ${code(name)} | ${code(shapeText(shape))} | ${tensor?.dtype ?? ""}${frozen} | ${countText(numbers)} |`;
  });
  return [["| parameter | shape | dtype | numbers |", "|:--|:--|:--|--:|", ...rows].join("\n")];
}

function valueSections(trace: Trace, site: Site): string[] {
  const observations = indexTrace(trace).observations.get(site.id) ?? [];
  const lines = observations.flatMap(({ value, count }: TraceObservation) => {
    const [first, ...rest] = valueLines(trace, value, "");
    return first === undefined ? [] : [first + times(count), ...rest];
  });
  return lines.length === 0 ? [] : [fence(limited(lines))];
}

/** A line per tensor; lists and records are indented under their own line. Modules have sections of their own. */
function valueLines(trace: Trace, value: ObservedValue, indent: string): string[] {
  switch (value.kind) {
    case "tensor":
      return [`${indent}${tensorText(trace, value.tensor)}`];
    case "size":
      return [`${indent}torch.Size(${shapeText(value.size)})`];
    case "number":
      return [`${indent}${value.text}`];
    case "module":
      return indent === "" ? [] : [`${indent}${trace.modules[value.module]?.className ?? "Module"}`];
    case "list":
      return nested(
        trace,
        indent,
        `list of ${value.items.length}`,
        value.items.map((item, i) => [`${i}`, item]),
      );
    case "record":
      return nested(trace, indent, "record", value.entries);
    default:
      return value satisfies never;
  }
}

function nested(
  trace: Trace,
  indent: string,
  title: string,
  entries: readonly (readonly [string, ObservedValue])[],
): string[] {
  const inner = `${indent}  `;
  return [
    `${indent}${title}`,
    ...entries.flatMap(([key, value]) => {
      const [first = "", ...rest] = valueLines(trace, value, inner);
      return [`${inner}${key}: ${first.trimStart()}`, ...rest];
    }),
  ];
}

/** `Tensor [1, 16, 718, 478] float32, cpu, requires grad`. */
function tensorText(trace: Trace, id: number): string {
  const tensor = trace.tensors[id];
  if (!tensor) return "Tensor";
  const facts = [
    tensor.dtype,
    // A shape run computes no values anywhere: its device says nothing about the user's.
    ...(tensor.device === "meta" && trace.mode === "shapes" ? [] : [tensor.device]),
    ...(tensor.requiresGrad ? ["requires grad"] : []),
  ];
  return `Tensor ${shapeText(tensor.shape)} ${facts.join(", ")}`;
}

const times = (count: number): string => (count > 1 ? `   ×${countText(count)}` : "");

const limited = (lines: readonly string[]): string =>
  lines.length <= MOST_LINES
    ? lines.join("\n")
    : [...lines.slice(0, MOST_LINES), `… and ${countText(lines.length - MOST_LINES)} more`].join("\n");

/** A fenced block that its text cannot end: the fence is longer than any run of backticks inside. */
function fence(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}text\n${text}\n${ticks}`;
}

/** Inline code; what could end it, or a table's cell, is taken out. */
const code = (text: string): string => `\`${text.replace(/[`|\n\r]/g, " ")}\``;
