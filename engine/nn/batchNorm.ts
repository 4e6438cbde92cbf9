/** Layers that normalise channels by statistics which they may keep: batch and instance normalisation. */
import { deviceFrom } from "../api/device.ts";
import { noGrad } from "../autograd/mode.ts";
import { int64 } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { batchNorm, instanceNorm } from "../ops/batchNorm.ts";
import { ones, zeros } from "../ops/creation.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { unrecorded } from "../trace/recorder.ts";
import { ones_, zeros_ } from "./init.ts";
import { bool, type FactoryOptions, parameter } from "./linear.ts";
import { Module } from "./module.ts";
import { camelAlias } from "./moduleFields.ts";
import type { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { requireArguments } from "./required.ts";

export interface ChannelNormOptions extends FactoryOptions {
  /** Added to the variance, so that nothing is divided by 0. */
  eps?: number;
  /** How far running statistics move towards those of a batch; null: they are the average of all batches. */
  momentum?: number | null;
  /** Whether there is a weight and a bias. */
  affine?: boolean;
  /** Whether running statistics are kept, for use in `eval`. */
  trackRunningStats?: boolean;
  /** With `affine`: whether there is a bias. */
  bias?: boolean;
}

const ORDER = ["eps", "momentum", "affine", "trackRunningStats"] as const;

/** What may follow the number of features. */
export type ChannelNormArguments =
  | [options?: ChannelNormOptions]
  | [eps: number, options?: ChannelNormOptions]
  | [eps: number, momentum: number | null, options?: ChannelNormOptions]
  | [eps: number, momentum: number | null, affine: boolean, options?: ChannelNormOptions]
  | [
      eps: number,
      momentum: number | null,
      affine: boolean,
      trackRunningStats: boolean,
      options?: ChannelNormOptions,
    ];

abstract class ChannelNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  declare runningMean: Tensor | null;
  declare runningVar: Tensor | null;
  declare numBatchesTracked: Tensor | null;

  constructor(numFeatures: number, given: ChannelNormArguments, usually: boolean) {
    super();
    requireArguments(this, { numFeatures });
    const o = positional(
      given,
      {
        eps: 1e-5,
        momentum: 0.1 as number | null,
        affine: usually,
        trackRunningStats: usually,
        bias: true,
      },
      ORDER,
    );
    this.numFeatures = numFeatures;
    this.eps = o.eps;
    this.momentum = o.momentum;
    this.affine = o.affine;
    this.trackRunningStats = o.trackRunningStats;
    this.weight = o.affine ? parameter([numFeatures], o) : null;
    this.bias = o.affine && o.bias ? parameter([numFeatures], o) : null;
    const keep = o.trackRunningStats;
    for (const name of ["running_mean", "running_var", "num_batches_tracked"]) camelAlias(this, name);
    unrecorded(() => {
      const where = { device: o.device ? deviceFrom(o.device) : null };
      const like = { size: [numFeatures], dtype: o.dtype ?? null, ...where };
      this.registerBuffer("running_mean", keep ? zeros(like) : null);
      this.registerBuffer("running_var", keep ? ones(like) : null);
      const count = keep ? zeros({ size: [], dtype: int64, ...where }) : null;
      this.registerBuffer("num_batches_tracked", count);
    });
    this.resetParameters();
  }

  /** Forgets the batches seen. */
  resetRunningStats(): void {
    batchesSeen.delete(this);
    unrecorded(() =>
      noGrad(() => {
        this.runningMean?.zero_();
        this.runningVar?.fill_(1);
        this.numBatchesTracked?.zero_();
      }),
    );
  }

  /** Weight 1, bias 0, no batch seen. */
  resetParameters(): void {
    this.resetRunningStats();
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override extraRepr(): string {
    const momentum = this.momentum === null ? "None" : pythonNumber(this.momentum);
    return `${this.numFeatures}, eps=${pythonNumber(this.eps)}, momentum=${momentum}, affine=${bool(this.affine)}, bias=${bool(this.bias !== null)}, track_running_stats=${bool(this.trackRunningStats)}`;
  }
}

/** How many batches each module has seen in training, which `numBatchesTracked` tells only once its value is read. */
const batchesSeen = new WeakMap<Module, number>();

abstract class BatchNorm extends ChannelNorm {
  constructor(numFeatures: number, ...given: ChannelNormArguments) {
    super(numFeatures, given, true);
  }

  protected abstract checkInputDim(input: Tensor): void;

  forward(input: Tensor): Tensor {
    this.checkInputDim(input);
    const kept = !this.training || this.trackRunningStats;
    const runningMean = kept ? this.runningMean : null;
    const runningVar = kept ? this.runningVar : null;
    return batchNorm({
      input,
      ...{ runningMean, runningVar, weight: this.weight, bias: this.bias },
      training: this.training || (this.runningMean === null && this.runningVar === null),
      momentum: this.training && this.trackRunningStats ? this.nextFactor() : (this.momentum ?? 0),
      eps: this.eps,
    });
  }

  /** Counts the batch; how far the running statistics move towards it. */
  protected nextFactor(): number {
    const seen = (batchesSeen.get(this) ?? 0) + 1;
    batchesSeen.set(this, seen);
    unrecorded(() => noGrad(() => this.numBatchesTracked?.add_(1)));
    return this.momentum ?? 1 / seen;
  }
}

function expectDims(input: Tensor, dims: readonly number[]): void {
  if (dims.includes(input.ndim)) return;
  throw new ValueError(`expected ${dims.map((d) => `${d}D`).join(" or ")} input (got ${input.ndim}D input)`);
}

/** Normalises each channel of `[N, C]` or `[N, C, L]` by the batch's statistics, in `eval` by the running ones. */
export class BatchNorm1d extends BatchNorm {
  protected checkInputDim(input: Tensor): void {
    expectDims(input, [2, 3]);
  }
}

/** Normalises each channel of `[N, C, H, W]` by the batch's statistics, in `eval` by the running ones. */
export class BatchNorm2d extends BatchNorm {
  protected checkInputDim(input: Tensor): void {
    expectDims(input, [4]);
  }
}

/** Normalises each channel of `[N, C, D, H, W]` by the batch's statistics, in `eval` by the running ones. */
export class BatchNorm3d extends BatchNorm {
  protected checkInputDim(input: Tensor): void {
    expectDims(input, [5]);
  }
}

abstract class InstanceNorm extends ChannelNorm {
  constructor(numFeatures: number, ...given: ChannelNormArguments) {
    super(numFeatures, given, false);
  }

  /** Dimensions of one sample, channels first. */
  protected abstract readonly sampleDims: number;

  forward(input: Tensor): Tensor {
    expectDims(input, [this.sampleDims, this.sampleDims + 1]);
    const at = input.ndim - this.sampleDims;
    if (input.size(at) !== this.numFeatures && this.affine) {
      throw new ValueError(
        `expected input's size at dim=${at} to match num_features (${this.numFeatures}), but got: ${input.size(at)}.`,
      );
    }
    const { runningMean, runningVar, weight, bias, eps } = this;
    const normalized = instanceNorm({
      input: at === 0 ? input.unsqueeze(0) : input,
      ...{ runningMean, runningVar, weight, bias, eps },
      useInputStats: this.training || !this.trackRunningStats,
      momentum: this.momentum ?? 0,
    });
    return at === 0 ? normalized.squeeze(0) : normalized;
  }
}

/** Normalises each channel of each sample of `[N, C, L]` or `[C, L]` by itself. */
export class InstanceNorm1d extends InstanceNorm {
  protected get sampleDims(): number {
    return 2;
  }
}

/** Normalises each channel of each sample of `[N, C, H, W]` or `[C, H, W]` by itself. */
export class InstanceNorm2d extends InstanceNorm {
  protected get sampleDims(): number {
    return 3;
  }
}

/** Normalises each channel of each sample of `[N, C, D, H, W]` or `[C, D, H, W]` by itself. */
export class InstanceNorm3d extends InstanceNorm {
  protected get sampleDims(): number {
    return 4;
  }
}
