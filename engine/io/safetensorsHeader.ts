/**
 * The header of a safetensors file: 8 bytes with its length, then JSON that says of each tensor its dtype, its shape
 * and where its bytes are. Everything is checked before a byte of a tensor is touched: the tensors must fill the rest
 * of the file without gap or overlap.
 */
import { bytesOf, type ElementCode } from "./elements.ts";
import { type Json, type JsonObject, parseStrictJson } from "./strictJson.ts";
import { safeNumel } from "./tensors.ts";

/** What cannot be read or written in this format. */
export class SafetensorError extends Error {
  override name = "SafetensorError";
}

/** As the reference implementation limits it. */
const MAX_HEADER = 100_000_000;

/** In the order in which tensors are written: wide ones first, so that all are aligned. */
export const DTYPE_CODES = {
  U64: "u8",
  I64: "i8",
  F64: "f8",
  F32: "f4",
  U32: "u4",
  I32: "i4",
  BF16: "bf2",
  F16: "f2",
  U16: "u2",
  I16: "i2",
  I8: "i1",
  U8: "u1",
  BOOL: "b1",
} as const satisfies Readonly<Record<string, ElementCode>>;

export interface HeaderEntry {
  readonly code: ElementCode;
  readonly shape: readonly number[];
  /** In bytes from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their bytes. */
  readonly tensors: ReadonlyMap<string, HeaderEntry>;
  readonly metadata: ReadonlyMap<string, string> | null;
}

type Fail = (what: string) => never;

export function readHeader(bytes: Uint8Array, fail: Fail): Header {
  if (bytes.length < 8)
    fail(`header too small: the file has ${bytes.length} bytes, and its length alone takes 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER) fail(`header too large: ${length} bytes, where ${MAX_HEADER} are allowed`);
  const start = 8 + length;
  if (start > bytes.length)
    fail(`invalid header length: it says ${length} bytes, and after it the file has ${bytes.length - 8}`);
  if (bytes[8] !== 0x7b) fail("invalid start character in header, must start with `{`");
  const entries = parseStrictJson(textOf(bytes.subarray(8, start), fail), (what) =>
    fail(`invalid JSON in header: ${what}`),
  );
  if (!(entries instanceof Map)) return fail("invalid JSON in header: expected an object");
  const header = entries as JsonObject;
  const found: [string, HeaderEntry][] = [];
  for (const [name, entry] of header) {
    if (name !== "__metadata__")
      found.push([name, readEntry(entry, start, (what) => fail(`tensor ${JSON.stringify(name)}: ${what}`))]);
  }
  found.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkLayout(found, start, bytes.length, fail);
  const metadata = header.get("__metadata__");
  return { tensors: new Map(found), metadata: metadata === undefined ? null : readMetadata(metadata, fail) };
}

function textOf(bytes: Uint8Array, fail: Fail): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail("invalid UTF-8 in header");
  }
}

function readEntry(entry: Json, start: number, fail: Fail): HeaderEntry {
  if (!isObject(entry)) return fail("expected an object with `dtype`, `shape` and `data_offsets`");
  const dtype = entry.get("dtype");
  if (typeof dtype !== "string") return fail("`dtype` is missing or no string");
  if (!isDtype(dtype))
    return fail(`unknown dtype ${JSON.stringify(dtype)}; known are ${Object.keys(DTYPE_CODES).join(", ")}`);
  const shape = sizes(entry.get("shape"), "shape", fail);
  const offsets = sizes(entry.get("data_offsets"), "data_offsets", fail);
  const [from, to] = offsets;
  if (offsets.length !== 2 || from === undefined || to === undefined || from > to)
    return fail("`data_offsets` must be [begin, end]");
  const code = DTYPE_CODES[dtype];
  const elements = safeNumel(shape);
  if (elements === null) return fail(`the shape [${shape.join(", ")}] has more elements than can be counted`);
  if (elements * bytesOf(code) !== to - from) {
    return fail(
      `${elements} elements of ${dtype} take ${elements * bytesOf(code)} bytes, and \`data_offsets\` have room for ${to - from}`,
    );
  }
  return { code, shape, begin: start + from, end: start + to };
}

function isObject(value: Json): value is JsonObject {
  return value instanceof Map;
}

function isDtype(text: string): text is keyof typeof DTYPE_CODES {
  return Object.hasOwn(DTYPE_CODES, text);
}

function sizes(value: Json | undefined, name: string, fail: Fail): number[] {
  if (!Array.isArray(value)) return fail(`\`${name}\` is missing or no list`);
  return value.map((v: Json) =>
    typeof v === "number" && Number.isSafeInteger(v) && v >= 0
      ? v
      : fail(`\`${name}\` must hold whole numbers that are not negative`),
  );
}

function checkLayout(found: readonly [string, HeaderEntry][], start: number, end: number, fail: Fail): void {
  let at = start;
  for (const [name, entry] of found) {
    if (entry.end > end) {
      fail(
        `tensor ${JSON.stringify(name)} ends at byte ${entry.end}, and the file has ${end}: it is incomplete`,
      );
    }
    if (entry.begin !== at) {
      const what = entry.begin < at ? "overlaps the one before" : "leaves a gap after the one before";
      fail(`invalid offset for tensor ${JSON.stringify(name)}: it ${what}`);
    }
    at = entry.end;
  }
  if (at !== end) fail(`incomplete metadata, file not fully covered: ${end - at} bytes belong to no tensor`);
}

function readMetadata(value: Json, fail: Fail): Map<string, string> {
  if (!isObject(value)) return fail("`__metadata__` must be an object of strings");
  return new Map(
    [...value].map(([key, text]) => [
      key,
      typeof text === "string"
        ? text
        : fail(`\`__metadata__\` must hold strings, and ${JSON.stringify(key)} is none`),
    ]),
  );
}
