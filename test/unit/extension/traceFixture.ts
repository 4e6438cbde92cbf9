/**
 * A small model's source with the program and trace that a run of it would leave, written by hand: two layers, the
 * second called twice with two shapes. Sites are found in the text, so that a test can read them off.
 */
import type { Program, Site, SiteKind } from "../../../engine/trace/program.ts";
import type {
  ObservedValue,
  Trace,
  TraceError,
  TraceModule,
  TraceScope,
  TraceTensor,
} from "../../../engine/trace/trace.ts";

export const uri = "file:///w/net.ts";

export const source = `import { nn } from "tensorglass";
class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  fc = new nn.Linear(8, 4);
  forward(x) {
    const y = this.conv1(x);
    return [this.fc(y), y.shape];
  }
}
`;

interface Row {
  readonly text: string;
  readonly kind: SiteKind;
  readonly name: string;
  readonly declares?: string;
}

const rows: readonly Row[] = [
  { text: "new nn.Conv2d(3, 16, 3)", kind: "new", name: "nn.Conv2d", declares: "conv1" },
  { text: "new nn.Linear(8, 4)", kind: "new", name: "nn.Linear", declares: "fc" },
  { text: "this.conv1(x)", kind: "call", name: "this.conv1" },
  { text: "this.fc(y)", kind: "call", name: "this.fc" },
  { text: "y.shape", kind: "read", name: "y.shape" },
  { text: "y = ", kind: "variable", name: "y" },
  { text: "[this.fc(y), y.shape]", kind: "return", name: "" },
];

export const siteNumber = (name: string): number => rows.findIndex((row) => row.name === name);

function sites(): Site[] {
  return rows.map(({ text, kind, name, declares }, id): Site => {
    const start = source.indexOf(text);
    const end = start + (kind === "variable" ? 1 : text.length);
    const named = declares === undefined ? -1 : source.indexOf(`${declares} = `);
    return {
      id,
      file: 0,
      start,
      end,
      kind,
      name,
      key: `Net/${name || "return"}#0`,
      ...(declares ? { declares: { name: declares, start: named, end: named + declares.length } } : {}),
    };
  });
}

export const program: Program = { code: "", sites: sites(), files: [uri] };

const tensor = (shape: readonly number[], changes: Partial<TraceTensor> = {}): TraceTensor => ({
  uid: 0,
  shape,
  strides: [],
  dtype: "float32",
  device: "meta",
  requiresGrad: false,
  isLeaf: false,
  name: null,
  role: "value",
  op: null,
  output: 0,
  viewOf: null,
  bytes: 4,
  ...changes,
});

const tensors: readonly TraceTensor[] = [
  tensor([1, 3, 10, 10]),
  tensor([1, 16, 8, 8], { requiresGrad: true }),
  tensor([1, 16, 8, 4], { requiresGrad: true }),
  tensor([16, 3, 3, 3], { requiresGrad: true, role: "parameter" }),
  tensor([16], { requiresGrad: false, role: "parameter" }),
  tensor([2, 8]),
  tensor([2, 4]),
];

const scope = (changes: Partial<TraceScope>): TraceScope => ({
  kind: "module",
  name: "",
  parent: 0,
  module: null,
  call: 0,
  site: null,
  phase: "forward",
  inputs: [],
  outputs: [],
  failed: false,
  ...changes,
});

const modules: readonly TraceModule[] = [
  {
    path: "conv1",
    className: "Conv2d",
    repr: "Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))",
    site: 0,
    parent: null,
    parameters: [
      { name: "weight", tensor: 3 },
      { name: "bias", tensor: 4 },
    ],
    parameterCount: 448,
  },
  {
    path: "fc",
    className: "Linear",
    repr: "Linear(in_features=8, out_features=4, bias=True)",
    site: 1,
    parent: null,
    parameters: [],
    parameterCount: 36,
  },
];

const list: ObservedValue = {
  kind: "list",
  items: [
    { kind: "tensor", tensor: 2 },
    { kind: "size", size: [1, 16, 8, 8] },
  ],
};

export const trace: Trace = {
  version: 1,
  mode: "shapes",
  device: { name: "meta", reason: "", adapter: null },
  tensors,
  ops: [],
  scopes: [
    scope({ kind: "root", parent: null }),
    scope({ name: "Conv2d", module: 0, site: 2, inputs: [0], outputs: [1] }),
    scope({ name: "Linear", module: 1, site: 3, inputs: [1], outputs: [2] }),
    scope({ name: "Linear", module: 1, site: 3, call: 1, inputs: [5], outputs: [6] }),
    scope({ name: "Linear", module: 1, site: 3, call: 2, inputs: [5], outputs: [6] }),
  ],
  modules,
  nodes: [],
  events: [],
  observations: [
    { site: 0, value: { kind: "module", module: 0 }, count: 1 },
    { site: 2, value: { kind: "tensor", tensor: 1 }, count: 1 },
    { site: 3, value: { kind: "tensor", tensor: 2 }, count: 1 },
    { site: 3, value: { kind: "tensor", tensor: 6 }, count: 2 },
    { site: 4, value: { kind: "size", size: [1, 16, 8, 8] }, count: 1 },
    { site: 5, value: { kind: "tensor", tensor: 1 }, count: 1 },
    { site: 6, value: list, count: 1 },
  ],
  error: null,
  totals: { parameters: 484, flops: 1000, peakBytes: 4_400_000, liveBytes: 0, ms: 1 },
};

/** The same run, ended by an error before `fc` was called. */
export const failed = (changes: Partial<TraceError>): Trace => ({
  ...trace,
  scopes: trace.scopes.slice(0, 2),
  error: {
    name: "RuntimeError",
    message: "mat1 and mat2 shapes cannot be multiplied (128x8 and 9x4)",
    kind: "model",
    sites: [siteNumber("this.fc"), siteNumber("")],
    op: null,
    ...changes,
  },
});

/** The text of a range of the source. */
export const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string =>
  source.slice(start, end);
