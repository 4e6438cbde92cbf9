/**
 * What every transform is: an object that is called with an image or a tensor. Like a module it *is* a function whose
 * prototype is its class, so that `transform(image)` works and user-written functions can stand beside it.
 */

/** Gives its instances the call signature; what is called is `forward`. */
function CallableBase(): unknown {
  const callable = (input: unknown): unknown => Reflect.get(callable, "forward").call(callable, input);
  Object.setPrototypeOf(callable, new.target?.prototype);
  // A function has a name and a length of its own; a transform may have options of that name.
  Reflect.deleteProperty(callable, "name");
  Reflect.deleteProperty(callable, "length");
  return callable;
}

// What `new` gives of it; TypeScript has no way to say so of a function.
type CallableConstructor = new <In, Out>() => (input: In) => Out;

/** A transform from `In` to `Out`. Prints as torchvision prints it. */
export abstract class Transform<In, Out> extends (CallableBase as unknown as CallableConstructor)<In, Out> {
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
