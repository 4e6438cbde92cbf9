/** LBFGS: steps along an estimate of Newton's direction, made from the gradients of the last steps. */
import { noGrad, withGradMode } from "../autograd/mode.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { zerosLike } from "../ops/creation.ts";
import { cat } from "../ops/join.ts";
import { runtime } from "../runtime.ts";
import { Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";
import { requireNonNegative } from "./checks.ts";
import { Optimizer, type Params } from "./optimizer.ts";
import { type Trailing, withDefaults } from "./options.ts";
import { strongWolfe } from "./strongWolfe.ts";

export interface LBFGSOptions {
  /** Learning rate. */
  lr: number;
  /** The most iterations of one step. */
  maxIter: number;
  /** The most calls of the closure in one step; `maxIter * 1.25` unless given. */
  maxEval: number | null;
  /** A step ends when no element of the gradient is larger. */
  toleranceGrad: number;
  /** A step ends when neither the loss nor any parameter changes more. */
  toleranceChange: number;
  /** How many past steps the estimate is made of. */
  historySize: number;
  /** Search along the direction, or go by `lr`. */
  lineSearchFn: "strong_wolfe" | null;
}

/** For all parameters together; it is kept under the first one. */
interface LBFGSState {
  funcEvals: number;
  nIter: number;
  d?: Tensor;
  t?: number;
  oldDirs?: Tensor[];
  oldStps?: Tensor[];
  ro?: Tensor[];
  HDiag?: Tensor | number;
  prevFlatGrad?: Tensor;
  prevLoss?: number;
}

/**
 * `torch.optim.LBFGS`. One group of parameters; `step` needs a closure, which computes the loss anew, backward
 * included, and decides by values: so it is a promise.
 */
export class LBFGS extends Optimizer<LBFGSOptions, LBFGSState> {
  override stepCalled: boolean | null = false;
  readonly #params: readonly Tensor[];

  constructor(
    params: Params<LBFGSOptions>,
    ...options: Trailing<
      [
        lr: number,
        maxIter: number,
        maxEval: number | null,
        toleranceGrad: number,
        toleranceChange: number,
        historySize: number,
        lineSearchFn: "strong_wolfe" | null,
      ],
      Partial<LBFGSOptions>
    >
  ) {
    const o = withDefaults<LBFGSOptions>(
      "LBFGS",
      options,
      {
        ...{ lr: 1, maxIter: 20, maxEval: null, toleranceGrad: 1e-7, toleranceChange: 1e-9 },
        ...{ historySize: 100, lineSearchFn: null },
      },
      ["lr", "maxIter", "maxEval", "toleranceGrad", "toleranceChange", "historySize", "lineSearchFn"],
    );
    requireNonNegative({ lr: o.lr });
    super(params, { ...o, maxEval: o.maxEval ?? Math.floor((o.maxIter * 5) / 4) });
    if (this.paramGroups.length !== 1)
      throw new ValueError("LBFGS doesn't support per-parameter options (parameter groups)");
    this.#params = this.#group.params;
  }

  get #group() {
    return this.paramGroups[0] as (typeof this.paramGroups)[number];
  }

  /** Minimizes for up to `maxIter` iterations. Gives the loss of before. */
  override async step<R>(closure: () => R): Promise<Awaited<R>> {
    if (typeof closure !== "function")
      throw new TypeError("LBFGS.step() missing 1 required positional argument: 'closure'");
    this.stepCalled = true;
    for (const hook of this.stepPreHooks) hook(this);
    const loss = await this.#minimize(closure);
    for (const hook of this.stepPostHooks) hook(this);
    return loss;
  }

  async #minimize<R>(closure: () => R): Promise<Awaited<R>> {
    const o = this.#group;
    const { toleranceGrad, toleranceChange } = o;
    const maxEval = o.maxEval ?? Number.POSITIVE_INFINITY;
    const first = this.#params[0] as Tensor;
    const s: LBFGSState = this.state.get(first) ?? { funcEvals: 0, nIter: 0 };
    this.state.set(first, s);

    const originalLoss = await withGradMode(true, closure);
    let loss = await numberOf(originalLoss);
    let evaluations = 1;
    s.funcEvals++;
    let grad = noGrad(() => this.#flatGrad());
    let steepest = await largest(grad);
    if (steepest <= toleranceGrad) return originalLoss;

    let { d, t } = s;
    let iterations = 0;
    // Without values there is nothing to decide by: one iteration shows all shapes.
    const maxIter = runtime.shapesOnly ? 1 : o.maxIter;
    while (iterations < maxIter) {
      iterations++;
      s.nIter++;
      d = s.nIter === 1 ? this.#start(s, grad) : await this.#direction(s, grad, d as Tensor, t as number);
      s.prevFlatGrad = noGrad(() => grad.clone());
      const before = loss;
      s.prevLoss = before;
      if (s.nIter === 1) {
        const inverse = Math.fround(1 / (await noGrad(() => grad.abs().sum()).item()));
        t = Math.min(1, inverse) * o.lr;
      } else t = o.lr;
      const slope = await this.#along(grad, d);
      if (slope > -toleranceChange) break;

      let used = 0;
      if (o.lineSearchFn !== null) {
        if (o.lineSearchFn !== "strong_wolfe") throw new RuntimeError("only 'strong_wolfe' is supported");
        const direction = d;
        const origin = noGrad(() => this.#params.map((p) => p.detach().clone()));
        const probe = async (at: number) => {
          this.#move(at, direction);
          const value = await numberOf(await withGradMode(true, closure));
          const there = noGrad(() => this.#flatGrad());
          this.#restore(origin);
          return { t: at, loss: value, grad: there, slope: await this.#along(there, direction) };
        };
        const start = { t: 0, loss, grad, slope };
        const longest = await largest(d);
        const found = await strongWolfe(probe, start, t, longest, toleranceChange, maxEval - evaluations);
        ({ loss, grad, t } = found.best);
        used = found.evaluations;
        this.#move(t, d);
        steepest = await largest(grad);
      } else {
        this.#move(t, d);
        // The last iteration's gradient is never asked for: the next step computes its own.
        if (iterations !== o.maxIter) {
          loss = await numberOf(await withGradMode(true, closure));
          grad = noGrad(() => this.#flatGrad());
          steepest = await largest(grad);
          used = 1;
        }
      }
      evaluations += used;
      s.funcEvals += used;

      if (iterations === o.maxIter || evaluations >= maxEval || steepest <= toleranceGrad) break;
      if ((await largest(d)) * Math.abs(t) <= toleranceChange) break;
      if (Math.abs(loss - before) < toleranceChange) break;
    }
    if (d) s.d = d;
    if (t !== undefined) s.t = t;
    return originalLoss;
  }

  #start(s: LBFGSState, grad: Tensor): Tensor {
    Object.assign(s, { oldDirs: [], oldStps: [], ro: [], HDiag: 1 });
    return noGrad(() => grad.neg());
  }

  /** Takes the last step into the history and gives the next direction: the two-loop recursion. */
  async #direction(s: LBFGSState, grad: Tensor, d: Tensor, t: number): Promise<Tensor> {
    const { oldDirs = [], oldStps = [], ro = [] } = s;
    const y = noGrad(() => grad.sub(s.prevFlatGrad as Tensor));
    const step = noGrad(() => d.mul(t));
    const ys = noGrad(() => y.dot(step));
    if ((await ys.item()) > 1e-10) {
      if (oldDirs.length === this.#group.historySize) {
        oldDirs.shift();
        oldStps.shift();
        ro.shift();
      }
      noGrad(() => {
        oldDirs.push(y);
        oldStps.push(step);
        ro.push(ys.reciprocal());
        s.HDiag = ys.div(y.dot(y));
      });
    }
    Object.assign(s, { oldDirs, oldStps, ro });
    return this.#recorded(() => {
      const al: Tensor[] = [];
      const q = grad.neg();
      for (let i = oldDirs.length - 1; i >= 0; i--) {
        const a = at(oldStps, i).dot(q).mul(at(ro, i));
        al[i] = a;
        q.sub_(at(oldDirs, i).mul(a));
      }
      const r = q.mul(s.HDiag as Tensor | number);
      for (let i = 0; i < oldDirs.length; i++) {
        const be = at(oldDirs, i).dot(r).mul(at(ro, i));
        r.add_(at(oldStps, i).mul(at(al, i).sub(be)));
      }
      return r;
    });
  }

  #flatGrad(): Tensor {
    const parts = this.#params.map((p) => (p.grad ? p.grad.reshape(-1) : zerosLike({ self: p }).reshape(-1)));
    return cat({ tensors: parts, dim: 0 });
  }

  #along(grad: Tensor, d: Tensor): Promise<number> {
    return noGrad(() => grad.dot(d)).item();
  }

  #move(t: number, d: Tensor): void {
    this.#recorded(() => {
      let offset = 0;
      for (const p of this.#params) {
        p.add_(d.narrow(0, offset, p.numel()).view(p.shape), { alpha: t });
        offset += p.numel();
      }
    });
  }

  #restore(values: readonly Tensor[]): void {
    noGrad(() => {
      this.#params.forEach((p, i) => {
        p.copy_(at(values, i));
      });
    });
  }

  /** Shown as the optimizer's; the closure's own forward and backward are not. */
  #recorded<R>(run: () => R): R {
    return recorder ? recorder.optimizer(this.constructor.name, () => noGrad(run)) : noGrad(run);
  }
}

function at<T>(list: readonly T[], i: number): T {
  return list[i] as T;
}

const largest = (t: Tensor): Promise<number> => noGrad(() => t.abs().max()).item();

/** `float(loss)`. */
async function numberOf(loss: unknown): Promise<number> {
  return loss instanceof Tensor ? loss.item() : Number(loss);
}
