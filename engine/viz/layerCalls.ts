/**
 * Runs a model once, without values, and notes which layer was called by which, with what shapes and how many
 * multiplications. Nothing of it is in the trace of the run that asks.
 */
import { noGrad } from "../autograd/mode.ts";
import { RuntimeError } from "../errors.ts";
import type { Module } from "../nn/module.ts";
import type { AnyArgs, AnyOp } from "../ops/op.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { runtime } from "../runtime.ts";
import { Tensor } from "../tensor.ts";
import type { TraceableModule } from "../trace/moduleTree.ts";
import { Recorder, recorder, setRecorder } from "../trace/recorder.ts";

/** One call of a module. A module that is not called has one without shapes. */
export interface LayerCall {
  readonly module: TraceableModule;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Multiplications with an addition each, in ops of the module itself. */
  readonly multAdds: number;
  readonly children: readonly LayerCall[];
}

type OpenCall = { -readonly [K in keyof LayerCall]: LayerCall[K] } & { readonly children: LayerCall[] };

/** Takes the place of the run's recorder. It leaves no mark on tensors and modules: their numbers are that trace's. */
class CallRecorder extends Recorder {
  readonly roots: LayerCall[] = [];
  readonly #outer: Recorder | null;
  #call: OpenCall | null = null;

  constructor(outer: Recorder | null) {
    super();
    this.#outer = outer;
  }

  override op(op: AnyOp, args: AnyArgs, outputs: readonly Tensor[]): void {
    const { products, flops } = op.definition;
    const counted = products === true ? flops?.(args, outputs) : products?.(args);
    if (counted && this.#call) this.#call.multAdds += counted / 2;
  }

  override inModule<R>(module: TraceableModule, inputs: readonly Tensor[], run: () => R): R {
    const outer = this.#call;
    const call: OpenCall = { module, inputs, outputs: [], multAdds: 0, children: [] };
    (outer?.children ?? this.roots).push(call);
    this.#call = call;
    try {
      const result = run();
      if (result instanceof Promise)
        throw new RuntimeError("summary cannot follow an async forward: it would have to wait for values.");
      call.outputs = tensorsIn(result);
      return result;
    } finally {
      this.#call = outer;
    }
  }

  override inFunction<R>(_name: string, _args: AnyArgs, run: () => R): R {
    return run();
  }

  override print(level: "log" | "warn" | "error", text: string | Promise<string>): void {
    this.#outer?.print(level, text);
  }

  override failed(): void {}
  override tensor(): number {
    return 0;
  }
  override node(): number {
    return 0;
  }
  override moduleSeen(): number {
    return 0;
  }
  override backward<R>(_root: Tensor, run: () => R): R {
    return run();
  }
  override duringNode<R>(_node: object, run: () => R): R {
    return run();
  }
  override optimizer<R>(_name: string, run: () => R): R {
    return run();
  }
  override dot(): void {}
  override valueRead(): void {}
}

function tensorsIn(value: unknown, depth = 0): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (depth > 4 || typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((v) => tensorsIn(v, depth + 1));
}

/** Calls the model; `inputs` makes what it is called with, in the run itself. */
export function layerCalls(
  model: Module,
  inputs: () => readonly unknown[],
  mode: "eval" | "train",
): LayerCall {
  const outer = recorder;
  const { shapesOnly, valuesWereRead } = runtime;
  const modes = [...model.modules()].map((m) => [m, m.training] as const);
  const calls = new CallRecorder(outer);
  try {
    model.train(mode === "train");
    runtime.shapesOnly = true;
    setRecorder(calls);
    // Reflect, for a call of any model has other arguments.
    const call = () => noGrad(() => Reflect.apply(model, undefined, inputs()));
    defaultGenerator.replacedBy(new Generator(0), call);
    return calls.roots[0] as LayerCall;
  } finally {
    Object.assign(runtime, { shapesOnly, valuesWereRead });
    setRecorder(outer);
    for (const [module, training] of modes) module.training = training;
  }
}
