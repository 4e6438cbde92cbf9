/**
 * What all optimizers share: parameter groups, `zeroGrad`, state dicts and the printed form. How a step goes is told
 * by `ParameterwiseOptimizer` (all but one) and `LBFGS`.
 */

import type { HookHandle } from "../autograd/hooks.ts";
import { noGrad } from "../autograd/mode.ts";
import { ValueError } from "../errors.ts";
import { pythonType } from "../format/pythonType.ts";
import { Tensor } from "../tensor.ts";
import { warn } from "../warnings.ts";
import { optimizerText } from "./optimizerText.ts";
import { copied } from "./stateCopy.ts";

export interface LearningRate {
  lr: number;
}

/** What schedulers keep in a group beside the optimizer's own options. */
export interface ScheduledOptions {
  /** The rate that training began with. */
  initialLr?: number;
  minLr?: number;
  maxLr?: number;
  baseMomentum?: number;
  maxMomentum?: number;
  swaLr?: number;
}

/** Parameters with the options that hold for them. */
export type ParamGroup<O> = {
  params: Tensor[];
  /** Names of the parameters, where they were given with names. */
  paramNames?: string[];
} & O &
  ScheduledOptions;

type NamedOrNot = Iterable<Tensor> | Iterable<readonly [string, Tensor]>;
type GivenGroup<O> = { params: NamedOrNot | Tensor } & Partial<O>;
/** `net.parameters()`, `net.namedParameters()`, a list of tensors, or of groups `{ params, lr, … }`. */
export type Params<O> = NamedOrNot | Iterable<GivenGroup<O>>;

/** What `stateDict()` gives: options of groups with numbers for parameters, and what was kept for each number. */
export interface OptimizerState<O, S> {
  readonly state: Readonly<Record<number, S>>;
  readonly paramGroups: readonly (Omit<ParamGroup<O>, "params"> & { readonly params: readonly number[] })[];
}

export type StepHook = (optimizer: Optimizer) => void;

export abstract class Optimizer<O extends LearningRate = LearningRate, S extends object = object> {
  /** Parameters with the options that hold for them; change `lr` here, as schedulers do. */
  readonly paramGroups: ParamGroup<O>[] = [];
  /** What was kept for each parameter between steps: momentum and the like. */
  readonly state = new Map<Tensor, S>();
  readonly defaults: O;
  /** Whether `step` was called since a scheduler began to look; null for optimizers that do not tell. */
  stepCalled: boolean | null = null;
  protected readonly stepPreHooks = new Set<StepHook>();
  protected readonly stepPostHooks = new Set<StepHook>();

  constructor(params: Params<O>, defaults: O) {
    this.defaults = defaults;
    const given: unknown[] = [...iterable(params)];
    if (given.length === 0) throw new ValueError("optimizer got an empty parameter list");
    if (!isGroup(given[0])) this.#add({ params: given });
    else {
      for (const group of given) {
        if (!isGroup(group))
          throw new TypeError(`param_group must be a dict, but got <class '${pythonType(group)}'>`);
        this.#add(group);
      }
    }
  }

  /** Updates the parameters from their gradients. */
  abstract step(closure?: () => unknown): unknown;

  /** More parameters, with options of their own: when layers are unfrozen as training goes on. */
  addParamGroup(group: GivenGroup<O>): void {
    if (!isGroup(group))
      throw new TypeError(`param_group must be a dict, but got <class '${pythonType(group)}'>`);
    this.#add(group);
  }

  #add(given: Readonly<Record<string, unknown>>): void {
    const { params: list, ...options } = given;
    const { params, paramNames } = separated(list instanceof Tensor ? [list] : [...iterable(list)]);
    for (const p of params) {
      if (!p.isLeaf) throw new ValueError("can't optimize a non-leaf Tensor");
    }
    if (new Set(params).size < params.length) {
      warn(
        "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; see github.com/pytorch/pytorch/issues/40967 for more information",
      );
    }
    for (const group of this.paramGroups) {
      if ((group.paramNames !== undefined) !== (paramNames !== undefined)) {
        throw new ValueError(
          `all optimizer param groups should be with/without names. cannot add param group ${paramNames ? "with" : "without"} names to the optimizer`,
        );
      }
    }
    if (this.paramGroups.some((group) => group.params.some((p) => params.includes(p)))) {
      throw new ValueError("some parameters appear in more than one parameter group");
    }
    this.paramGroups.push({ ...this.defaults, ...options, ...(paramNames && { paramNames }), params });
  }

  /** Forgets the gradients; with `setToNone: false` they become zeros. */
  zeroGrad(options: boolean | { setToNone?: boolean } = {}): void {
    const setToNone = typeof options === "boolean" ? options : (options.setToNone ?? true);
    for (const { params } of this.paramGroups) {
      for (const p of params) {
        if (setToNone) p.grad = null;
        else if (p.grad) {
          p.grad = p.grad.detach();
          p.grad.zero_();
        }
      }
    }
  }

  /** Calls `hook` before every step. */
  registerStepPreHook(hook: StepHook): HookHandle {
    this.stepPreHooks.add(hook);
    return { remove: () => this.stepPreHooks.delete(hook) };
  }

  /** Calls `hook` after every step. */
  registerStepPostHook(hook: StepHook): HookHandle {
    this.stepPostHooks.add(hook);
    return { remove: () => this.stepPostHooks.delete(hook) };
  }

  /** Options and state, with parameters as numbers in the order of the groups; shares the state's tensors. */
  stateDict(): OptimizerState<O, S> {
    const numbers = new Map<Tensor, number>();
    let next = 0;
    const paramGroups = this.paramGroups.map((group) => {
      group.params.forEach((p, i) => {
        if (!numbers.has(p)) numbers.set(p, next + i);
      });
      next += group.params.length;
      return { ...group, params: group.params.map((p) => numbers.get(p) as number) };
    });
    const state: Record<number, S> = {};
    for (const [p, number] of numbers) {
      const kept = this.state.get(p);
      if (kept) state[number] = kept;
    }
    return { state, paramGroups };
  }

  /** Goes on where another optimizer of the same parameters stopped. Tensors are copied to the parameters' devices and dtypes. */
  loadStateDict({ state, paramGroups }: OptimizerState<O, S>): void {
    if (paramGroups.length !== this.paramGroups.length)
      throw new ValueError("loaded state dict has a different number of parameter groups");
    this.paramGroups.forEach((group, i) => {
      if (paramGroups[i]?.params.length !== group.params.length) {
        throw new ValueError(
          "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
        );
      }
    });
    this.state.clear();
    this.paramGroups.forEach((group, i) => {
      const { params: numbers, ...options } = paramGroups[i] as OptimizerState<O, S>["paramGroups"][number];
      group.params.forEach((p, k) => {
        const kept = state[numbers[k] as number];
        if (kept)
          this.state.set(
            p,
            noGrad(() => copied(kept, p)),
          );
      });
      Object.assign(group, options);
    });
  }

  /** PyTorch's printed form: options by group. */
  toString(): string {
    return optimizerText(
      this.constructor.name,
      this.paramGroups,
      this.printedOptions(),
      this.printedAsFloats(),
    );
  }

  /** Options whose default Python writes as a float (`1.0`), which here is a whole number. */
  protected printedAsFloats(): readonly string[] {
    return [];
  }

  /** Options of PyTorch's that say how it computes, not what; they are printed, as PyTorch does, and cannot be set. */
  protected printedOptions(): Readonly<Record<string, string>> {
    return {};
  }
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Tensor) &&
    !Array.isArray(value) &&
    "params" in value
  );
}

function iterable(value: unknown): Iterable<unknown> {
  if (value instanceof Tensor) {
    throw new TypeError(
      `params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.${value.dtype.tensorType}`,
    );
  }
  const isIterable = value !== null && value !== undefined && Symbol.iterator in Object(value);
  if (!isIterable) throw new TypeError(`'${pythonType(value).split(".").at(-1)}' object is not iterable`);
  return value as Iterable<unknown>;
}

/** Parameters, and their names where they come with names. */
function separated(list: readonly unknown[]): { params: Tensor[]; paramNames: string[] | undefined } {
  const names: string[] = [];
  const params: Tensor[] = [];
  for (const item of list) {
    const isNamed = Array.isArray(item) && item.length === 2 && typeof item[0] === "string";
    const p: unknown = isNamed ? item[1] : item;
    if (isNamed) names.push(item[0] as string);
    if (!(p instanceof Tensor)) {
      throw new TypeError(`optimizer can only optimize Tensors, but one of the params is ${pythonType(p)}`);
    }
    params.push(p);
  }
  if (names.length !== 0 && names.length !== params.length) {
    throw new ValueError("all optimizer params should be with/without names. Some param names are missing");
  }
  return { params, paramNames: names.length ? names : undefined };
}
