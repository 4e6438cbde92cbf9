/** Reads the example inputs out of a doc comment: `@input x [B=1, 3, H=720, W=480] float32`. */
import type { ExampleInput } from "../../engine/trace/program.ts";
import type { Complaint } from "./errors.ts";

type DType = ExampleInput["dtype"];

const dtypes: readonly DType[] = [
  "float32",
  "float64",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "bool",
];
const isDType = (word: string): word is DType => dtypes.some((dtype) => dtype === word);

const example = "@input x [B=1, 3, H=224, W=224] float32";

/** `offset` is where `comment` starts in its file. */
export function readInputTags(
  comment: string,
  offset: number,
): { inputs: ExampleInput[]; errors: Complaint[] } {
  const inputs: ExampleInput[] = [];
  const errors: Complaint[] = [];
  const sizes = new Map<string, number>();
  for (const match of comment.matchAll(tag)) {
    const text = match[0].replace(/\s*(?:\*\/)?\s*$/, "");
    const input = readTag(text.slice("@input".length), sizes);
    if (typeof input !== "string" && inputs.every(({ name }) => name !== input.name)) {
      inputs.push(input);
    } else {
      const message = typeof input === "string" ? input : `There are two inputs called '${input.name}'.`;
      const start = offset + match.index;
      errors.push({ message, start, end: start + text.length, about: "input" });
    }
  }
  return { inputs, errors };
}

/** To the end of its line, or of the comment. */
const tag = /(?<![\w@{])@input\b(?:(?!\*\/)[^\r\n])*/g;

/** The input, or what is wrong with the tag. `sizes` holds the named sizes so far and is added to. */
function readTag(text: string, sizes: Map<string, number>): ExampleInput | string {
  const match = /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*\[([^\]]*)\]\s*(.*)$/u.exec(text);
  if (!match) return `An @input tag has a name and a shape: ${example}.`;
  const [, name = "", list = "", rest = ""] = match;

  const shape: number[] = [];
  const sizeNames: (string | null)[] = [];
  for (const part of list.trim() === "" ? [] : list.split(",")) {
    const size = /^(?:([\p{ID_Start}_][\p{ID_Continue}]*)(?:\s*=\s*(\d+))?|(\d+))$/u.exec(part.trim());
    if (!size) return `'${part.trim()}' is no size. A size is a number, with a name or without: ${example}.`;
    const [, sizeName, named, bare] = size;
    const number = named ?? bare;
    const known = sizeName === undefined ? undefined : sizes.get(sizeName);
    const value = number === undefined ? known : Number(number);
    if (value === undefined)
      return `The size '${sizeName}' needs a number for the example run: '${sizeName}=8'.`;
    if (known !== undefined && known !== value)
      return `The size '${sizeName}' is both ${known} and ${value}.`;
    if (sizeName !== undefined) sizes.set(sizeName, value);
    shape.push(value);
    sizeNames.push(sizeName ?? null);
  }

  // What follows a dash is for the reader: `@input x [1, 3] float32 - the image`.
  const dtype = rest.replace(/(?:^|\s+)[-–—].*$/, "").trim();
  if (dtype === "") return { name, shape, sizeNames, dtype: "float32" };
  if (!isDType(dtype)) return `'${dtype}' is no dtype of an input. There are ${dtypes.join(", ")}.`;
  return { name, shape, sizeNames, dtype };
}
