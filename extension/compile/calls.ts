/** Calls, `new` and optional chains: who is called goes to the recorder, receiver and arguments are evaluated once. */
import type {
  CallExpression,
  MemberExpression,
  NewExpression,
  Node,
  OptionalCallExpression,
  OptionalMemberExpression,
} from "@babel/types";
import type { Context } from "./context.ts";
import { shortText } from "./shortText.ts";
import type { Target } from "./sites.ts";
import { bare, endOf, forEachPart, isFunction, type Role, rangeOf, startOf } from "./syntax.ts";

/** `f(a)` → `$.call(1, f, a)`, `o.m(a)` → `$.method(1, o, "m", a)`. */
export function wrapCall(node: CallExpression, context: Context, _role: Role, target: Target | null): void {
  const callee = withoutNonNull(node.callee);
  if (callee.type === "Import") {
    context.refuse(
      rangeOf(node),
      "import() does not work in a model. Import at the top of the file instead.",
    );
  } else if (callee.type === "Super" || isFreeName(callee, "eval", context)) {
    context.values(node.arguments);
  } else if (isFreeName(callee, "require", context)) {
    context.refuse(rangeOf(node), "require() does not work in a model. Write 'import … from' instead.");
  } else if (callee.type === "MemberExpression") {
    // `super` and `#m` are syntax and no values: they cannot be handed to anyone.
    const isWhole = callee.object.type === "Super" || callee.property.type === "PrivateName";
    if (isWhole) wrapWhole(node, context);
    else wrapMethod(node, callee, context, target);
  } else if (isMember(bare(callee))) {
    // `(o.m)(a)`: the receiver is behind parentheses.
    wrapWhole(node, context);
  } else {
    const { sites, edits, text } = context.source;
    const id = sites.addCall("call", rangeOf(node), shortText(callee, text));
    edits.before(startOf(node), context.open("call", id));
    openArguments(node, context);
    if (bare(callee).type === "Identifier") context.place(node.callee);
    else context.value(node.callee);
    context.values(node.arguments);
  }
}

function wrapMethod(
  node: CallExpression,
  callee: Extract<CallExpression["callee"], { type: "MemberExpression" }>,
  context: Context,
  target: Target | null,
): void {
  const { sites, edits, text } = context.source;
  const { object, property, computed } = callee;
  const id = sites.addCall("call", rangeOf(node), shortText(callee, text));
  edits.before(startOf(node), context.open("method", id));
  keyAsArgument(callee, context);
  openArguments(node, context);
  const isSame = !computed && property.type === "Identifier" && givesReceiver.has(property.name);
  context.value(object, isSame ? target : null);
  if (computed) context.value(property);
  context.values(node.arguments);
}

/** `o.x` → `o,"x"`, `o[i]` → `o,i`. */
export function keyAsArgument({ object, property, computed }: MemberExpression, context: Context): void {
  const { edits } = context.source;
  // `.` or `[`
  const mark = edits.skipBlank(endOf(object));
  // `o[i, j]` has one key, the last.
  const isSequence = computed && property.type === "SequenceExpression";
  edits.replace(mark, mark + 1, isSequence ? ",(" : ",");
  if (computed) {
    const bracket = edits.skipBlank(endOf(property));
    edits.replace(bracket, bracket + 1, isSequence ? ")" : "");
  } else if (property.type === "Identifier") {
    edits.replace(startOf(property), endOf(property), JSON.stringify(property.name));
  }
}

/** Methods of a module that give the module back: `net = new Net().to(device)` still declares `net`. */
const givesReceiver: ReadonlySet<string> = new Set([
  "to",
  "cpu",
  "train",
  "eval",
  "requiresGrad_",
  "apply",
  "float",
  "double",
  "half",
]);

/** `new C(a)` → `$.construct(1, C, a)`. */
export function wrapNew(node: NewExpression, context: Context, target: Target | null): void {
  const { sites, edits, text } = context.source;
  const { start, end } = rangeOf(node);
  const id = sites.addCall("new", { start, end }, shortText(node.callee, text), target);
  edits.replace(start, start + "new".length, context.open("construct", id));
  if (endOf(typeArguments(node) ?? node.callee) < end) openArguments(node, context);
  else edits.close(end, ")"); // `new C`
  context.place(node.callee);
  context.values(node.arguments);
}

/** `a?.b.c(x)`: what a chain cuts short must stay one expression, so it is observed as a whole. */
export function wrapChain(
  node: OptionalMemberExpression | OptionalCallExpression,
  context: Context,
  role: Role,
): void {
  if (role === "value" && node.type === "OptionalCallExpression") {
    wrapWhole(node, context);
  } else {
    if (role === "value") context.observe("read", rangeOf(node), shortText(node, context.source.text), node);
    chainLinks(node, context);
  }
}

function chainLinks(node: OptionalMemberExpression | OptionalCallExpression, context: Context): void {
  const [before, role]: [Node, Role] =
    node.type === "OptionalCallExpression" ? [node.callee, "place"] : [node.object, "value"];
  const link = withoutNonNull(before);
  if (isChain(link)) chainLinks(link, context);
  else context.visit(before, role);
  if (node.type === "OptionalCallExpression") context.values(node.arguments);
  else if (node.computed) context.value(node.property);
}

/**
 * A call that cannot be taken apart: `super.m(a)`, `this.#m(a)`, `o?.m(a)`. The recorder calls it whole, so that it
 * knows what is being evaluated; where it waits, only its result is observed.
 */
function wrapWhole(node: CallExpression | OptionalCallExpression, context: Context): void {
  const { sites, edits, text } = context.source;
  const id = sites.add("call", rangeOf(node), shortText(node.callee, text));
  const open = waits(node) ? context.open("value", id) : `${context.open("call", id)}()=>`;
  edits.around(rangeOf(node), open, ")");
  if (node.type === "OptionalCallExpression") {
    chainLinks(node, context);
  } else {
    context.place(node.callee);
    context.values(node.arguments);
  }
}

/** The `(` of the arguments becomes the comma after the callee. */
function openArguments(node: CallExpression | NewExpression, context: Context): void {
  const { edits } = context.source;
  const open = edits.skipBlank(endOf(typeArguments(node) ?? node.callee));
  edits.replace(open, open + 1, node.arguments.length > 0 ? "," : "");
}

const typeArguments = (node: CallExpression | NewExpression): Node | null =>
  node.typeParameters ?? node.typeArguments ?? null;

function withoutNonNull(node: Node): Node {
  return node.type === "TSNonNullExpression" ? withoutNonNull(node.expression) : node;
}

const isChain = (node: Node): node is OptionalMemberExpression | OptionalCallExpression =>
  node.type === "OptionalMemberExpression" || node.type === "OptionalCallExpression";

const isMember = (node: Node): boolean =>
  node.type === "MemberExpression" || node.type === "OptionalMemberExpression";

const isFreeName = (node: Node, name: string, context: Context): boolean =>
  context.isFree(node) && node.name === name;

/** Whether evaluating the node may stop at an `await` or `yield`. */
function waits(node: Node): boolean {
  if (node.type === "AwaitExpression" || node.type === "YieldExpression") return true;
  let found = false;
  forEachPart(node, "value", (part, role) => {
    // Of a function only a computed key is evaluated here.
    if (!found && (!isFunction(node) || role === "value")) found = waits(part);
  });
  return found;
}
