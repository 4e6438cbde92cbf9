/** What makes a module callable: a function with a class as its prototype, and what a call of it does. */
import { NotImplementedError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";
import type { Module } from "./module.ts";
import { withHooks } from "./moduleHooks.ts";

let created = 0;

/** A function with the prototype of a module class, without fields yet. */
export function callableModule<M extends Module>(prototype: object): M {
  // It becomes one by the next line.
  const callable = ((...args: unknown[]) => callForward(callable, args)) as unknown as M;
  Object.setPrototypeOf(callable, prototype);
  // Functions have these of their own; a model may have fields of the same name.
  Reflect.deleteProperty(callable, "name");
  Reflect.deleteProperty(callable, "length");
  const hidden = { writable: true, enumerable: false };
  Object.defineProperties(callable, {
    training: { value: true, ...hidden },
    traceUid: { value: created++, ...hidden },
    traceSite: { value: recorder?.sites.current ?? null, ...hidden },
  });
  return callable;
}

function callForward(module: Module, args: unknown[]): unknown {
  if (typeof module.forward !== "function") {
    throw new NotImplementedError(
      `Module [${module.traceName()}] is missing the required "forward" function`,
    );
  }
  const run = () => withHooks(module, args, (own) => Reflect.apply(module.forward, module, own) as unknown);
  if (!recorder) return run();
  const tensors = args.filter((a) => a instanceof Tensor);
  return recorder.inModule(module, tensors, run);
}
