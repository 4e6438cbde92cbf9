/** Schedulers along half cosines: CosineAnnealingLR and CosineAnnealingWarmRestarts. */
import { ValueError } from "../../errors.ts";
import { pythonNumber } from "../../trace/argumentText.ts";
import type { Optimizer } from "../optimizer.ts";
import { type Trailing, withDefaults } from "../options.ts";
import { type LastEpoch, LRScheduler } from "./base.ts";

interface CosineOptions extends LastEpoch {
  etaMin: number;
}

/** From `high` to `low` as `part` goes from 0 to 1. */
const along = (low: number, high: number, part: number): number =>
  low + ((high - low) * (1 + Math.cos(Math.PI * part))) / 2;

/** Along half a cosine from the initial rate to `etaMin` in `TMax` steps. */
export class CosineAnnealingLR extends LRScheduler {
  readonly TMax: number;
  readonly etaMin: number;

  constructor(
    optimizer: Optimizer,
    TMax: number,
    ...options: Trailing<[etaMin: number, lastEpoch: number], Partial<CosineOptions>>
  ) {
    const o = withDefaults("CosineAnnealingLR", options, { etaMin: 0, lastEpoch: -1 }, [
      "etaMin",
      "lastEpoch",
    ]);
    super(optimizer, o.lastEpoch);
    this.TMax = TMax;
    this.etaMin = o.etaMin;
    this.initialStep();
  }

  override getLr(): number[] {
    const { TMax, etaMin, lastEpoch } = this;
    if (this.isInitial) return this.rates();
    if (this.stepCount === 1 && lastEpoch > 0) return this.closedForm();
    if ((lastEpoch - 1 - TMax) % (2 * TMax) === 0) {
      const rise = (1 - Math.cos(Math.PI / TMax)) / 2;
      return this.rates().map((lr, i) => lr + ((this.baseLrs[i] ?? lr) - etaMin) * rise);
    }
    const height = (epoch: number) => 1 + Math.cos((Math.PI * epoch) / TMax);
    return this.rates().map((lr) => (height(lastEpoch) / height(lastEpoch - 1)) * (lr - etaMin) + etaMin);
  }

  protected override closedForm(): number[] {
    return this.baseLrs.map((base) => along(this.etaMin, base, this.lastEpoch / this.TMax));
  }
}

interface RestartOptions extends CosineOptions {
  TMult: number;
}

/** Half cosines, each `TMult` times as long as the one before; every one starts from the initial rate. */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly T0: number;
  readonly TMult: number;
  readonly etaMin: number;
  /** Length of the present cosine. */
  TI: number;
  /** Steps into it. */
  TCur: number;

  constructor(
    optimizer: Optimizer,
    T0: number,
    ...options: Trailing<[TMult: number, etaMin: number, lastEpoch: number], Partial<RestartOptions>>
  ) {
    const o = withDefaults("CosineAnnealingWarmRestarts", options, { TMult: 1, etaMin: 0, lastEpoch: -1 }, [
      "TMult",
      "etaMin",
      "lastEpoch",
    ]);
    if (!(T0 > 0 && Number.isInteger(T0)))
      throw new ValueError(`Expected positive integer T_0, but got ${pythonNumber(T0)}`);
    if (!(o.TMult >= 1 && Number.isInteger(o.TMult)))
      throw new ValueError(`Expected integer T_mult >= 1, but got ${pythonNumber(o.TMult)}`);
    super(optimizer, o.lastEpoch);
    this.T0 = T0;
    this.TI = T0;
    this.TMult = o.TMult;
    this.etaMin = o.etaMin;
    this.TCur = o.lastEpoch;
    this.initialStep();
  }

  override getLr(): number[] {
    return this.baseLrs.map((base) => along(this.etaMin, base, this.TCur / this.TI));
  }

  /** After each batch, `epoch` may be fractional: `epoch + i / batches`. */
  override step(epoch?: number): void {
    const to = epoch ?? (this.lastEpoch < 0 ? 0 : undefined);
    if (to === undefined) {
      this.TCur++;
      if (this.TCur >= this.TI) {
        this.TCur %= this.TI;
        this.TI *= this.TMult;
      }
    } else this.#goTo(to);
    this.lastEpoch = Math.floor(to ?? this.lastEpoch + 1);
    this.setRates(this.getLr());
  }

  #goTo(epoch: number): void {
    if (epoch < 0) throw new ValueError(`Expected non-negative epoch, but got ${pythonNumber(epoch)}`);
    const { T0, TMult } = this;
    this.TI = T0;
    if (epoch < T0) this.TCur = epoch;
    else if (TMult === 1) this.TCur = epoch % T0;
    else {
      const restarts = Math.trunc(Math.log((epoch / T0) * (TMult - 1) + 1) / Math.log(TMult));
      this.TCur = epoch - (T0 * (TMult ** restarts - 1)) / (TMult - 1);
      this.TI = T0 * TMult ** restarts;
    }
  }
}
