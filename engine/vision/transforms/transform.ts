/**
 * What every transform is: an object that is called with an image or a tensor. Like a module it *is* a function whose
 * prototype is its class, so that `transform(image)` works and user-written functions can stand beside it.
 */

/** Something that can stand in a `Compose`: a transform, or any function of one argument. */
export type Step = (input: never) => unknown;

type Callable<In, Out> = (input: In) => Out;

/** Gives its instances the call signature; what is called is `forward`. */
const CallableBase = class {
  constructor() {
    const callable = (input: unknown): unknown => Reflect.get(callable, "forward").call(callable, input);
    Object.setPrototypeOf(callable, new.target.prototype);
    // biome-ignore lint/correctness/noConstructorReturn: this is how the instance becomes callable
    return callable;
  }
} as unknown as new <In, Out>() => Callable<In, Out>;

/** A transform from `In` to `Out`. Prints as torchvision prints it. */
export abstract class Transform<In, Out> extends CallableBase<In, Out> {
  /** What the transform does. */
  abstract forward(input: In): Out;

  /** Its options as Python prints them: `size=(720, 480), interpolation=bilinear`. */
  extraRepr(): string {
    return "";
  }

  override toString(): string {
    return `${this.constructor.name}(${this.extraRepr()})`;
  }
}
