/**
 * A file that only declares its model has nothing to run; doc tags on `forward`, or on the class, say what to call it
 * with: `@input x [B=1, 3, H=720, W=480] float32`.
 */
import type { Class, Comment, Node, Program } from "@babel/types";
import type { Context } from "./context.ts";
import { readInputTags } from "./inputTags.ts";
import { endOf, nameRange, startOf } from "./syntax.ts";

/** Hands the tagged classes at the top of the file to the recorder, each right after its declaration. */
export function offerModels(program: Program, comments: readonly Comment[], context: Context): void {
  const { edits, sites, text, complaints } = context.source;
  for (const statement of program.body) {
    const model = classOf(statement);
    if (!model) continue;
    const forward = model.body.body.filter((member) => "key" in member && isNamed(member.key, "forward"));
    const docs = [...forward, statement].map((node) => docBefore(node, comments, text));
    for (const doc of docs) {
      if (!doc) continue;
      const { inputs, errors } = readInputTags(text.slice(startOf(doc), endOf(doc)), startOf(doc));
      complaints.push(...errors);
      if (inputs.length === 0) continue;
      const id = variableOf(statement) ?? model.id;
      if (!id) {
        context.refuse(
          { start: startOf(model), end: startOf(model) + "class".length },
          "A class with an @input tag needs a name.",
        );
        break;
      }
      const site = sites.add("variable", nameRange(id), id.name);
      const call = `${context.open("model", site)}${JSON.stringify(id.name)},${id.name},${JSON.stringify(inputs)})`;
      edits.after(endOf(statement), `;${call};`);
      break;
    }
  }
}

/** `class Net …`, `export class Net …`, `const Net = class …`. */
function classOf(statement: Node): Class | null {
  switch (statement.type) {
    case "ClassDeclaration":
    case "ClassExpression":
      return statement;
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration ? classOf(statement.declaration) : null;
    case "VariableDeclaration": {
      const [only, more] = statement.declarations;
      return only?.init && !more ? classOf(only.init) : null;
    }
    default:
      return null;
  }
}

function variableOf(statement: Node) {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const id = declaration?.type === "VariableDeclaration" ? declaration.declarations[0]?.id : null;
  return id?.type === "Identifier" ? id : null;
}

const isNamed = (key: Node, name: string): boolean => key.type === "Identifier" && key.name === name;

/** The doc comment right above a node. */
function docBefore(node: Node, comments: readonly Comment[], text: string): Comment | null {
  let position = startOf(node);
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index];
    if (!comment || endOf(comment) > position) continue;
    if (text.slice(endOf(comment), position).trim() !== "") return null;
    if (comment.type === "CommentBlock" && comment.value.startsWith("*")) return comment;
    position = startOf(comment);
  }
  return null;
}
