/**
 * Ops with a gradient of the user's own: `class Square extends torch.autograd.Function`, with a static `forward` and
 * `backward`, called by `Square.apply(x)`.
 */
import { RuntimeError } from "../errors.ts";
import { runUserCode } from "../temporaries.ts";
import { Tensor } from "../tensor.ts";
import { gradientEdge } from "./edges.ts";
import { buildsGraph, noGrad } from "./mode.ts";
import { alreadyReleased, type Edge, type GradientSpec, gradientSpec, Node } from "./node.ts";
import { SavedTensor } from "./savedTensor.ts";

/** What `forward` and `backward` share. Other values may be kept as fields of it. */
export class FunctionContext {
  [field: string]: unknown;
  #saved: readonly (SavedTensor | null)[] | null = [];
  #toSave: readonly (Tensor | null)[] = [];
  /** Which arguments need a gradient. */
  readonly needsInputGrad: readonly boolean[];
  readonly #constant = new Set<Tensor>();
  readonly #dirty = new Set<Tensor>();
  #materialize = true;

  constructor(needsInputGrad: readonly boolean[]) {
    this.needsInputGrad = needsInputGrad;
  }

  /** Keeps tensors for `backward`, which finds them in `savedTensors`. */
  saveForBackward(...tensors: (Tensor | null)[]): void {
    this.#toSave = tensors;
  }

  get savedTensors(): Tensor[] {
    if (!this.#saved) throw alreadyReleased();
    return this.#saved.map((s) => s?.unpack() as Tensor);
  }

  /** `forward` wrote into these arguments, which are among its results. */
  markDirty(...tensors: Tensor[]): void {
    for (const t of tensors) this.#dirty.add(t);
  }

  isDirty(t: Tensor): boolean {
    return this.#dirty.has(t);
  }

  /** Whether `backward` gets zeros for a result that no gradient came back for (the default), or null. */
  setMaterializeGrads(value: boolean): void {
    this.#materialize = value;
  }

  get materializesGrads(): boolean {
    return this.#materialize;
  }

  /** Lets go of what was saved. */
  release(): void {
    if (this.#saved?.length) this.#saved = null;
  }

  /** These results get no gradient. */
  markNonDifferentiable(...tensors: Tensor[]): void {
    for (const t of tensors) this.#constant.add(t);
  }

  isConstant(t: Tensor): boolean {
    return this.#constant.has(t) || !t.dtype.isFloatingPoint;
  }

  /** Called once the results are known: a result may be saved itself. */
  keep(node: Node | null, results: readonly Tensor[]): void {
    this.#saved = this.#toSave.map((t) => t && new SavedTensor(t, results.includes(t) ? node : null));
    this.#toSave = [];
  }
}

type Results = Tensor | readonly Tensor[];
type Gradients = Tensor | null | readonly (Tensor | null)[];

/** The static side of a user's class. */
interface FunctionClass<A extends readonly unknown[], R extends Results> {
  readonly name: string;
  forward(ctx: FunctionContext, ...args: A): R;
  backward(ctx: FunctionContext, ...grads: (Tensor | null)[]): Gradients;
}

/** The node of a call: `SquareBackward`. */
export class FunctionNode extends Node {
  readonly context: FunctionContext;
  readonly #backward: (ctx: FunctionContext, ...grads: (Tensor | null)[]) => Gradients;
  /** Positions of the tensors among the arguments. */
  readonly #inputs: readonly number[];
  readonly #arity: number;

  constructor(
    name: string,
    next: readonly (Edge | null)[],
    outputs: readonly GradientSpec[],
    inputs: readonly number[],
    context: FunctionContext,
    backward: (ctx: FunctionContext, ...grads: (Tensor | null)[]) => Gradients,
    arity: number,
  ) {
    super(name, next, outputs);
    this.context = context;
    this.#inputs = inputs;
    this.#backward = backward;
    this.#arity = arity;
  }

  override get guardsViews(): boolean {
    return true;
  }

  apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const known = grads.find((g) => g !== null);
    if (!known) return this.next.map(() => null);
    const given = this.context.materializesGrads
      ? this.outputs.map(({ shape, dtype }, i) => grads[i] ?? known.newZeros(shape, { dtype }))
      : grads;
    const seen = given.filter((g) => g !== null);
    const result = runUserCode(seen, () => this.#backward(this.context, ...given));
    const list = result === null || result instanceof Tensor ? [result] : result;
    if (list.length < this.#arity || list.slice(this.#arity).some((g) => g !== null)) {
      throw new RuntimeError(
        `function ${this.name} returned an incorrect number of gradients (expected ${this.#arity}, got ${list.length})`,
      );
    }
    const stray = list.findIndex((g, i) => g !== null && i < this.#arity && !this.#inputs.includes(i));
    if (stray >= 0) {
      throw new RuntimeError(
        `function ${this.name} returned a gradient different than None at position ${stray + 1}, but the corresponding forward input was not a Variable`,
      );
    }
    return this.#inputs.map((at, i) => (this.next[i] ? (list[at] ?? null) : null));
  }

  override release(): void {
    this.context.release();
  }
}

/** The base of user's functions. */
// biome-ignore lint/complexity/noStaticOnlyClass: users extend it and override its static methods, as in PyTorch
export abstract class AutogradFunction {
  /** Computes the results; autograd does not look. */
  static forward(_ctx: FunctionContext, ..._args: never[]): Results {
    throw new RuntimeError("You must implement the forward function for a custom autograd.Function.");
  }

  /** From the gradients of the results those of the arguments, null for what is no tensor. */
  static backward(_ctx: FunctionContext, ..._grads: Tensor[]): Gradients {
    throw new RuntimeError("You must implement the backward function for a custom autograd.Function.");
  }

  /** Calls the function. */
  static apply<const A extends readonly unknown[], R extends Results>(
    this: FunctionClass<A, R>,
    ...args: A
  ): R {
    // biome-ignore lint/complexity/noThisInStatic: the class that the user wrote, not this base
    return run(this, args);
  }
}

function run<A extends readonly unknown[], R extends Results>(user: FunctionClass<A, R>, args: A): R {
  const tensors = args.flatMap((a, at) => (a instanceof Tensor ? [{ at, edge: gradientEdge(a) }] : []));
  const tracked = buildsGraph() && tensors.some((t) => t.edge !== null);
  const needs = args.map((a) => tracked && a instanceof Tensor && a.requiresGrad);
  const context = new FunctionContext(needs);
  const results = noGrad(() => user.forward(context, ...args));
  const outputs: readonly Tensor[] = results instanceof Tensor ? [results] : results;
  if (!tracked) return results;
  const own = outputs.map((t) => {
    if (!context.isDirty(t)) {
      if (!args.includes(t)) return t;
      return context.isConstant(t) ? t.detach() : noGrad(() => t.viewAs(t));
    }
    if (t.isLeaf && t.requiresGrad) {
      throw new RuntimeError("a leaf Variable that requires grad has been used in an in-place operation.");
    }
    t.storage.version++;
    return t;
  });
  const node = new FunctionNode(
    `${user.name}Backward`,
    tensors.map((t) => t.edge),
    own.map(gradientSpec),
    tensors.map((t) => t.at),
    context,
    user.backward.bind(user),
    args.length,
  );
  own.forEach((t, i) => {
    if (context.isConstant(outputs[i] as Tensor)) return;
    t.gradFn = node;
    t.outputIndex = i;
  });
  context.keep(node, own);
  return (results instanceof Tensor ? own[0] : own) as R;
}
