/**
 * Changes to the text of one file that keep its lines. The walks go from the outside in, so what is put around an
 * expression first stays outermost. Much less than a string editor with source maps, and several times faster.
 */
import type { Range } from "./errors.ts";

/** What is put between two characters of the text. */
interface Seam {
  /** Belongs to what ends here: closing brackets, statements that follow. */
  left: string;
  /** Belongs to what starts here. */
  right: string;
  /** Up to where the text is left out, and what stands there instead. */
  end: number;
  replacement: string;
}

export class Edits {
  readonly text: string;
  readonly #seams = new Map<number, Seam>();

  constructor(text: string) {
    this.text = text;
  }

  around({ start, end }: Range, open: string, close: string): void {
    this.before(start, open);
    this.close(end, close);
  }

  before(position: number, text: string): void {
    this.#seam(position).right += text;
  }

  /** Ends what began inside of all that is open at `position`. */
  close(position: number, text: string): void {
    const seam = this.#seam(position);
    seam.left = text + seam.left;
  }

  /** After everything that closes at `position`. */
  after(position: number, text: string): void {
    this.#seam(position).left += text;
  }

  /** Puts `text` in place of a range; its line breaks stay. Ranges must not overlap. */
  replace(start: number, end: number, text: string): void {
    if (start === end) {
      this.before(start, text);
      return;
    }
    const seam = this.#seam(start);
    seam.end = end;
    seam.replacement = text + this.breaks(start, end);
  }

  remove({ start, end }: Range): void {
    this.replace(start, end, "");
  }

  /** The line breaks of a range, and nothing else of it. */
  breaks(start: number, end: number): string {
    let breaks = "";
    for (let at = this.text.indexOf("\n", start); at >= 0 && at < end; at = this.text.indexOf("\n", at + 1))
      breaks += "\n";
    return breaks;
  }

  /** The first position from `position` on that is neither blank nor in a comment. */
  skipBlank(position: number): number {
    blank.lastIndex = position;
    return position + (blank.exec(this.text)?.[0].length ?? 0);
  }

  toString(): string {
    const positions = Uint32Array.from(this.#seams.keys()).sort();
    let code = "";
    let done = 0;
    for (const position of positions) {
      const seam = this.#seams.get(position);
      if (!seam) continue;
      // Inside of what was replaced, only what was put there is lost.
      if (position > done) code += this.text.slice(done, position);
      code += seam.left + seam.right + seam.replacement;
      done = Math.max(done, position, seam.end);
    }
    return code + this.text.slice(done);
  }

  #seam(position: number): Seam {
    let seam = this.#seams.get(position);
    if (!seam) {
      seam = { left: "", right: "", end: position, replacement: "" };
      this.#seams.set(position, seam);
    }
    return seam;
  }
}

const blank = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y;
