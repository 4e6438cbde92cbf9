/** What TypeScript adds to JavaScript beside types: enums, and constructor parameters that are fields. */
import type { Class, Node, TSEnumDeclaration, TSEnumMember } from "@babel/types";
import type { Edits } from "./edits.ts";
import { endOf, forEachPart, startOf } from "./syntax.ts";

/** `enum E { A, B = "b" }` → `var E;(function(E){E[E["A"]=0]="A";E["B"]="b";})(E||(E={}));` */
export function desugarEnum(node: TSEnumDeclaration, edits: Edits): void {
  const { name } = node.id;
  const open = edits.skipBlank(endOf(node.id));
  edits.replace(startOf(node), open + 1, `var ${name};(function(${name}){`);
  edits.after(endOf(node), `)(${name}||(${name}={}));`);
  const texts = new Set<string>();
  let previous: string | null = null;
  for (const member of node.members) {
    const key = keyOf(member);
    const place = `${name}[${JSON.stringify(key)}]`;
    const { initializer } = member;
    const isText = initializer != null && givesText(initializer, texts, name);
    if (isText) texts.add(key);
    const head = isText ? `${place}=` : `${name}[${place}=`;
    const tail = isText ? ";" : `]=${JSON.stringify(key)};`;
    if (initializer) {
      edits.replace(startOf(member), startOf(initializer), head);
      edits.after(endOf(initializer), tail);
      referToMembers(initializer, node.members, name, edits);
    } else {
      const value = previous === null ? "0" : `${previous}+1`;
      edits.replace(startOf(member), endOf(member), `${head}${value}${tail}`);
    }
    const comma = edits.skipBlank(endOf(member));
    if (edits.text[comma] === ",") edits.replace(comma, comma + 1, "");
    previous = place;
  }
}

const keyOf = ({ id }: TSEnumMember): string => (id.type === "Identifier" ? id.name : id.value);

/** A member of text has no way back from its value to its name. `texts`: the members before it that are text. */
function givesText(value: Node, texts: ReadonlySet<string>, name: string): boolean {
  switch (value.type) {
    case "StringLiteral":
    case "TemplateLiteral":
      return true;
    case "ParenthesizedExpression":
      return givesText(value.expression, texts, name);
    case "BinaryExpression":
      return (
        value.operator === "+" && (givesText(value.left, texts, name) || givesText(value.right, texts, name))
      );
    case "Identifier":
      return texts.has(value.name);
    case "MemberExpression":
      return (
        value.object.type === "Identifier" &&
        value.object.name === name &&
        value.property.type === "Identifier" &&
        texts.has(value.property.name)
      );
    default:
      return false;
  }
}

/** Inside of an enum its members go by their bare names. */
function referToMembers(value: Node, members: readonly TSEnumMember[], name: string, edits: Edits): void {
  if (value.type !== "Identifier") {
    forEachPart(value, "value", (part) => referToMembers(part, members, name, edits));
  } else if (members.some((member) => keyOf(member) === value.name)) {
    edits.replace(startOf(value), endOf(value), `${name}[${JSON.stringify(value.name)}]`);
  }
}

/** `constructor(readonly n: number) {}` → a field `n`, and `this.n=n;` where `this` is first there. */
export function desugarParameterProperties(node: Class, edits: Edits): void {
  const method = node.body.body.find(
    (member) => member.type === "ClassMethod" && member.kind === "constructor",
  );
  if (method?.type !== "ClassMethod") return;
  const names = method.params.flatMap((parameter) => {
    if (parameter.type !== "TSParameterProperty") return [];
    const target =
      parameter.parameter.type === "AssignmentPattern" ? parameter.parameter.left : parameter.parameter;
    return target.type === "Identifier" ? [target.name] : [];
  });
  if (names.length === 0) return;
  // Declared first, as TypeScript does: the order of a module's children is the order of its fields.
  edits.after(startOf(node.body) + 1, `${names.join(";")};`);
  const { body, directives } = method.body;
  const superCall = node.superClass ? body.find(isSuperCall) : undefined;
  const directive = directives.at(-1);
  const position = superCall ? endOf(superCall) : directive ? endOf(directive) : startOf(method.body) + 1;
  edits.after(position, `;${names.map((name) => `this.${name}=${name};`).join("")}`);
}

const isSuperCall = (statement: Node): boolean =>
  statement.type === "ExpressionStatement" &&
  statement.expression.type === "CallExpression" &&
  statement.expression.callee.type === "Super";
