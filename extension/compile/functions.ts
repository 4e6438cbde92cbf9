/** Functions and classes: parameters are observed where the body starts, results where they are returned. */
import type { ClassDeclaration, ClassExpression, Node, ReturnStatement } from "@babel/types";
import { bind, isNamedByBinding } from "./bindings.ts";
import type { Context } from "./context.ts";
import { isTypeMember } from "./erase.ts";
import { shortText } from "./shortText.ts";
import type { Target } from "./sites.ts";
import { bare, endOf, type FunctionNode, isFunction, namesIn, rangeOf, startOf } from "./syntax.ts";

/** `name` is what the function is called in keys; null where it has no name of its own, as a callback. */
export function wrapFunction(node: FunctionNode, context: Context, name: string | null): void {
  const { edits, sites } = context.source;
  const within = (visit: () => void) => sites.within(name, () => context.inside(isAsync(node), visit));
  within(() => {
    const parameters = node.params.filter((parameter) => !isThis(parameter));
    for (const parameter of parameters) {
      refuseDecorators(parameter, context);
      context.visit(parameter, "binding");
    }
    const calls = context.observations("parameter", parameters.flatMap(namesIn));
    const { body } = node;
    if (body.type === "BlockStatement") {
      // A directive ("use strict") is one only at the very start.
      const directive = body.directives.at(-1);
      const start = directive ? endOf(directive) : startOf(body) + 1;
      if (calls.length > 0) edits.after(start, `;${calls.join(";")};`);
      context.visit(body, "part");
    } else {
      if (calls.length > 0) edits.around(rangeOf(body), `(${calls.join(",")},`, ")");
      wrapResult(body, context);
    }
  });
}

/** Default values of parameters may not await, but there are no loops in them that are not in a function of their own. */
const isAsync = (node: FunctionNode): boolean => "async" in node && node.async === true;

/** TypeScript's `this: T` is no parameter. */
const isThis = (parameter: Node): boolean => parameter.type === "Identifier" && parameter.name === "this";

export function wrapReturn(node: ReturnStatement, context: Context): void {
  if (node.argument) wrapResult(node.argument, context);
}

function wrapResult(result: Node, context: Context): void {
  const node = bare(result);
  if (!isFunction(node) && !plain.has(node.type)) context.observe("return", rangeOf(node), "return", result);
  context.value(result);
}

/** What can hold no tensor. */
const plain: ReadonlySet<Node["type"]> = new Set<Node["type"]>([
  "ClassExpression",
  "StringLiteral",
  "NumericLiteral",
  "BigIntLiteral",
  "BooleanLiteral",
  "NullLiteral",
  "RegExpLiteral",
  "TemplateLiteral",
]);

export function wrapClass(
  node: ClassDeclaration | ClassExpression,
  context: Context,
  target: Target | null,
): void {
  const { sites, text } = context.source;
  if (node.type === "ClassDeclaration" && node.declare) return;
  refuseDecorators(node, context);
  if (node.superClass) context.place(node.superClass);
  sites.within(node.id?.name ?? target?.name ?? null, () => {
    for (const member of node.body.body) {
      refuseDecorators(member, context);
      switch (member.type) {
        case "ClassMethod":
        case "ClassPrivateMethod": {
          if (member.type === "ClassMethod" && member.computed) context.value(member.key);
          const accessor = member.kind === "get" || member.kind === "set" ? `${member.kind} ` : "";
          wrapFunction(member, context, accessor + shortText(member.key, text));
          break;
        }
        case "ClassProperty":
        case "ClassPrivateProperty": {
          if (isTypeMember(member)) break;
          const computed = member.type === "ClassProperty" && member.computed;
          if (computed) context.value(member.key);
          const { value } = member;
          if (!value) break;
          const name = shortText(member.key, text);
          // A function names itself.
          sites.within(isNamedByBinding(value) ? null : name, () => {
            if (computed) context.value(value);
            else bind(value, { ...rangeOf(member.key), name: unquoted(member.key, name) }, context);
          });
          break;
        }
        case "ClassAccessorProperty":
          context.refuse(
            rangeOf(member),
            "'accessor' fields do not run here. Write a field, or a getter and a setter.",
          );
          break;
        case "StaticBlock":
          sites.within("static", () => context.inside(false, () => context.parts(member, "part")));
          break;
      }
    }
  });
}

const unquoted = (key: Node, name: string): string => (key.type === "StringLiteral" ? key.value : name);

function refuseDecorators(node: Node, context: Context): void {
  const [first] = ("decorators" in node && node.decorators) || [];
  if (first) context.refuse(rangeOf(first), "Decorators do not run here: no JavaScript engine has them yet.");
}
