/** The public names: which overloads of the table stand behind `x.sum`, `torch.sum`, `F.relu`. */
import { ALIASES, TORCH_INPLACE } from "../ops/aliases.ts";
import type { Surface } from "../ops/op.ts";
import { OPS, type RegisteredOp } from "../ops/registry.ts";
import { camelCase, type SchemaArg } from "../ops/schema.ts";

export interface PublicName {
  /** camelCase; with a trailing underscore for in-place forms. */
  readonly name: string;
  readonly inplace: boolean;
  readonly overloads: readonly RegisteredOp[];
}

const INPLACE: SchemaArg = {
  name: "inplace",
  pyName: "inplace",
  type: "bool",
  listSize: null,
  optional: false,
  hasDefault: true,
  default: false,
  keywordOnly: false,
};

/** The arguments of an op on a surface: `F.relu(x, { inplace: true })` takes the in-place form. */
export function publicArgs(op: RegisteredOp, surface: Surface): readonly SchemaArg[] {
  const { args } = op.schema;
  return surface === "F" && op.definition.inplaceOption ? [...args, INPLACE] : args;
}

/** All names of a surface, in the order of the table. */
export function publicNames(surface: Surface): PublicName[] {
  const names = new Map<string, { inplace: boolean; overloads: RegisteredOp[] }>();
  const add = (name: string, inplace: boolean, op: RegisteredOp) => {
    const entry = names.get(name) ?? { inplace, overloads: [] };
    entry.overloads.push(op);
    names.set(name, entry);
  };
  for (const op of OPS) {
    if (!op.definition.on?.includes(surface)) continue;
    for (const pyName of [op.schema.name, ...(ALIASES.get(op.schema.name) ?? [])]) {
      const name = camelCase(surface === "linalg" ? pyName.replace("linalg_", "") : pyName);
      if (op.definition.inplace !== "only") add(name, false, op);
      // In-place forms are methods, and those of torch.* that PyTorch has (`torch.relu_`).
      if (!op.definition.inplace) continue;
      if (surface === "method" || (surface === "torch" && TORCH_INPLACE.has(`${pyName}_`))) {
        add(`${name}_`, true, op);
      }
    }
  }
  return [...names].map(([name, entry]) => ({ name, ...entry }));
}
