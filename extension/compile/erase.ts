/**
 * Takes TypeScript's types out of a text, and writes its two kinds of code that are not JavaScript as JavaScript.
 * Lines stay. Works on the tree that the other walks use, so the text is parsed once.
 */
import type { Class, Node } from "@babel/types";
import { desugarEnum, desugarParameterProperties } from "./desugar.ts";
import type { Edits } from "./edits.ts";
import {
  endOf,
  type FunctionNode,
  forEachPart,
  isFunction,
  nameRange,
  type Role,
  rangeOf,
  startOf,
} from "./syntax.ts";

export function eraseTypes(program: Node, edits: Edits): void {
  const visit = (node: Node, role: Role): void => {
    if (eraseStatement(node, edits)) return;
    eraseOwn(node, edits);
    forEachPart(node, role, (part, partRole) => {
      // TypeScript's `this: T` is no parameter.
      if (isFunction(node) && part.type === "Identifier" && part.name === "this" && partRole === "binding")
        eraseThis(part, node, edits);
      else visit(part, partRole);
    });
    // In a loop's head the declaration is a value or a place.
    if (endsWithSemicolon.has(node.type) && role !== "value" && role !== "place") closeStatement(node, edits);
  };
  visit(program, "part");
}

const endsWithSemicolon: ReadonlySet<Node["type"]> = new Set<Node["type"]>([
  "ExpressionStatement",
  "VariableDeclaration",
  "ReturnStatement",
  "ThrowStatement",
  "ClassProperty",
  "ClassPrivateProperty",
]);

/**
 * Writes the semicolon that was left out. What kept two statements apart may be a type, as in `const a = b as any`
 * before a line with `(c)`, or `readonly` before `["d"] = 1`: it will be gone.
 */
function closeStatement(node: Node, edits: Edits): void {
  if (edits.text[endOf(node) - 1] !== ";") edits.after(endOf(node), ";");
}

/** Statements that are types as a whole; imports and exports are the linker's. */
function eraseStatement(node: Node, edits: Edits): boolean {
  switch (node.type) {
    case "ExportNamedDeclaration":
      return node.exportKind === "type";
    case "ExportDefaultDeclaration":
      return isTypeStatement(node.declaration);
    default:
      if (!isTypeStatement(node)) return false;
      edits.replace(startOf(node), endOf(node), ";");
      return true;
  }
}

function isTypeStatement(node: Node): boolean {
  switch (node.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
    case "TSModuleDeclaration":
      return true;
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      return node.declare === true;
    default:
      return false;
  }
}

/** The types that stand in the node itself, not in one of its parts. */
function eraseOwn(node: Node, edits: Edits): void {
  switch (node.type) {
    case "Identifier":
      // `x?: T` and `x!: T`: the node goes on to the end of its type.
      if (node.typeAnnotation || node.optional)
        edits.remove({ start: nameRange(node).end, end: endOf(node) });
      break;
    case "ObjectPattern":
    case "ArrayPattern":
    case "RestElement":
      if (node.typeAnnotation) edits.remove(rangeOf(node.typeAnnotation));
      break;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
      edits.remove({ start: endOf(node.expression), end: endOf(node) });
      break;
    case "TSTypeAssertion":
      // The parentheses keep `return <T>⏎x` together, and `() => <T>{}` an object.
      edits.replace(startOf(node), startOf(node.expression), "(");
      edits.close(endOf(node), ")");
      break;
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression":
    case "TaggedTemplateExpression":
      if (node.typeParameters) edits.remove(rangeOf(node.typeParameters));
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ObjectMethod":
      eraseSignature(node, edits);
      break;
    case "ClassDeclaration":
    case "ClassExpression":
      eraseClass(node, edits);
      break;
    case "TSParameterProperty":
      edits.remove({ start: startOf(node), end: startOf(node.parameter) });
      break;
    case "TSEnumDeclaration":
      desugarEnum(node, edits);
      break;
  }
}

function eraseSignature(node: FunctionNode, edits: Edits): void {
  const { typeParameters, returnType } = node;
  const isArrow = node.type === "ArrowFunctionExpression";
  if (typeParameters) {
    const { start, end } = rangeOf(typeParameters);
    if (isArrow && edits.breaks(start, end)) {
      // No line may end after `async`, nor before what `return` gives: the bracket comes forward.
      edits.replace(start, end, "(");
      const bracket = edits.skipBlank(end);
      edits.replace(bracket, bracket + 1, "");
    } else {
      edits.remove({ start, end });
    }
  }
  if (returnType) {
    const { start, end } = rangeOf(returnType);
    const arrow = edits.skipBlank(end);
    const bracket = edits.text.slice(0, start).trimEnd().length;
    // No line may end before `=>`.
    if (isArrow && edits.breaks(bracket, arrow)) edits.replace(bracket, arrow + 2, "=>");
    else edits.remove({ start, end });
  }
}

function eraseThis(parameter: Node, node: FunctionNode, edits: Edits): void {
  const [, next] = node.params;
  const end = next ? startOf(next) : endOf(parameter);
  const comma = edits.skipBlank(end);
  edits.remove({ start: startOf(parameter), end: !next && edits.text[comma] === "," ? comma + 1 : end });
}

function eraseClass(node: Class, edits: Edits): void {
  const { id, typeParameters, superClass, superTypeParameters, body } = node;
  if ("abstract" in node && node.abstract)
    edits.remove({ start: startOf(node), end: startOf(node) + "abstract".length });
  if (typeParameters) edits.remove(rangeOf(typeParameters));
  if (superTypeParameters) edits.remove(rangeOf(superTypeParameters));
  const lastInterface = node.implements?.at(-1);
  if (lastInterface) {
    const before = superTypeParameters ?? superClass ?? typeParameters ?? id;
    const start = edits.skipBlank(before ? endOf(before) : startOf(node) + "class".length);
    edits.remove({ start, end: endOf(lastInterface) });
  }
  for (const member of body.body) eraseMember(member, edits);
  desugarParameterProperties(node, edits);
}

function eraseMember(member: Class["body"]["body"][number], edits: Edits): void {
  switch (member.type) {
    case "TSDeclareMethod":
    case "TSIndexSignature":
      edits.replace(startOf(member), endOf(member), ";");
      break;
    case "ClassProperty":
    case "ClassPrivateProperty": {
      if (isTypeMember(member)) {
        edits.replace(startOf(member), endOf(member), ";");
        break;
      }
      eraseModifiers(member, edits);
      if (("optional" in member && member.optional) || member.definite) eraseMark(member, edits);
      if (member.typeAnnotation) edits.remove(rangeOf(member.typeAnnotation));
      break;
    }
    case "ClassMethod":
    case "ClassPrivateMethod":
      eraseModifiers(member, edits);
      if (member.optional) eraseMark(member, edits);
      eraseSignature(member, edits);
      break;
  }
}

/** `declare x: T` and `abstract x: T`: a member of the type only. */
export const isTypeMember = (member: Node): boolean =>
  member.type === "ClassProperty" && (member.declare === true || member.abstract === true);

const modifiers: ReadonlySet<string> = new Set([
  "public",
  "private",
  "protected",
  "readonly",
  "override",
  "abstract",
  "declare",
]);

/** The words before a member's key. */
function eraseModifiers(member: Node & { readonly key: Node }, edits: Edits): void {
  const key = startOf(member.key);
  for (let position = startOf(member); position < key; ) {
    word.lastIndex = position;
    const found = word.exec(edits.text)?.[0];
    // `*`, `[`
    if (!found) return;
    const end = position + found.length;
    if (modifiers.has(found)) edits.remove({ start: position, end });
    position = edits.skipBlank(end);
  }
}

const word = /[a-z]+/y;

/** `?` or `!` after a member's key. */
function eraseMark(member: Node & { readonly key: Node }, edits: Edits): void {
  let position = edits.skipBlank(endOf(member.key));
  if (edits.text[position] === "]") position = edits.skipBlank(position + 1);
  edits.remove({ start: position, end: position + 1 });
}
