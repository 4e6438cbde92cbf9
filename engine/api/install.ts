/** Puts the table's ops where users look for them. Runs once, when the engine is loaded. */
import "../ops/table.ts";
import { cpuBackend } from "../devices/cpu/backend.ts";
import { metaBackend } from "../devices/meta/backend.ts";
import type { FunctionalFunctions, LinalgFunctions, TorchFunctions } from "../generated/api.ts";
import type { Surface } from "../ops/op.ts";
import { runtime } from "../runtime.ts";
import { Tensor } from "../tensor.ts";
import { callBound } from "./bind.ts";
import { functionalExtras } from "./functionalExtras.ts";
import { publicNames } from "./names.ts";
import { installExtras } from "./tensorExtras.ts";

for (const { name, overloads, inplace } of publicNames("method")) {
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...args: unknown[]) {
      return callBound(name, overloads, [this, ...args], inplace);
    },
    writable: true,
    configurable: true,
  });
}
installExtras();
runtime.backends.set("cpu", cpuBackend).set("meta", metaBackend);

function functions(surface: Surface): Record<string, (...args: unknown[]) => unknown> {
  return Object.fromEntries(
    publicNames(surface).map(({ name, overloads, inplace }) => [
      name,
      (...args: unknown[]) => callBound(name, overloads, args, inplace, surface),
    ]),
  );
}

// The declarations are generated from the same table, so these casts cannot go stale.
export const torchFunctions = functions("torch") as unknown as TorchFunctions;
export const linalgFunctions = functions("linalg") as unknown as LinalgFunctions;
export const functionalFunctions = {
  ...(functions("F") as unknown as FunctionalFunctions),
  ...functionalExtras,
};
