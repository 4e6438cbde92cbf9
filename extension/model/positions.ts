/**
 * Two kinds of offsets that must not be mixed, and the way from one to the other.
 *
 * A program's sites are offsets into the text it was compiled from. By the time its shapes arrive the user has often
 * typed on, so a place in the editor is found by replaying the edits made since. That is what an `EditLog` does; it
 * keeps lenses on their lines, and answers hovers, while the code is broken or a run is on its way.
 */

/** An offset, in UTF-16 units, into the text that a program was compiled from. */
export type ProgramOffset = number & { readonly __text?: "program" };
/** An offset, in UTF-16 units, into a document as it is now. */
export type DocumentOffset = number & { readonly __text?: "document" };

export interface ProgramRange {
  readonly start: ProgramOffset;
  readonly end: ProgramOffset;
}
export interface DocumentRange {
  readonly start: DocumentOffset;
  readonly end: DocumentOffset;
}

/** One replacement: `removed` units at `offset` gave way to `inserted` units. */
export interface Edit {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

interface LoggedEdit extends Edit {
  /** The document's version once the edit was made. */
  readonly version: number;
}

/** Longer histories are cut: what is so old that it falls out is soon replaced by a new run anyway. */
const LONGEST_LOG = 2000;

/** The edits of one document, in order. */
export class EditLog {
  readonly #edits: LoggedEdit[] = [];
  /** Places in texts older than this version can no longer be followed. */
  #oldest: number;

  constructor(version: number) {
    this.#oldest = version;
  }

  /** `edits` as they can be applied one after the other, which is how VS Code reports them. */
  push(version: number, edits: readonly Edit[]): void {
    for (const edit of edits) this.#edits.push({ ...edit, version });
    const excess = this.#edits.length - LONGEST_LOG;
    if (excess <= 0) return;
    // Half of one version's edits would lead nowhere, so a version goes as a whole.
    const cut = this.#edits[excess]?.version ?? version;
    this.#oldest = cut;
    const keep = this.#edits.findIndex((edit) => edit.version > cut);
    this.#edits.splice(0, keep < 0 ? this.#edits.length : keep);
  }

  /** Where a range of the text of `version` is now, or null if it was deleted. */
  toDocument({ start, end }: ProgramRange, version: number): DocumentRange | null {
    if (version < this.#oldest) return null;
    let from: number = start;
    let to: number = end;
    for (const edit of this.#since(version)) {
      from = moveStart(from, edit);
      to = moveEnd(to, edit);
      if (to < from) return null;
    }
    return to > from || start === end ? { start: from, end: to } : null;
  }

  /**
   * Where a place of the document was in the text of `version`. Inside of text that was typed since there is no such
   * place: `null`, or with `nearest` the place where the text was inserted.
   */
  toProgram(offset: DocumentOffset, version: number, nearest = false): ProgramOffset | null {
    if (version < this.#oldest) return null;
    let at: number = offset;
    const edits = this.#since(version);
    for (let index = edits.length - 1; index >= 0; index--) {
      const edit = edits[index];
      if (!edit || at < edit.offset) continue;
      if (at >= edit.offset + edit.inserted) at += edit.removed - edit.inserted;
      else if (nearest) at = edit.offset;
      else return null;
    }
    return at;
  }

  #since(version: number): readonly LoggedEdit[] {
    const first = this.#edits.findIndex((edit) => edit.version > version);
    return first < 0 ? [] : this.#edits.slice(first);
  }
}

/** Text typed right before a range pushes it on, and does not become part of it. */
function moveStart(offset: number, { offset: at, removed, inserted }: Edit): number {
  if (offset < at || (offset === at && removed > 0)) return offset;
  if (offset >= at + removed) return offset + inserted - removed;
  return at + inserted;
}

/** Text typed right behind a range does not become part of it either. */
function moveEnd(offset: number, { offset: at, removed, inserted }: Edit): number {
  if (offset <= at) return offset;
  if (offset >= at + removed) return offset + inserted - removed;
  return at;
}
