/**
 * Hooks of modules: before and after `forward`, and before and after the gradients pass. A module with backward hooks
 * has its inputs and outputs passed through a node each, `BackwardHookFunctionBackward`, as PyTorch does; that is
 * where the hooks are called.
 */
import { gradientEdge } from "../autograd/edges.ts";
import type { HookHandle } from "../autograd/hooks.ts";
import { buildsGraph, noGrad } from "../autograd/mode.ts";
import { type Edge, gradientSpec, Node } from "../autograd/node.ts";
import { RuntimeError } from "../errors.ts";
import { runUserCode } from "../temporaries.ts";
import { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";

type Gradients = readonly (Tensor | null)[];

// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing
type Change<T> = T | null | undefined | void;
type Output<M extends Module> = Awaited<ReturnType<M["forward"]>>;

/** Called before `forward`; an array that it returns takes the place of the arguments, anything else that of the only one. */
export type ForwardPreHook<M extends Module> = (
  module: M,
  args: Parameters<M["forward"]>,
) => Change<readonly Parameters<M["forward"]>[number][] | Parameters<M["forward"]>[0]>;

/** Called after `forward`; what it returns takes the place of the output. */
export type ForwardHook<M extends Module> = (
  module: M,
  args: Parameters<M["forward"]>,
  output: Output<M>,
) => Change<Output<M>>;

/** Called when the gradients of the inputs are known; an array that it returns takes their place. */
export type BackwardHook<M extends Module> = (
  module: M,
  gradInput: Gradients,
  gradOutput: Gradients,
) => Change<Gradients>;

/** Called when the gradients of the outputs are known; an array that it returns takes their place. */
export type BackwardPreHook<M extends Module> = (module: M, gradOutput: Gradients) => Change<Gradients>;

export interface HookOptions {
  /** Before the hooks that are there already. */
  prepend?: boolean;
}

type AnyHook = (...args: never[]) => unknown;

/** The hooks of one module, by kind and in order. */
interface Hooks {
  readonly before: AnyHook[];
  readonly after: AnyHook[];
  readonly backward: AnyHook[];
  readonly beforeBackward: AnyHook[];
  /** Those of `after` that run even if `forward` failed. */
  readonly always: Set<AnyHook>;
}

const hooksOf = new WeakMap<object, Hooks>();

export function addHook(
  module: Module,
  kind: Exclude<keyof Hooks, "always">,
  hook: AnyHook,
  { prepend = false, alwaysCall = false }: HookOptions & { alwaysCall?: boolean } = {},
): HookHandle {
  const hooks = hooksOf.get(module) ?? {
    ...{ before: [], after: [], backward: [], beforeBackward: [] },
    always: new Set<AnyHook>(),
  };
  hooksOf.set(module, hooks);
  // Of its own, so that the same function may be hung up twice.
  const entry: AnyHook = (...args) => hook(...args);
  if (prepend) hooks[kind].unshift(entry);
  else hooks[kind].push(entry);
  if (alwaysCall) hooks.always.add(entry);
  return {
    remove: () => {
      const at = hooks[kind].indexOf(entry);
      if (at >= 0) hooks[kind].splice(at, 1);
      hooks.always.delete(entry);
    },
  };
}

export function copyHooks(from: object, to: object): void {
  const hooks = hooksOf.get(from);
  if (!hooks) return;
  hooksOf.set(to, {
    ...{ before: [...hooks.before], after: [...hooks.after], backward: [...hooks.backward] },
    ...{ beforeBackward: [...hooks.beforeBackward], always: new Set(hooks.always) },
  });
}

const given = (value: unknown): boolean => value !== undefined && value !== null;

/** Runs `forward` with the module's hooks around it. */
export function withHooks(module: Module, args: unknown[], forward: (args: unknown[]) => unknown): unknown {
  const hooks = hooksOf.get(module);
  if (!hooks) return forward(args);
  const called = new Set<AnyHook>();
  let own = args;
  const after = (result: unknown): unknown => {
    let out = result;
    for (const hook of [...hooks.after]) {
      called.add(hook);
      const changed: unknown = Reflect.apply(hook, undefined, [module, own, out]);
      if (given(changed)) out = changed;
    }
    return backward ? backward.output(out) : out;
  };
  const failed = (error: unknown): never => {
    for (const hook of hooks.after) {
      if (hooks.always.has(hook) && !called.has(hook)) Reflect.apply(hook, undefined, [module, own, null]);
    }
    throw error;
  };
  let backward: BackwardHooks | null = null;
  try {
    for (const hook of [...hooks.before]) {
      const changed: unknown = Reflect.apply(hook, undefined, [module, own]);
      if (given(changed)) own = Array.isArray(changed) ? (changed as unknown[]) : [changed];
    }
    if (hooks.backward.length || hooks.beforeBackward.length) {
      backward = new BackwardHooks(module, [...hooks.backward], [...hooks.beforeBackward]);
      own = backward.input(own);
    }
    const result = forward(own);
    return result instanceof Promise ? result.then(after).catch(failed) : after(result);
  } catch (error) {
    return failed(error);
  }
}

/** One call of a module with backward hooks. */
class BackwardHooks {
  readonly #module: Module;
  readonly #hooks: readonly AnyHook[];
  readonly #preHooks: readonly AnyHook[];
  #gradOutput: Gradients | null = null;
  /** Whether there is a node at the inputs; if not, the hooks are called at the outputs. */
  #atInput = false;
  #inputs = 0;

  constructor(module: Module, hooks: readonly AnyHook[], preHooks: readonly AnyHook[]) {
    this.#module = module;
    this.#hooks = hooks;
    this.#preHooks = preHooks;
  }

  input(args: unknown[]): unknown[] {
    this.#inputs = args.length;
    const passed = pass(args, (places, grads) => {
      if (!this.#gradOutput) return grads;
      const result = this.#call(spread(grads, places, args.length), this.#gradOutput);
      this.#gradOutput = null;
      return places.map((i) => result[i] ?? null);
    });
    this.#atInput = passed !== null;
    return passed ?? args;
  }

  output(result: unknown): unknown {
    const list: unknown[] = Array.isArray(result) ? (result as unknown[]) : [result];
    const passed = pass(list, (places, _, grads) => {
      let gradOutput: Gradients = spread(grads, places, list.length);
      for (const hook of this.#preHooks) {
        const changed = runUserCode(tensorsIn(gradOutput), () =>
          Reflect.apply(hook, undefined, [this.#module, gradOutput]),
        ) as Gradients | null | undefined;
        if (!given(changed)) continue;
        checkCount("Backward pre hook", "grad_output", changed as Gradients, gradOutput.length);
        gradOutput = changed as Gradients;
      }
      this.#gradOutput = gradOutput;
      if (!this.#atInput) {
        this.#call(new Array<null>(this.#inputs).fill(null), gradOutput);
        this.#gradOutput = null;
      }
      return places.map((i) => gradOutput[i] ?? null);
    });
    if (!passed) return result;
    return Array.isArray(result) ? passed : passed[0];
  }

  #call(gradInput: Gradients, gradOutput: Gradients): Gradients {
    let result = gradInput;
    for (const hook of this.#hooks) {
      const seen = tensorsIn([...result, ...gradOutput]);
      const changed = runUserCode(seen, () =>
        Reflect.apply(hook, undefined, [this.#module, result, gradOutput]),
      ) as Gradients | null | undefined;
      if (!given(changed)) continue;
      if (!this.#atInput && changed?.some((g) => g !== null)) {
        throw new RuntimeError(
          "Backward hook for Modules where no input requires gradient should always return None or None for all gradients.",
        );
      }
      checkCount("Backward hook", "grad_input", changed as Gradients, result.length);
      result = changed as Gradients;
    }
    return result;
  }
}

const tensorsIn = (grads: Gradients): Tensor[] => grads.filter((g) => g !== null);

function checkCount(hook: string, what: string, grads: Gradients, expected: number): void {
  if (grads.length === expected) return;
  throw new RuntimeError(
    `${hook} returned an invalid number of ${what}, got ${grads.length}, but expected ${expected}`,
  );
}

/** The gradients at their places among `count` values, null elsewhere. */
function spread(grads: Gradients, places: readonly number[], count: number): Gradients {
  const out = new Array<Tensor | null>(count).fill(null);
  places.forEach((place, i) => {
    out[place] = grads[i] ?? null;
  });
  return out;
}

/** What becomes of gradients that arrive at a node: `filled` has zeros where `arrived` has null. */
type Passing = (filled: Gradients, arrived: Gradients) => Gradients;

/** Gives its inputs on as they are, and calls hooks when their gradients pass. */
class BackwardHookNode extends Node {
  readonly #change: Passing;

  constructor(tensors: readonly Tensor[], next: readonly (Edge | null)[], change: Passing) {
    super("BackwardHookFunctionBackward", next, tensors.map(gradientSpec));
    this.#change = change;
  }

  override get guardsViews(): boolean {
    return true;
  }

  apply(grads: Gradients): Gradients {
    const known = grads.find((g) => g !== null);
    if (!known) return this.next.map(() => null);
    const filled = this.outputs.map(({ shape, dtype }, i) => grads[i] ?? known.newZeros(shape, { dtype }));
    return this.#change(filled, grads).map((g, i) => (this.next[i] ? g : null));
  }
}

/** The values with their tensors behind a node of their own; null where none of them requires a gradient. */
function pass(
  values: readonly unknown[],
  change: (places: readonly number[], filled: Gradients, arrived: Gradients) => Gradients,
): unknown[] | null {
  const places = values.flatMap((v, i) => (v instanceof Tensor ? [i] : []));
  const tensors = values.filter((v) => v instanceof Tensor);
  if (!buildsGraph() || !tensors.some((t) => t.requiresGrad)) return null;
  const node = new BackwardHookNode(tensors, tensors.map(gradientEdge), (...g) => change(places, ...g));
  const out = [...values];
  for (const [i, t] of tensors.entries()) {
    const own = noGrad(() => t.viewAs(t));
    out[places[i] as number] = own;
    if (!t.requiresGrad) continue;
    own.gradFn = node;
    own.outputIndex = i;
  }
  return out;
}
