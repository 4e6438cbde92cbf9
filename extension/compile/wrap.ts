/**
 * Puts the recorder's calls around the expressions of a file. One row for each kind of node that needs a rule; what
 * has no row is walked through by the table of `syntax.ts`.
 */
import type { Identifier, MemberExpression, Node, ObjectProperty, TSModuleDeclaration } from "@babel/types";
import {
  wrapAssignment,
  wrapExpressionStatement,
  wrapFor,
  wrapForEach,
  wrapVariables,
  wrapWhile,
} from "./bindings.ts";
import { keyAsArgument, wrapCall, wrapChain, wrapNew } from "./calls.ts";
import { Context, type Source } from "./context.ts";
import { wrapClass, wrapFunction, wrapReturn } from "./functions.ts";
import { globalNames } from "./globals.ts";
import { shortText } from "./shortText.ts";
import type { Target } from "./sites.ts";
import { bare, endOf, forEachPart, isFunction, type Role, rangeOf, startOf } from "./syntax.ts";

export function wrap(program: Node, source: Source): Context {
  const context = new Context(source, visit);
  context.visit(program, "part");
  return context;
}

function visit(node: Node, context: Context, role: Role, target: Target | null): void {
  // A row takes only nodes of its own type, which is what it is looked up by.
  const rule = rules[node.type] as Rule<Node> | undefined;
  if (rule) rule(node, context, role, target);
  else context.parts(node, role);
}

type Rule<T extends Node> = (node: T, context: Context, role: Role, target: Target | null) => void;

/** Goes on into what is the same value: `(x)`, `x as T`, `c ? x : y`. */
const through: Rule<Extract<Node, { expression: Node }>> = (node, context, role, target) =>
  context.visit(node.expression, role, target);

const functionRule: Rule<Extract<Node, { params: unknown; body: Node }> & { id?: Identifier | null }> = (
  node,
  context,
  _role,
  target,
) => {
  if (isFunction(node)) wrapFunction(node, context, node.id?.name ?? target?.name ?? null);
};

const rules: { readonly [Type in Node["type"]]?: Rule<Extract<Node, { type: Type }>> } = {
  Identifier: wrapIdentifier,
  MemberExpression: wrapMember,
  OptionalMemberExpression: wrapChain,
  OptionalCallExpression: wrapChain,
  CallExpression: wrapCall,
  NewExpression: (node, context, _role, target) => wrapNew(node, context, target),
  AwaitExpression: (node, context) => {
    context.observe("read", rangeOf(node), shortText(node, context.source.text), node);
    context.value(node.argument);
  },
  AssignmentExpression: wrapAssignment,
  UnaryExpression: (node, context) => {
    // `typeof x` may name what does not exist, `delete o.x` needs the place and not its value.
    if (node.operator === "typeof" || node.operator === "delete") context.place(node.argument);
    else context.value(node.argument);
  },
  ConditionalExpression: (node, context, _role, target) => {
    context.value(node.test);
    context.value(node.consequent, target);
    context.value(node.alternate, target);
  },
  LogicalExpression: (node, context, _role, target) => {
    context.value(node.left, target);
    context.value(node.right, target);
  },
  ObjectProperty: wrapProperty,
  ObjectMethod: (node, context) => {
    if (node.computed) context.value(node.key);
    const accessor = node.kind === "method" ? "" : `${node.kind} `;
    wrapFunction(node, context, accessor + shortText(node.key, context.source.text));
  },
  MetaProperty: (node, context) => {
    if (node.meta.name !== "import") return;
    context.source.edits.replace(startOf(node), endOf(node), context.source.idents.meta);
  },

  ParenthesizedExpression: through,
  TSAsExpression: through,
  TSSatisfiesExpression: through,
  TSTypeAssertion: through,
  TSNonNullExpression: through,
  TSInstantiationExpression: through,

  ArrowFunctionExpression: functionRule,
  FunctionExpression: functionRule,
  FunctionDeclaration: functionRule,
  ClassDeclaration: (node, context, _role, target) => wrapClass(node, context, target),
  ClassExpression: (node, context, _role, target) => wrapClass(node, context, target),
  ReturnStatement: wrapReturn,

  VariableDeclaration: wrapVariables,
  ForStatement: wrapFor,
  ForInStatement: wrapForEach,
  ForOfStatement: wrapForEach,
  WhileStatement: wrapWhile,
  DoWhileStatement: wrapWhile,
  ExpressionStatement: wrapExpressionStatement,

  TSEnumDeclaration: (node, context) => {
    if (!node.declare) refer(node, context);
  },
  TSModuleDeclaration: (node, context) => {
    if (hasValues(node))
      context.refuse(
        rangeOf(node.id),
        "A namespace with values does not run here. Give the code a file of its own.",
      );
  },
};

function wrapIdentifier(node: Identifier, context: Context, role: Role): void {
  if (role === "binding") return;
  if (role === "value" && !isConstant(node, context)) context.observe("read", rangeOf(node), node.name, node);
  rename(node, context);
}

/** An imported name is read from its module. */
function rename(node: Identifier, context: Context): void {
  if (!context.isFree(node)) return;
  const reference = context.source.imports.reference(node.name);
  if (reference) context.source.edits.replace(startOf(node), endOf(node), reference);
}

/** `o.x` → `$.read(1, o, "x")`, `o[i]` → `$.read(1, o, i)`: where `o` is nothing, the recorder knows the place. */
function wrapMember(node: MemberExpression, context: Context, role: Role): void {
  const { object, property, computed } = node;
  if (role === "value" && !isConstant(node, context)) {
    const name = shortText(node, context.source.text);
    // `super` and `#x` are syntax and no values: they cannot be handed to anyone.
    if (object.type === "Super" || property.type === "PrivateName")
      context.observe("read", rangeOf(node), name, node);
    else {
      const { sites, edits } = context.source;
      edits.around(rangeOf(node), context.open("read", sites.add("read", rangeOf(node), name)), ")");
      keyAsArgument(node, context);
    }
  }
  context.value(object);
  if (computed) context.value(property);
}

/** `torch`, `nn.functional`, `Math.PI`: always the same, so nobody needs to see it. */
function isConstant(node: Node, context: Context): boolean {
  if (node.type === "MemberExpression") return isConstantName(bare(node.object), context);
  return isConstantName(node, context);
}

function isConstantName(node: Node, context: Context): boolean {
  if (!context.isFree(node)) return false;
  return context.source.imports.isFromEngine(node.name) || globalNames.has(node.name);
}

function wrapProperty(node: ObjectProperty, context: Context, role: Role): void {
  if (role === "place" || role === "binding") {
    context.parts(node, role);
    return;
  }
  const { key, value, computed, shorthand } = node;
  if (computed) context.value(key);
  if (shorthand && value.type === "Identifier") {
    // `{ __proto__ }` makes a property of that name, `{ __proto__: x }` sets the prototype.
    if (value.name === "__proto__") return;
    context.source.edits.before(startOf(value), `${value.name}:`);
    context.value(value);
  } else if (isFunction(bare(value))) {
    context.value(value, { ...rangeOf(key), name: shortText(key, context.source.text) });
  } else {
    context.value(value);
  }
}

/** Only lets imported names be found. */
function refer(node: Node, context: Context): void {
  if (node.type === "Identifier") rename(node, context);
  else forEachPart(node, "part", (part) => refer(part, context));
}

function hasValues({ declare, body }: TSModuleDeclaration): boolean {
  if (declare) return false;
  if (body.type === "TSModuleDeclaration") return hasValues(body);
  return body.body.some((statement) => {
    const inner = (statement.type === "ExportNamedDeclaration" && statement.declaration) || statement;
    if ("declare" in inner && inner.declare) return false;
    return inner.type !== "TSInterfaceDeclaration" && inner.type !== "TSTypeAliasDeclaration";
  });
}
