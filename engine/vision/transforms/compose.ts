/** Transforms one after the other. */
import { typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** Something that can stand in a `Compose`: a transform, or any function of one argument. */
export type Step = (input: never) => unknown;

/** What comes out of the last step, a promise of it if one of the steps gives a promise. */
type Result<Steps extends readonly Step[]> = Steps extends readonly [...unknown[], infer Last extends Step]
  ? [Extract<ReturnType<Steps[number]>, Promise<unknown>>] extends [never]
    ? ReturnType<Last>
    : Promise<Awaited<ReturnType<Last>>>
  : unknown;

/** What the first step takes. */
type Input<Steps extends readonly Step[]> = Steps extends readonly [infer First extends Step, ...unknown[]]
  ? Parameters<First>[0]
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

function stepText(step: Step): string {
  return step instanceof Transform ? step.toString() : `<function ${step.name || "<lambda>"}>`;
}
