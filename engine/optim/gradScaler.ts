/**
 * Gradients of float16 losses are small enough to vanish: `GradScaler` multiplies the loss before backward, divides the
 * gradients after it, leaves a step out where one of them is no finite number, and finds the factor by trying.
 * After `torch/amp/grad_scaler.py`.
 */
import { noGrad } from "../autograd/mode.ts";
import { RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import type { DeviceName } from "../trace/trace.ts";
import type { LearningRate, Optimizer } from "./optimizer.ts";

export interface GradScalerOptions {
  initScale?: number;
  /** The scale is multiplied by this after `growthInterval` steps in a row without an infinite gradient. */
  growthFactor?: number;
  /** The scale is multiplied by this after a step with one. */
  backoffFactor?: number;
  growthInterval?: number;
  /** Off: losses and steps pass through as they are. */
  enabled?: boolean;
}

export interface GradScalerState {
  readonly scale: number;
  readonly growthFactor: number;
  readonly backoffFactor: number;
  readonly growthInterval: number;
  readonly growthTracker: number;
}

/** What happened to an optimizer's gradients since the last update. */
interface Progress {
  stage: "ready" | "unscaled" | "stepped";
  /** For each parameter with a gradient: whether all of its elements are finite. */
  finite: Tensor[];
  foundInfinite: boolean;
}

type AnyOptimizer = Optimizer<LearningRate>;

export class GradScaler {
  readonly device: DeviceName;
  readonly #enabled: boolean;
  #scale: number;
  #growthFactor: number;
  #backoffFactor: number;
  #growthInterval: number;
  /** Steps since the scale last changed. */
  #tracker = 0;
  readonly #progress = new Map<AnyOptimizer, Progress>();

  constructor(device: DeviceName = "cpu", options: GradScalerOptions = {}) {
    const {
      initScale = 65536,
      growthFactor = 2,
      backoffFactor = 0.5,
      growthInterval = 2000,
      enabled = true,
    } = options;
    if (enabled && growthFactor <= 1) throw new RuntimeError("The growth factor must be > 1.0.");
    if (enabled && backoffFactor >= 1) throw new RuntimeError("The backoff factor must be < 1.0.");
    this.device = device;
    this.#enabled = enabled;
    this.#scale = initScale;
    this.#growthFactor = growthFactor;
    this.#backoffFactor = backoffFactor;
    this.#growthInterval = growthInterval;
  }

  /** A loss (or several) times the scale. */
  scale(outputs: Tensor): Tensor;
  scale(outputs: readonly Tensor[]): Tensor[];
  scale(outputs: Tensor | readonly Tensor[]): Tensor | Tensor[] {
    const scaled = (t: Tensor) => (this.#enabled ? t.mul(this.#scale) : t);
    return isList(outputs) ? outputs.map(scaled) : scaled(outputs);
  }

  /** Divides an optimizer's gradients by the scale: before they are clipped, say. `step` does it otherwise. */
  unscale_(optimizer: AnyOptimizer): void {
    if (!this.#enabled) return;
    const progress = this.#of(optimizer);
    if (progress.stage === "unscaled") {
      throw new RuntimeError("unscale_() has already been called on this optimizer since the last update().");
    }
    if (progress.stage === "stepped") throw new RuntimeError("unscale_() is being called after step().");
    const inverse = 1 / this.#scale;
    noGrad(() => {
      for (const { params } of optimizer.paramGroups) {
        for (const { grad } of params) {
          if (!grad) continue;
          grad.mul_(inverse);
          progress.finite.push(grad.isfinite().all());
        }
      }
    });
    progress.stage = "unscaled";
  }

  /**
   * The optimizer's step, unless a gradient is infinite or NaN; waits for the gradients to see that.
   * @returns what the optimizer's own step gives, or null where it was left out
   */
  async step(optimizer: AnyOptimizer, closure?: () => unknown): Promise<unknown> {
    if (!this.#enabled) return optimizer.step(closure);
    if (closure !== undefined) {
      throw new RuntimeError("Closure use is not currently supported if GradScaler is enabled.");
    }
    const progress = this.#of(optimizer);
    if (progress.stage === "stepped") {
      throw new RuntimeError("step() has already been called since the last update().");
    }
    if (progress.stage === "ready") this.unscale_(optimizer);
    if (progress.finite.length === 0) {
      throw new RuntimeError("No inf checks were recorded for this optimizer.");
    }
    const finite = await Promise.all(progress.finite.map((t) => t.item()));
    progress.foundInfinite = finite.some((x) => x === 0);
    progress.finite = [];
    progress.stage = "stepped";
    return progress.foundInfinite ? null : optimizer.step();
  }

  /** After the steps: a smaller scale where gradients were infinite, a larger one where they have not been for long. */
  update(newScale?: number): void {
    if (!this.#enabled) return;
    if (newScale !== undefined) this.#scale = newScale;
    else {
      const steps = [...this.#progress.values()].filter((p) => p.stage === "stepped");
      if (steps.length === 0) throw new RuntimeError("No inf checks were recorded prior to update.");
      if (steps.some((p) => p.foundInfinite)) {
        this.#scale *= this.#backoffFactor;
        this.#tracker = 0;
      } else if (++this.#tracker === this.#growthInterval) {
        this.#scale = Math.fround(this.#scale * this.#growthFactor);
        this.#tracker = 0;
      }
    }
    this.#progress.clear();
  }

  getScale(): number {
    return this.#enabled ? this.#scale : 1;
  }

  isEnabled(): boolean {
    return this.#enabled;
  }

  getGrowthFactor(): number {
    return this.#growthFactor;
  }

  getBackoffFactor(): number {
    return this.#backoffFactor;
  }

  getGrowthInterval(): number {
    return this.#growthInterval;
  }

  /** Empty where the scaler is off. */
  stateDict(): GradScalerState | Record<string, never> {
    if (!this.#enabled) return {};
    return {
      scale: this.#scale,
      growthFactor: this.#growthFactor,
      backoffFactor: this.#backoffFactor,
      growthInterval: this.#growthInterval,
      growthTracker: this.#tracker,
    };
  }

  loadStateDict(state: GradScalerState): void {
    if (!this.#enabled) return;
    if (Object.keys(state).length === 0) {
      throw new RuntimeError(
        "The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.",
      );
    }
    this.#scale = state.scale;
    this.#growthFactor = state.growthFactor;
    this.#backoffFactor = state.backoffFactor;
    this.#growthInterval = state.growthInterval;
    this.#tracker = state.growthTracker;
  }

  #of(optimizer: AnyOptimizer): Progress {
    let progress = this.#progress.get(optimizer);
    if (!progress) {
      progress = { stage: "ready", finite: [], foundInfinite: false };
      this.#progress.set(optimizer, progress);
    }
    return progress;
  }
}

const isList = (x: Tensor | readonly Tensor[]): x is readonly Tensor[] => Array.isArray(x);
