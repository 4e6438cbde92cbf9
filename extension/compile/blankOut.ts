/** Blanks out what only looks like code: the same text, with comments and the contents of strings as spaces. */

/** Offsets and lines stay, and so do quotation marks and the expressions inside of templates. */
export function blankOut(text: string): string {
  let code = "";
  let position = 0;
  /** Depth of braces in each template that is open. */
  const templates: number[] = [];
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) position += found.length;
    return found;
  };
  while (position < text.length) {
    const plain = take(plainCode);
    if (plain) {
      code += plain;
      continue;
    }
    const char = text[position] ?? "";
    if (char === "/" && (text[position + 1] === "/" || text[position + 1] === "*")) {
      code += blank(take(comment) ?? char);
    } else if (char === '"' || char === "'") {
      const found = take(string) ?? char;
      const closed = found.length > 1 && found.endsWith(char);
      code += char + blank(found.slice(1, closed ? -1 : undefined)) + (closed ? char : "");
    } else if (char === "/" && startsRegExp(code)) {
      const found = take(regExp);
      code += found === null ? char : `/${blank(found.slice(1, -1))}/`;
      if (found === null) position++;
    } else if (char === "`" || (char === "}" && templates.at(-1) === 0)) {
      if (char === "}") templates.pop();
      position++;
      const found = take(templateText) ?? "";
      code += char + blank(found);
      if (text.startsWith("${", position)) {
        templates.push(0);
        code += "${";
        position += 2;
      } else if (text[position] === "`") {
        code += "`";
        position++;
      }
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && char === "{") templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === "}") templates[templates.length - 1] = depth - 1;
      code += char;
      position++;
    }
  }
  return code;
}

const plainCode = /[^/"'`{}]+/y;
const comment = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/y;
/** A string that is not closed ends with its line, so that one missing mark does not take the rest of the file. */
const string = /"(?:[^"\\\r\n]|\\[\s\S])*"?|'(?:[^'\\\r\n]|\\[\s\S])*'?/y;
const regExp = /\/(?:[^/\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\//y;
const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;

const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");

/** A slash divides after a value; anywhere else it begins a regular expression. */
const startsRegExp = (before: string): boolean =>
  !/[\p{ID_Continue}$)\]}"'`]\s*$/u.test(before.slice(-40)) ||
  /\b(?:return|typeof|case|in|of)\s*$/.test(before.slice(-40));
