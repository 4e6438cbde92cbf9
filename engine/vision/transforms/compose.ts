/** Transforms one after the other. */
import { typeText } from "./arguments.ts";
import type { Picture } from "./pictures.ts";
import { Transform } from "./transform.ts";

/** Something that can stand in a `Compose`: a transform, or any function of one argument. */
export type Step = (input: never) => unknown;

/** Geometry gives what it takes, image or tensor: what that is, the other steps tell. */
type IsGeometry<S extends Step> = [Parameters<S>[0], ReturnType<S>, Picture, Picture] extends [
  Picture,
  Picture,
  Parameters<S>[0],
  ReturnType<S>,
]
  ? true
  : false;

/** What comes out of the last step that says it. */
type LastResult<Steps extends readonly Step[]> = Steps extends readonly [
  ...infer Before extends readonly Step[],
  infer Last extends Step,
]
  ? [IsGeometry<Last>, Before] extends [true, readonly [Step, ...Step[]]]
    ? LastResult<Before>
    : ReturnType<Last>
  : unknown;

/** A promise if one of the steps gives a promise. */
type Result<Steps extends readonly Step[]> = [Extract<ReturnType<Steps[number]>, Promise<unknown>>] extends [
  never,
]
  ? LastResult<Steps>
  : Promise<Awaited<LastResult<Steps>>>;

/** What the first step takes. */
type Input<Steps extends readonly Step[]> = Steps extends readonly [
  infer First extends Step,
  ...infer After extends readonly Step[],
]
  ? [IsGeometry<First>, After] extends [true, readonly [Step, ...Step[]]]
    ? Extract<Input<After>, Picture>
    : Parameters<First>[0]
  : unknown;

/**
 * Applies transforms and functions in order: `new Compose([new Resize(256), new ToTensor()])`. Where a step gives a
 * promise (as `ToPILImage` does, which has to wait for a tensor's values), the next one waits for it.
 */
export class Compose<const Steps extends readonly Step[]> extends Transform<Input<Steps>, Result<Steps>> {
  readonly transforms: Steps;

  constructor(transforms: Steps) {
    super();
    const wrong = [...transforms].find((step) => typeof step !== "function");
    if (wrong !== undefined) throw new TypeError(`${typeText(wrong)} object is not callable`);
    this.transforms = transforms;
  }

  forward(input: Input<Steps>): Result<Steps> {
    let value: unknown = input;
    for (const each of this.transforms) {
      const step = each as (input: unknown) => unknown;
      value = value instanceof Promise ? value.then(step) : step(value);
    }
    return value as Result<Steps>;
  }

  override toString(): string {
    const lines = this.transforms.map((step) => `\n    ${stepText(step)}`);
    return `${this.constructor.name}(${lines.join("")}\n)`;
  }
}

export function stepText(step: Step): string {
  return step instanceof Transform ? step.toString() : `<function ${step.name || "<lambda>"}>`;
}
