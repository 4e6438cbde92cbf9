/** The list that declared ops add themselves to. On its own, so that the dispatcher can look ops up without importing them. */
import type { AnyArgs, AnyOp } from "./op.ts";

export type RegisteredOp = AnyOp & ((args: AnyArgs) => unknown);

/** Every op declared so far, in order of declaration. `ops/table.ts` imports all families. */
export const OPS: RegisteredOp[] = [];

const byName = new Map<string, RegisteredOp>();

export function register(op: RegisteredOp): void {
  const { name, overload } = op.schema;
  const key = overload ? `${name}.${overload}` : name;
  if (byName.has(key)) throw new Error(`op '${key}' is declared twice`);
  byName.set(key, op);
  OPS.push(op);
}

/** An op by its full name, `sum.dim_IntList`. */
export function opNamed(key: string): RegisteredOp {
  const op = byName.get(key);
  if (!op) throw new Error(`there is no op '${key}'`);
  return op;
}
