/** How an expression is called in messages and keys: its text, short and on one line. */
import type { Node } from "@babel/types";
import { bare, endOf, startOf } from "./syntax.ts";

/** `this.conv1`, `nn.Conv2d`, `x.view(...).relu`; what has no name is `(...)`. */
export function shortText(expression: Node, text: string): string {
  const node = bare(expression);
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "PrivateName":
      return `#${node.id.name}`;
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const object = shortText(node.object, text);
      const mark = node.type === "OptionalMemberExpression" && node.optional ? "?." : "";
      if (node.computed) return `${object}${mark}[${shortText(node.property, text)}]`;
      return `${object}${mark || "."}${shortText(node.property, text)}`;
    }
    case "CallExpression":
    case "OptionalCallExpression":
      return `${shortText(node.callee, text)}${node.type === "OptionalCallExpression" && node.optional ? "?." : ""}(...)`;
    case "NewExpression":
      return `new ${shortText(node.callee, text)}(...)`;
    case "AwaitExpression":
      return `await ${shortText(node.argument, text)}`;
    case "StringLiteral":
    case "NumericLiteral":
    case "BigIntLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
      return text.slice(startOf(node), endOf(node));
    case "UnaryExpression":
      return node.operator === "-" ? `-${shortText(node.argument, text)}` : "(...)";
    default:
      return "(...)";
  }
}
