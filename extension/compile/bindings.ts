/** Variables, loops and assignments: the value is observed as it is bound, destructured names right after. */
import type {
  AssignmentExpression,
  DoWhileStatement,
  ExpressionStatement,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Identifier,
  Node,
  Statement,
  VariableDeclaration,
  WhileStatement,
} from "@babel/types";
import type { Context } from "./context.ts";
import { shortText } from "./shortText.ts";
import type { Target } from "./sites.ts";
import { bare, endOf, isFunction, nameRange, namesIn, type Role, rangeOf, startOf } from "./syntax.ts";

/** Observes `value` under the name it is bound to, and goes on into it. */
export function bind(value: Node, target: Target, context: Context): void {
  // A function or class without a name takes the name it is bound to, but only if nothing stands between.
  if (!isNamedByBinding(value)) context.observe("variable", target, target.name, value);
  context.value(value, target);
}

export function isNamedByBinding(value: Node): boolean {
  const node = bare(value);
  return isFunction(node) || node.type === "ClassExpression";
}

export function wrapVariables(node: VariableDeclaration, context: Context, role: Role): void {
  const names = declareVariables(node, context);
  // Elsewhere (a loop's head, an `if` without braces) no statement may follow.
  if (role === "statement" && names.length > 0)
    context.source.edits.after(endOf(node), statements(names, context));
}

/** Wraps the initializers; the names that come out of patterns are left to the caller. */
function declareVariables(node: VariableDeclaration, context: Context): Identifier[] {
  if (node.declare) return [];
  const unpacked: Identifier[] = [];
  for (const { id, init } of node.declarations) {
    if (id.type === "Identifier") {
      if (init) bind(init, { ...nameRange(id), name: id.name }, context);
    } else {
      context.visit(id, "binding");
      if (init) context.value(init);
      unpacked.push(...namesIn(id));
    }
  }
  return unpacked;
}

const statements = (names: readonly Identifier[], context: Context): string =>
  context
    .observations("variable", names)
    .map((call) => `;${call}`)
    .join("")
    .concat(";");

export function wrapFor(node: ForStatement, context: Context): void {
  let names: Identifier[] = [];
  if (node.init?.type === "VariableDeclaration") names = declareVariables(node.init, context);
  else if (node.init) wrapDiscarded(node.init, context);
  if (node.test) context.value(node.test);
  if (node.update) wrapDiscarded(node.update, context);
  wrapBody(node.body, names, context);
}

/** `for (const [x, y] of loader)`: the names are observed at the start of each turn. */
export function wrapForEach(node: ForInStatement | ForOfStatement, context: Context): void {
  const { left } = node;
  if (left.type === "VariableDeclaration")
    for (const { id } of left.declarations) context.visit(id, "binding");
  else context.place(left);
  const names =
    left.type === "VariableDeclaration" ? left.declarations.flatMap(({ id }) => namesIn(id)) : namesIn(left);
  context.value(node.right);
  wrapBody(node.body, names, context);
}

export const wrapWhile = (node: WhileStatement | DoWhileStatement, context: Context): void => {
  context.value(node.test);
  wrapBody(node.body, [], context);
};

function wrapBody(body: Statement, names: readonly Identifier[], context: Context): void {
  const { edits, idents } = context.source;
  const { recorder } = idents;
  // A loop that may pause does so now and then: a training loop would else keep its worker to itself.
  const pause = context.mayAwait ? `if(${recorder}.due())await ${recorder}.pause();` : "";
  const start = names.length > 0 ? pause + statements(names, context) : pause;
  // Around the body's own braces: a variable inside of them may have the same name.
  if (start) edits.before(startOf(body), `{${start}`);
  context.visit(body, "part");
  if (start) edits.after(endOf(body), "}");
}

export const wrapExpressionStatement = (node: ExpressionStatement, context: Context): void =>
  wrapDiscarded(node.expression, context);

/** An expression of whose value nothing is made: after `[a, b] = f()` the names can be observed in the same breath. */
function wrapDiscarded(expression: Node, context: Context): void {
  const node = bare(expression);
  if (node.type === "AssignmentExpression" && isPattern(node.left)) {
    const calls = context.observations("variable", namesIn(node.left));
    if (calls.length > 0) context.source.edits.around(rangeOf(expression), "(", `,${calls.join(",")})`);
  }
  context.value(expression);
}

export function wrapAssignment(node: AssignmentExpression, context: Context): void {
  const { left, right, operator } = node;
  const place = bare(left);
  context.place(left);
  if (isPattern(left)) {
    // V8 refuses `f([0], [x] = y)`, which the recorder's call may well become: it misses the brackets.
    context.source.edits.around(rangeOf(node), "(", ")");
    context.value(right);
    return;
  }
  const target = targetOf(place, context);
  if (!operators.has(operator)) {
    context.observe("variable", rangeOf(place), shortText(place, context.source.text), node);
    context.value(right);
  } else {
    if (!isNamedByBinding(right))
      context.observe("variable", rangeOf(place), shortText(place, context.source.text), right);
    context.value(right, target);
  }
}

/** Those after which the right side is the new value. */
const operators: ReadonlySet<string> = new Set(["=", "||=", "&&=", "??="]);

/** The name that an assignment gives: `conv1` in `this.conv1 = …`. */
function targetOf(place: Node, context: Context): Target | null {
  if (place.type === "Identifier") return { ...nameRange(place), name: place.name };
  if (place.type !== "MemberExpression" || place.computed) return null;
  return { ...rangeOf(place.property), name: shortText(place.property, context.source.text) };
}

const isPattern = (node: Node): boolean => node.type === "ArrayPattern" || node.type === "ObjectPattern";
