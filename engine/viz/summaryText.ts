/** The table of `summary`, in torchinfo's form. Columns are as wide as what is in them. */
import type { SummaryRow } from "./modelStatistics.ts";

export type SummaryColumn =
  | "input_size"
  | "output_size"
  | "num_params"
  | "params_percent"
  | "mult_adds"
  | "trainable";

interface Totals {
  readonly totalParams: number;
  readonly trainableParams: number;
  readonly totalMultAdds: number;
  readonly totalInput: number;
  readonly totalOutputBytes: number;
  readonly totalParamBytes: number;
  /** False where the model was not run: there are no shapes then. */
  readonly wasRun: boolean;
}

const COLUMNS: Readonly<
  Record<SummaryColumn, { title: string; text: (row: SummaryRow, totals: Totals) => string; ofRun?: true }>
> = {
  input_size: { title: "Input Shape", text: (row) => shapes(row.inputSize), ofRun: true },
  output_size: { title: "Output Shape", text: (row) => shapes(row.outputSize), ofRun: true },
  num_params: { title: "Param #", text: paramsText },
  params_percent: {
    title: "Param %",
    text: (row, { totalParams }) =>
      row.isRecursive || row.numParams === 0 ? "--" : `${((100 * row.numParams) / totalParams).toFixed(2)}%`,
  },
  mult_adds: { title: "Mult-Adds", text: (row) => counted(row.multAdds), ofRun: true },
  trainable: {
    title: "Trainable",
    text: ({ trainable }) =>
      trainable === null ? "--" : { all: "True", some: "Partial", none: "False" }[trainable],
  },
};

export function isSummaryColumn(name: string): name is SummaryColumn {
  return Object.hasOwn(COLUMNS, name);
}

export const SUMMARY_COLUMNS = Object.keys(COLUMNS);

/** `1,234`; `--` for none. */
const counted = (n: number): string => (n === 0 ? "--" : grouped(n));

/** Not `toLocaleString`, which depends on the host. */
const grouped = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");

const shapes = (list: readonly (readonly number[])[]): string =>
  list.length ? list.map((shape) => `[${shape.join(", ")}]`).join(", ") : "--";

/** In parentheses where none of them is trained. */
function paramsText({ numParams, trainable, isRecursive }: SummaryRow): string {
  if (numParams === 0) return "--";
  if (isRecursive) return "(recursive)";
  return trainable === "none" ? `(${grouped(numParams)})` : grouped(numParams);
}

/** `│    └─Conv2d (conv1): 2-1`. */
function layerText({ className, varName, depth, index }: SummaryRow): string {
  const name = varName === "" ? className : `${className} (${varName})`;
  if (depth === 0) return name;
  const indent = depth === 1 ? "├─" : `${"│    ".repeat(depth - 1)}└─`;
  return `${indent}${name}: ${depth}-${index}`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

function multAddsLine(n: number): string {
  const unit = [
    ["T", 1e12],
    ["G", 1e9],
    ["M", 1e6],
  ] as const;
  const [name, size] = unit.find(([, least]) => n >= least) ?? ["", 1];
  return name ? `Total mult-adds (${name}): ${(n / size).toFixed(2)}` : `Total mult-adds: ${grouped(n)}`;
}

export function summaryText(
  rows: readonly SummaryRow[],
  chosen: readonly SummaryColumn[],
  totals: Totals,
): string {
  const columns = totals.wasRun ? chosen : chosen.filter((c) => !COLUMNS[c].ofRun);
  const cells = [
    ["Layer (type (var_name):depth-idx)", ...columns.map((c) => COLUMNS[c].title)],
    ...rows.map((row) => [layerText(row), ...columns.map((c) => COLUMNS[c].text(row, totals))]),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)) + 2) ?? [];
  const lines = cells.map((line) =>
    line
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("")
      .trimEnd(),
  );
  const rule = "=".repeat(widths.reduce((a, b) => a + b, 0));
  const { totalParams, trainableParams, totalInput, totalOutputBytes, totalParamBytes } = totals;
  const params = [
    `Total params: ${grouped(totalParams)}`,
    `Trainable params: ${grouped(trainableParams)}`,
    `Non-trainable params: ${grouped(totalParams - trainableParams)}`,
  ];
  const [header = "", ...body] = lines;
  if (!totals.wasRun) return [rule, header, rule, ...body, rule, ...params, rule].join("\n");
  const sizes = [
    `Input size (MB): ${megabytes(totalInput)}`,
    `Forward/backward pass size (MB): ${megabytes(totalOutputBytes)}`,
    `Params size (MB): ${megabytes(totalParamBytes)}`,
    `Estimated Total Size (MB): ${megabytes(totalInput + totalOutputBytes + totalParamBytes)}`,
  ];
  const multAdds = multAddsLine(totals.totalMultAdds);
  return [rule, header, rule, ...body, rule, ...params, multAdds, rule, ...sizes, rule].join("\n");
}
