/**
 * What all optimizers share: parameter groups, `zeroGrad`, and `step`, which is the same loop for each. An optimizer
 * says only what one parameter's update is.
 */
import { noGrad, withGradMode } from "../autograd/mode.ts";
import { ValueError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";

export type ParamGroup<O> = { params: Tensor[] } & O;
export type Params<O> = Iterable<Tensor> | Iterable<{ params: Iterable<Tensor> } & Partial<O>>;

/** What `stateDict()` gives: options of groups with numbers for parameters, and what was kept for each number. */
export interface OptimizerState<O, S> {
  readonly state: Readonly<Record<number, S>>;
  readonly paramGroups: readonly (Omit<ParamGroup<O>, "params"> & { readonly params: readonly number[] })[];
}

/** Two optimizers must not write into the same tensors. */
function copied<S extends object>(kept: S): S {
  const entries = Object.entries(kept).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Tensor ? noGrad(() => value.clone()) : value,
  ]);
  return Object.fromEntries(entries) as S;
}

export abstract class Optimizer<O extends { lr: number }, S extends object> {
  /** Parameters with the options that hold for them; change `lr` here, as schedulers do. */
  readonly paramGroups: ParamGroup<O>[] = [];
  /** What was kept for each parameter between steps: momentum and the like. */
  readonly state = new Map<Tensor, S>();
  readonly defaults: O;

  constructor(params: Params<O>, defaults: O) {
    this.defaults = defaults;
    const given = [...(params as Iterable<Tensor | ({ params: Iterable<Tensor> } & Partial<O>)>)];
    if (given.length === 0) throw new ValueError("optimizer got an empty parameter list");
    if (given.every((p) => p instanceof Tensor))
      this.addParamGroup({ params: given } as { params: Tensor[] } & Partial<O>);
    else {
      for (const group of given) {
        if (group instanceof Tensor)
          throw new TypeError("optimizer can only optimize Tensors, or groups of them, not both in one list");
        this.addParamGroup(group);
      }
    }
  }

  addParamGroup(group: { params: Iterable<Tensor> | Tensor } & Partial<O>): void {
    const params = group.params instanceof Tensor ? [group.params] : [...group.params];
    for (const p of params) {
      if (!(p instanceof Tensor)) throw new TypeError("optimizer can only optimize Tensors");
      if (!p.isLeaf) throw new ValueError("can't optimize a non-leaf Tensor");
      if (this.paramGroups.some((g) => g.params.includes(p))) {
        throw new ValueError("some parameters appear in more than one parameter group");
      }
    }
    this.paramGroups.push({ ...this.defaults, ...group, params });
  }

  /** Forgets the gradients; with `setToNone: false` they become zeros. */
  zeroGrad(setToNone = true): void {
    for (const { params } of this.paramGroups) {
      for (const p of params) {
        if (setToNone) p.grad = null;
        else if (p.grad) p.grad.detach().zero_();
      }
    }
  }

  /** Updates every parameter that has a gradient. A `closure` computes the loss anew first, and gives it. */
  step(): void;
  step<R>(closure: () => R): R;
  step<R>(closure?: () => R): R | undefined {
    const result = closure ? withGradMode(true, closure) : undefined;
    const run = () =>
      noGrad(() => {
        for (const group of this.paramGroups) {
          for (const p of group.params) if (p.grad) this.update(p, p.grad, group);
        }
      });
    if (recorder) recorder.optimizer(this.constructor.name, run);
    else run();
    return result;
  }

  /** Options and state, with parameters as numbers in the order of the groups; shares the state's tensors. */
  stateDict(): OptimizerState<O, S> {
    const order = this.paramGroups.flatMap((group) => group.params);
    const state: Record<number, S> = {};
    order.forEach((p, i) => {
      const kept = this.state.get(p);
      if (kept) state[i] = kept;
    });
    const paramGroups = this.paramGroups.map((group) => ({
      ...group,
      params: group.params.map((p) => order.indexOf(p)),
    }));
    return { state, paramGroups };
  }

  /** Goes on where another optimizer of the same parameters stopped. */
  loadStateDict({ state, paramGroups }: OptimizerState<O, S>): void {
    if (paramGroups.length !== this.paramGroups.length)
      throw new ValueError("loaded state dict has a different number of parameter groups");
    this.paramGroups.forEach((group, i) => {
      const saved = paramGroups[i];
      if (saved?.params.length !== group.params.length) {
        throw new ValueError(
          "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
        );
      }
      const { params: numbers, ...options } = saved;
      group.params.forEach((p, k) => {
        const kept = state[numbers[k] as number];
        if (kept) this.state.set(p, copied(kept));
      });
      Object.assign(group, options);
    });
  }

  /** One parameter's update, in place. Grad mode is off. */
  protected abstract update(p: Tensor, grad: Tensor, group: ParamGroup<O>): void;

  toString(): string {
    const groups = this.paramGroups.map((group, i) => {
      const options = Object.entries(group)
        .filter(([key]) => key !== "params")
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
          ([key, value]) =>
            `    ${snakeCase(key)}: ${value === null ? "None" : typeof value === "boolean" ? (value ? "True" : "False") : String(value)}\n`,
        );
      return `Parameter Group ${i}\n${options.join("")}`;
    });
    return `${this.constructor.name} (\n${groups.join("\n")})`;
  }
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
