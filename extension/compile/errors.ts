/** What is wrong with a model file before it runs, each with its place in the source. */

export interface CompileError {
  readonly message: string;
  /** URI of the file that is at fault. */
  readonly file: string;
  /** Offsets in UTF-16 units into that file's text: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** `input`: the fault is in an `@input` tag, and the code around it may be fine. */
  readonly about?: "input";
}

/** A complaint within one file; which file is known to whoever asked. */
export type Complaint = Omit<CompileError, "file">;

/** A range of source text; syntax nodes are such ranges too. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
