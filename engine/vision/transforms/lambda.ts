/** A function of the user's as a transform. */
import { typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

export class Lambda<In, Out> extends Transform<In, Out> {
  readonly lambd: (input: In) => Out;

  constructor(lambd: (input: In) => Out) {
    super();
    if (typeof lambd !== "function") {
      throw new TypeError(
        `Argument lambd should be callable, got ${typeText(lambd).slice("<class ".length, -1)}`,
      );
    }
    this.lambd = lambd;
  }

  forward(input: In): Out {
    return this.lambd(input);
  }
}
