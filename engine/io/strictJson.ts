/**
 * JSON whose keys are all different, as the header of a safetensors file has to be: `JSON.parse` takes the last of
 * equal keys. Objects become maps, so that no key is special.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const MAX_DEPTH = 8;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside of strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const WORDS: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** @param fail is told what is wrong and where, counted in characters */
export function parseStrictJson(text: string, fail: (what: string) => never): Json {
  let at = 0;
  const wrong = (what: string): never => fail(`${what} at character ${at}`);
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return null;
    at += found[0].length;
    return found[0];
  };
  const takes = (token: string): boolean => {
    match(SPACE);
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const string = (): string => {
    match(SPACE);
    const start = at;
    const quoted = match(STRING) ?? wrong("expected a string");
    try {
      return JSON.parse(quoted) as string;
    } catch {
      at = start;
      return wrong("invalid escape in the string");
    }
  };
  const object = (depth: number): JsonObject => {
    const entries = new Map<string, Json>();
    if (takes("}")) return entries;
    do {
      const key = string();
      if (entries.has(key)) wrong(`the key ${JSON.stringify(key)} comes twice,`);
      if (!takes(":")) wrong("expected `:`");
      entries.set(key, value(depth + 1));
    } while (takes(","));
    if (!takes("}")) wrong("expected `,` or `}`");
    return entries;
  };
  const array = (depth: number): Json[] => {
    const items: Json[] = [];
    if (takes("]")) return items;
    do items.push(value(depth + 1));
    while (takes(","));
    if (!takes("]")) wrong("expected `,` or `]`");
    return items;
  };
  const value = (depth: number): Json => {
    if (depth > MAX_DEPTH) wrong("nested too deeply");
    if (takes("{")) return object(depth);
    if (takes("[")) return array(depth);
    for (const [word, meaning] of WORDS) if (takes(word)) return meaning;
    if (text[at] === '"') return string();
    const number = match(NUMBER);
    return number === null ? wrong("expected a value") : Number(number);
  };
  const result = value(0);
  match(SPACE);
  if (at < text.length) wrong("expected the end");
  return result;
}
