/**
 * What a syntax node is made of, as a table: for each type its parts, and what each part is to it. Types, declarations
 * without code and decorators have no row: whoever walks by this table sees only what runs.
 */
import type {
  ArrowFunctionExpression,
  ClassMethod,
  ClassPrivateMethod,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Node,
  ObjectMethod,
} from "@babel/types";
import type { Range } from "./errors.ts";

/**
 * `value`: an expression whose value is used. `place`: one that is named, not read (a callee, a target of assignment).
 * `binding`: a pattern that declares names. `statement`: one of a list, so that another may follow it. `part`: any
 * other statement or clause.
 */
export type Role = "value" | "place" | "binding" | "statement" | "part";

/** `same`: what the node itself is. `computed`: a value, where the node's key stands in brackets. */
type Slot = readonly [key: string, role: Role | "same" | "computed"];

const fn: readonly Slot[] = [
  ["params", "binding"],
  ["body", "part"],
];
const forIn: readonly Slot[] = [
  ["left", "place"],
  ["right", "value"],
  ["body", "part"],
];
const inner: readonly Slot[] = [["expression", "same"]];
const call: readonly Slot[] = [
  ["callee", "place"],
  ["arguments", "value"],
];
const member: readonly Slot[] = [
  ["object", "value"],
  ["property", "computed"],
];
const operands: readonly Slot[] = [
  ["left", "value"],
  ["right", "value"],
];
const field: readonly Slot[] = [
  ["key", "computed"],
  ["value", "value"],
];
const classParts: readonly Slot[] = [
  ["superClass", "place"],
  ["body", "part"],
];

const table: { readonly [Type in Node["type"]]?: readonly Slot[] } = {
  Program: [["body", "statement"]],
  BlockStatement: [["body", "statement"]],
  StaticBlock: [["body", "statement"]],
  ExpressionStatement: [["expression", "value"]],
  ReturnStatement: [["argument", "value"]],
  ThrowStatement: [["argument", "value"]],
  LabeledStatement: [["body", "part"]],
  IfStatement: [
    ["test", "value"],
    ["consequent", "part"],
    ["alternate", "part"],
  ],
  SwitchStatement: [
    ["discriminant", "value"],
    ["cases", "part"],
  ],
  SwitchCase: [
    ["test", "value"],
    ["consequent", "statement"],
  ],
  TryStatement: [
    ["block", "part"],
    ["handler", "part"],
    ["finalizer", "part"],
  ],
  CatchClause: [
    ["param", "binding"],
    ["body", "part"],
  ],
  WhileStatement: [
    ["test", "value"],
    ["body", "part"],
  ],
  DoWhileStatement: [
    ["body", "part"],
    ["test", "value"],
  ],
  ForStatement: [
    ["init", "value"],
    ["test", "value"],
    ["update", "value"],
    ["body", "part"],
  ],
  ForInStatement: forIn,
  ForOfStatement: forIn,
  VariableDeclaration: [["declarations", "part"]],
  VariableDeclarator: [
    ["id", "binding"],
    ["init", "value"],
  ],
  FunctionDeclaration: fn,
  FunctionExpression: fn,
  ArrowFunctionExpression: fn,
  ObjectMethod: [["key", "computed"], ...fn],
  ClassMethod: [["key", "computed"], ...fn],
  ClassPrivateMethod: fn,
  ClassDeclaration: classParts,
  ClassExpression: classParts,
  ClassBody: [["body", "part"]],
  ClassProperty: field,
  ClassAccessorProperty: field,
  ClassPrivateProperty: [["value", "value"]],
  ExportNamedDeclaration: [["declaration", "statement"]],
  ExportDefaultDeclaration: [["declaration", "value"]],

  YieldExpression: [["argument", "value"]],
  AwaitExpression: [["argument", "value"]],
  ArrayExpression: [["elements", "value"]],
  ObjectExpression: [["properties", "part"]],
  ObjectProperty: field,
  SpreadElement: [["argument", "value"]],
  UnaryExpression: [["argument", "value"]],
  UpdateExpression: [["argument", "place"]],
  BinaryExpression: operands,
  LogicalExpression: operands,
  AssignmentExpression: [
    ["left", "place"],
    ["right", "value"],
  ],
  ConditionalExpression: [
    ["test", "value"],
    ["consequent", "value"],
    ["alternate", "value"],
  ],
  MemberExpression: member,
  OptionalMemberExpression: member,
  CallExpression: call,
  OptionalCallExpression: call,
  NewExpression: call,
  SequenceExpression: [["expressions", "value"]],
  ParenthesizedExpression: inner,
  TemplateLiteral: [["expressions", "value"]],
  TaggedTemplateExpression: [
    ["tag", "place"],
    ["quasi", "value"],
  ],

  ObjectPattern: [["properties", "same"]],
  ArrayPattern: [["elements", "same"]],
  RestElement: [["argument", "same"]],
  AssignmentPattern: [
    ["left", "same"],
    ["right", "value"],
  ],

  TSAsExpression: inner,
  TSSatisfiesExpression: inner,
  TSTypeAssertion: inner,
  TSNonNullExpression: inner,
  TSInstantiationExpression: inner,
  TSParameterProperty: [["parameter", "same"]],
  TSEnumDeclaration: [["members", "part"]],
  // Left as written: the members of an enum may name each other without a scope that a recorder could see.
  TSEnumMember: [["initializer", "place"]],
};

/** Calls `visit` for each part of `node`, in source order. `role` is the node's own. */
export function forEachPart(node: Node, role: Role, visit: (part: Node, role: Role) => void): void {
  const slots = table[node.type];
  if (!slots || ("declare" in node && node.declare)) return;
  // The one place where nodes are read by key: the table is what knows which keys a type has.
  const parts = node as unknown as Readonly<
    Record<string, Node | readonly (Node | null)[] | null | undefined>
  >;
  for (const [key, slot] of slots) {
    if (slot === "computed" && !("computed" in node && node.computed)) continue;
    const part = parts[key];
    if (!part) continue;
    const partRole = slot === "computed" ? "value" : slot === "same" ? role : slotRole(node, key, slot, role);
    if (!isList(part)) visit(part, partRole);
    else for (const item of part) if (item) visit(item, partRole);
  }
}

const isList = (part: Node | readonly (Node | null)[]): part is readonly (Node | null)[] =>
  Array.isArray(part);

/** `{ a: b }` is a literal or a pattern: in a pattern `b` is what the pattern is. */
function slotRole(node: Node, key: string, slot: Role, role: Role): Role {
  return node.type === "ObjectProperty" && key === "value" && role !== "part" ? role : slot;
}

/** The names that a pattern declares or assigns, in source order. */
export function namesIn(pattern: Node): Identifier[] {
  const names: Identifier[] = [];
  const visit = (node: Node, role: Role): void => {
    if (role !== "binding") return;
    if (node.type === "Identifier") names.push(node);
    else forEachPart(node, role, visit);
  };
  visit(pattern, "binding");
  return names;
}

/** The parser sets both on every node; its types leave room for nodes made by hand. */
interface Placed {
  readonly start?: number | null | undefined;
  readonly end?: number | null | undefined;
}
export const startOf = (node: Placed): number => node.start ?? 0;
export const endOf = (node: Placed): number => node.end ?? 0;
export const rangeOf = (node: Placed): Range => ({ start: startOf(node), end: endOf(node) });

/** The name alone: the node of a parameter goes on to the end of its type. */
export const nameRange = (name: Identifier): Range => ({
  start: startOf(name),
  end: startOf(name) + name.name.length,
});

/** What is left of an expression without parentheses and type assertions. */
export function bare(node: Node): Node {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

export const isFunction = (node: Node): node is FunctionNode => functionTypes.has(node.type);

export type FunctionNode =
  | FunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression
  | ObjectMethod
  | ClassMethod
  | ClassPrivateMethod;

const functionTypes: ReadonlySet<Node["type"]> = new Set<FunctionNode["type"]>([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
]);
