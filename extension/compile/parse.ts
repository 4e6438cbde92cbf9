/**
 * Source text to syntax tree, and the parser's complaints to messages with a range.
 * Nothing here knows what the code is for.
 */
import { type ParserOptions, parse } from "@babel/parser";
import type { Comment, Program } from "@babel/types";
import type { Complaint } from "./errors.ts";

export interface Parsed {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

const options: ParserOptions = {
  sourceType: "module",
  // The last three are parsed only to be refused with a better message than "Unexpected token".
  plugins: ["typescript", "explicitResourceManagement", "decorators", "decoratorAutoAccessors"],
  // Complaints that leave the tree whole ("already declared") then come all at once.
  errorRecovery: true,
  // `(o.m)(x)` and `(a?.b).c` mean other things than `o.m(x)` and `a?.b.c`; without this node they look the same.
  createParenthesizedExpressions: true,
  attachComment: false,
};

/** Parses a module. `parsed` is null where there is nothing to go on with. */
export function parseModule(text: string): { parsed: Parsed | null; errors: Complaint[] } {
  try {
    const file = parse(text, options);
    const errors = (file.errors ?? []).map((error) => complaint(text, error));
    return { parsed: { program: file.program, comments: file.comments ?? [] }, errors };
  } catch (error) {
    return { parsed: null, errors: [complaint(text, error)] };
  }
}

interface ParserError {
  readonly message: string;
  readonly pos: number;
  readonly reasonCode: string;
}

function isParserError(error: unknown): error is ParserError {
  return error instanceof Error && "pos" in error && typeof error.pos === "number" && "reasonCode" in error;
}

function complaint(text: string, error: unknown): Complaint {
  // A bug of the parser itself: nothing to point at.
  if (!isParserError(error)) return { message: String(error), start: 0, end: 0 };
  const [start, end] = tokenAt(text, error.pos);
  return { message: plainMessage(error, text, start, end), start, end };
}

/** The parser gives a point; an editor wants something to underline: the token there, or the one before a line's end. */
function tokenAt(text: string, point: number): [start: number, end: number] {
  let start = point;
  while (text[start] === " " || text[start] === "\t") start++;
  if (start >= text.length || text[start] === "\n" || text[start] === "\r") {
    const before = text.slice(0, point).trimEnd();
    const last = /(?:[\p{ID_Continue}$]+|.)$/su.exec(before)?.[0] ?? "";
    return [before.length - last.length, before.length];
  }
  token.lastIndex = start;
  return [start, start + (token.exec(text)?.[0].length ?? 1)];
}

const token = /[\p{ID_Continue}$]+|=>|\?\?|\?\.|&&|\|\||[=!]==?|\.{3}|./suy;

function plainMessage(error: ParserError, text: string, start: number, end: number): string {
  const message = error.message.replace(/ \(\d+:\d+\)$/, "");
  if (error.reasonCode !== "UnexpectedToken") return message;
  const expected = /expected "(.+)"$/.exec(message)?.[1];
  const atEnd = error.pos >= text.trimEnd().length;
  const found = atEnd ? "the end of the file" : `'${text.slice(start, end)}'`;
  return expected
    ? `Expected '${expected}' but found ${found}.`
    : `Unexpected ${found.replace(/^the /, "")}.`;
}
