/** Transforms applied by chance, chosen by chance, or in an order drawn by chance. */
import { ValueError } from "../../errors.ts";
import { drawPermutation, drawUniform } from "../tensors.ts";
import { floatText, optionsOf, pythonText } from "./arguments.ts";
import type { Step } from "./compose.ts";
import { Transform } from "./transform.ts";

/** A step that gives what it takes. */
type Same<X> = (input: X) => X;

const lines = (steps: readonly Step[]): string =>
  steps
    .map(
      (step) =>
        `\n    ${step instanceof Transform ? step.toString() : `<function ${step.name || "<lambda>"}>`}`,
    )
    .join("");

/** Applies all of the transforms with the chance `p`, or none. */
export class RandomApply<X> extends Transform<X, X> {
  readonly transforms: readonly Same<X>[];
  readonly p: number;

  constructor(transforms: readonly Same<X>[], options?: { p?: number });
  constructor(transforms: readonly Same<X>[], p?: number);
  constructor(transforms: readonly Same<X>[], ...rest: unknown[]) {
    super();
    this.transforms = transforms;
    this.p = optionsOf(rest, { p: 0.5 }).p;
  }

  forward(input: X): X {
    if (this.p < drawUniform(0, 1)) return input;
    return this.transforms.reduce((value, step) => step(value), input);
  }

  override toString(): string {
    return `RandomApply(\n    p=${floatText(this.p)}${lines(this.transforms)}\n)`;
  }
}

/**
 * Applies one of the transforms, each with its weight of `p`, or all with the same. torchvision draws it from Python's
 * own random numbers, so a seed does not give the same choice there.
 */
export class RandomChoice<X> extends Transform<X, X> {
  readonly transforms: readonly Same<X>[];
  readonly p: readonly number[] | null;

  constructor(transforms: readonly Same<X>[], options: { p?: readonly number[] | null } = {}) {
    super();
    this.transforms = transforms;
    this.p = options.p ?? null;
    if (transforms.length === 0) throw new ValueError("RandomChoice takes one transform at least.");
    if (this.p !== null && this.p.length !== transforms.length)
      throw new ValueError("The number of weights does not match the population");
  }

  forward(input: X): X {
    const weights = this.p ?? this.transforms.map(() => 1);
    let left = drawUniform(0, 1) * weights.reduce((sum, each) => sum + each, 0);
    const i = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    const step = this.transforms.at(i);
    return step ? step(input) : input;
  }

  override toString(): string {
    return `RandomChoice(${lines(this.transforms)}\n)(p=${pythonText(this.p)})`;
  }
}

/**
 * Applies all of the transforms in an order drawn each time; torchvision draws it from Python's own random numbers, so a
 * seed does not give the same order there.
 */
export class RandomOrder<X> extends Transform<X, X> {
  readonly transforms: readonly Same<X>[];

  constructor(transforms: readonly Same<X>[]) {
    super();
    this.transforms = transforms;
  }

  forward(input: X): X {
    const order = drawPermutation(this.transforms.length);
    return order.reduce((value, i) => (this.transforms[i] as Same<X>)(value), input);
  }

  override toString(): string {
    return `RandomOrder(${lines(this.transforms)}\n)`;
  }
}
