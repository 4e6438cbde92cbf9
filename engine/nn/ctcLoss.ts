/** `nn.CTCLoss`: the loss of label sequences whose alignment with the input is not known. */
import { ctcLoss, ctcLossOfLists } from "../ops/ctcLoss.ts";
import { Tensor } from "../tensor.ts";
import { Loss, type LossOptions } from "./loss.ts";
import { type Given, positional } from "./positional.ts";

export interface CTCLossOptions extends LossOptions {
  /** The label that stands for nothing. */
  blank?: number;
  /** Targets that are too long for their input count 0 instead of infinity. */
  zeroInfinity?: boolean;
}

type Lengths = Tensor | readonly number[];

/** For logarithms of probabilities `[T, N, C]` and targets `[N, S]` or, one after another, `[sum of lengths]`. */
export class CTCLoss extends Loss {
  readonly blank: number;
  readonly zeroInfinity: boolean;

  constructor(...given: Given<[blank: number, reduction: string, zeroInfinity: boolean], CTCLossOptions>) {
    const options = positional<Required<CTCLossOptions>>(
      given,
      { blank: 0, reduction: "mean", zeroInfinity: false },
      ["blank", "reduction", "zeroInfinity"],
    );
    super(options.reduction);
    this.blank = options.blank;
    this.zeroInfinity = options.zeroInfinity;
  }

  forward(logProbs: Tensor, targets: Tensor, inputLengths: Lengths, targetLengths: Lengths): Tensor {
    const { blank, reduction, zeroInfinity } = this;
    const common = { logProbs, targets, blank, reduction, zeroInfinity };
    if (inputLengths instanceof Tensor && targetLengths instanceof Tensor) {
      return ctcLoss({ ...common, inputLengths, targetLengths });
    }
    if (inputLengths instanceof Tensor || targetLengths instanceof Tensor) {
      throw new TypeError("CTCLoss: both lengths must be tensors, or both lists of numbers");
    }
    return ctcLossOfLists({ ...common, inputLengths, targetLengths });
  }
}
