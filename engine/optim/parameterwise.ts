/** Optimizers whose step updates each parameter from its own gradient: all but LBFGS. They say only what that update is. */
import { noGrad, withGradMode } from "../autograd/mode.ts";
import type { Tensor } from "../tensor.ts";
import { recorder } from "../trace/recorder.ts";
import { type LearningRate, Optimizer, type ParamGroup } from "./optimizer.ts";

export abstract class ParameterwiseOptimizer<O extends LearningRate, S extends object> extends Optimizer<
  O,
  S
> {
  override stepCalled: boolean | null = false;

  /**
   * Updates every parameter that has a gradient. A `closure` computes the loss anew first, and gives it; for an async
   * one the step is a promise of the loss.
   */
  override step(): void;
  override step<R>(closure: () => R): R;
  override step<R>(closure?: () => R): R | undefined {
    this.stepCalled = true;
    for (const hook of this.stepPreHooks) hook(this);
    const loss = closure ? withGradMode(true, closure) : undefined;
    if (loss instanceof Promise) {
      return loss.then((value: unknown) => {
        this.#update();
        return value;
      }) as R;
    }
    this.#update();
    return loss;
  }

  #update(): void {
    const run = () =>
      noGrad(() => {
        for (const group of this.paramGroups) {
          for (const p of group.params) if (p.grad) this.update(p, p.grad, group);
        }
      });
    if (recorder) recorder.optimizer(this.constructor.name, run);
    else run();
    for (const hook of this.stepPostHooks) hook(this);
  }

  /** One parameter's update, in place. Grad mode is off. */
  protected abstract update(p: Tensor, grad: Tensor, group: ParamGroup<O>): void;

  protected override printedOptions(): Readonly<Record<string, string>> {
    return { differentiable: "False", foreach: "None" };
  }
}

/** What many optimizers do to a gradient first: turn it around to climb, add the L2 penalty. */
export function penalized(
  p: Tensor,
  gradient: Tensor,
  o: { readonly maximize: boolean; readonly weightDecay: number },
): Tensor {
  const grad = o.maximize ? gradient.neg() : gradient;
  return o.weightDecay !== 0 ? grad.add(p, { alpha: o.weightDecay }) : grad;
}

/** The same with AdamW's way: what decays is the parameter, not by way of the gradient. */
export function decayed(
  p: Tensor,
  gradient: Tensor,
  o: { lr: number; maximize: boolean; weightDecay: number; decoupledWeightDecay: boolean },
): Tensor {
  if (!o.decoupledWeightDecay) return penalized(p, gradient, o);
  if (o.weightDecay !== 0) p.mul_(1 - o.lr * o.weightDecay);
  return o.maximize ? gradient.neg() : gradient;
}
