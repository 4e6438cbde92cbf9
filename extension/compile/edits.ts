/**
 * Changes to the text of one file that keep its lines. The walk goes from the outside in, so what is put around an
 * expression first stays outermost.
 */
import MagicString from "magic-string";
import type { Range } from "./errors.ts";

export class Edits {
  readonly text: string;
  readonly #string: MagicString;

  constructor(text: string) {
    this.text = text;
    this.#string = new MagicString(text);
  }

  around({ start, end }: Range, open: string, close: string): void {
    this.#string.appendRight(start, open);
    this.#string.prependLeft(end, close);
  }

  before(position: number, text: string): void {
    this.#string.appendRight(position, text);
  }

  /** After everything that closes at `position`. */
  after(position: number, text: string): void {
    this.#string.appendLeft(position, text);
  }

  /** Puts `text` in place of a range; its line breaks stay. Must come before edits inside or at the ends. */
  replace(start: number, end: number, text: string): void {
    const breaks = this.text.slice(start, end).replace(/[^\n]+/g, "");
    if (start === end) this.before(start, text);
    else this.#string.overwrite(start, end, text + breaks, { contentOnly: true });
  }

  /** The first position from `position` on that is neither blank nor in a comment. */
  skipBlank(position: number): number {
    blank.lastIndex = position;
    return position + (blank.exec(this.text)?.[0].length ?? 0);
  }

  toString(): string {
    return this.#string.toString();
  }
}

const blank = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y;
