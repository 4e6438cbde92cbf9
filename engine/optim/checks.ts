/** Refusals of hyperparameters, in PyTorch's words. */
import { ValueError } from "../errors.ts";
import { floatRepr } from "../format/floatRepr.ts";
import { pythonNumber } from "../trace/argumentText.ts";

/** What each option is called in messages. */
const NAMES: Readonly<Record<string, string>> = {
  lr: "learning rate",
  eps: "epsilon value",
  weightDecay: "weight_decay value",
  momentum: "momentum value",
  momentumDecay: "momentum_decay value",
  alpha: "alpha value",
  lrDecay: "lr_decay value",
  initialAccumulatorValue: "initial_accumulator_value value",
};

export function requireNonNegative(options: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(options)) {
    if (!(value >= 0)) throw new ValueError(`Invalid ${NAMES[key] ?? key}: ${pythonNumber(value)}`);
  }
}

export function requireBetas(betas: readonly [number, number]): void {
  betas.forEach((beta, i) => {
    if (!(beta >= 0 && beta < 1))
      throw new ValueError(`Invalid beta parameter at index ${i}: ${floatRepr(beta)}`);
  });
}
