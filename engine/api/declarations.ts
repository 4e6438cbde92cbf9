/**
 * The TypeScript declarations of everything the op table offers, as text for `engine/generated/api.ts`.
 * `npm run generate` writes the file; a test fails when it is stale.
 */
import "../ops/table.ts";
import type { Surface } from "../ops/op.ts";
import type { RegisteredOp } from "../ops/registry.ts";
import type { SchemaArg } from "../ops/schema.ts";
import { publicArgs, publicNames } from "./names.ts";

const INTERFACES: readonly (readonly [surface: Surface, name: string, about: string])[] = [
  ["method", "TensorMethods", "Methods of tensors."],
  ["torch", "TorchFunctions", "Functions of `torch`."],
  ["linalg", "LinalgFunctions", "Functions of `torch.linalg`."],
  ["F", "FunctionalFunctions", "Functions of `nn.functional`."],
];

export function declarations(): string {
  const interfaces = INTERFACES.map(([surface, name, about]) => {
    const members = publicNames(surface).map(({ name: member, inplace, overloads }) =>
      overloads.map((op) => declaration(member, op, surface, inplace)).join(""),
    );
    return `/** ${about} */\nexport interface ${name} {\n${members.join("")}}\n`;
  });
  return `// Generated from the op table by \`npm run generate\`. Do not edit.
import type { DType } from "../dtype.ts";
import type { Generator } from "../random/generator.ts";
import type { Device, Tensor } from "../tensor.ts";

/** One number for each dimension, or the same for all. */
export type NumberList = number | readonly number[];
export type DeviceLike = Device | "cpu" | "webgpu" | "meta" | "auto";

${interfaces.join("\n")}`;
}

/** One overload per way to give the defaulted arguments: by position up to some point, the rest by name. */
function declaration(name: string, op: RegisteredOp, surface: Surface, inplace: boolean): string {
  const all = publicArgs(op, surface);
  const args = surface === "method" ? all.slice(1) : all;
  const required = args.filter((a) => !a.keywordOnly && !a.hasDefault);
  const defaulted = args.filter((a) => !a.keywordOnly && a.hasDefault);
  const named = args.filter((a) => a.keywordOnly);
  const result = inplace ? "Tensor" : resultText(op);
  const spread = required.length === 1 && defaulted.length === 0 && isSizes(required[0] as SchemaArg);
  const doc = `  /** ${op.definition.doc} */\n`;
  const heads: string[][] = [];
  for (let k = 0; k <= defaulted.length; k++) {
    const positional = [...required, ...defaulted.slice(0, k)].map(
      (a) => `${parameterName(a)}: ${typeText(a)}`,
    );
    const rest = [...defaulted.slice(k), ...named];
    if (rest.length)
      positional.push(`options?: { ${rest.map((a) => `${a.name}?: ${typeText(a)}`).join("; ")} }`);
    heads.push(positional);
  }
  if (required.at(-1)?.name === "dim") heads.push(dimByName(required, [...defaulted, ...named]));
  if (op.definition.varargs) heads.push([`...${(required[0] as SchemaArg).name}: Tensor[]`]);
  if (spread) {
    const sizes = (required[0] as SchemaArg).name;
    heads.push([`...${sizes}: number[]`]);
    if (named.length) heads.push([`...args: [...${sizes}: number[], options: ${optionsText(named)}]`]);
  }
  return heads.map((head, i) => `${i === 0 ? doc : ""}  ${name}(${head.join(", ")}): ${result};\n`).join("");
}

/** `x.sum({ dim: 1, keepdim: true })`: `dim=` is written out so often that it may come by name though it has no default. */
function dimByName(required: readonly SchemaArg[], rest: readonly SchemaArg[]): string[] {
  const before = required.slice(0, -1).map((a) => `${parameterName(a)}: ${typeText(a)}`);
  const dim = required.at(-1) as SchemaArg;
  const options = [
    `dim: ${typeText(dim)}`,
    ...rest.filter((a) => a.name !== "dim").map((a) => `${a.name}?: ${typeText(a)}`),
  ];
  return [...before, `options: { ${options.join("; ")} }`];
}

/** PyTorch has arguments that TypeScript reserves (`var`); as properties of options they may stay. */
const parameterName = ({ name }: SchemaArg): string => (name === "var" ? "variance" : name);

const optionsText = (args: readonly SchemaArg[]): string =>
  `{ ${args.map((a) => `${a.name}?: ${typeText(a)}`).join("; ")} }`;

const isSizes = (a: SchemaArg) => a.type === "int[]" && a.listSize === null;

const TYPES: Readonly<Record<string, string>> = {
  Tensor: "Tensor",
  "Tensor|Scalar": "Tensor | number",
  "Tensor[]": "readonly Tensor[]",
  "Tensor?[]": "readonly (Tensor | null)[]",
  int: "number",
  float: "number",
  Scalar: "number",
  bool: "boolean",
  str: "string",
  ScalarType: "DType",
  Device: "DeviceLike",
  Generator: "Generator",
  "int[]": "readonly number[]",
  "float[]": "readonly number[]",
};

function typeText(a: SchemaArg): string {
  const isList = a.type === "int[]" || a.type === "float[]";
  const base = isList && a.listSize !== null ? "NumberList" : TYPES[a.type];
  if (!base) throw new Error(`no TypeScript type for '${a.type}'`);
  return a.optional ? `${base} | null` : base;
}

function resultText(op: RegisteredOp): string {
  const { results } = op.schema;
  if (results === null) return "Tensor";
  if (results === "list") return "Tensor[]";
  const fields = results.map((r) => `readonly ${r}: Tensor`).join("; ");
  return `[${results.map(() => "Tensor").join(", ")}] & { ${fields} }`;
}
