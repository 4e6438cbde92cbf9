/**
 * Which of a file's identifiers mean an imported or a global name: those that no declaration between them and the
 * top of the file hides. Only names of interest are followed, so that the walk stays cheap.
 */
import type { Identifier, Node, Program } from "@babel/types";
import { forEachPart, namesIn, type Role } from "./syntax.ts";

export interface Names {
  /** The references to names of interest that are neither local nor declared by the file itself. */
  readonly free: ReadonlySet<Node>;
  /** What the file declares at its top, types and imports left out. */
  readonly declared: ReadonlySet<string>;
}

class Scope {
  readonly names = new Set<string>();
  readonly parent: Scope | null;
  /** The scope of the function around, where `var` goes. */
  readonly ofFunction: Scope;

  constructor(parent: Scope | null, isFunction: boolean) {
    this.parent = parent;
    this.ofFunction = isFunction || !parent ? this : parent.ofFunction;
  }

  declares(name: string): boolean {
    return this.names.has(name) || (this.parent?.declares(name) ?? false);
  }
}

export function resolveNames(program: Program, interest: ReadonlySet<string>): Names {
  const top = new Scope(null, true);
  const references: [Identifier, Scope][] = [];

  const declare = (pattern: Node, scope: Scope): void => {
    for (const { name } of namesIn(pattern)) scope.names.add(name);
  };

  const visit = (node: Node, scope: Scope, role: Role): void => {
    if (node.type === "Identifier") {
      if (role !== "binding" && interest.has(node.name)) references.push([node, scope]);
      return;
    }
    const inner = scopeWithin(node, scope);
    forEachPart(node, role, (part, partRole) => visit(part, inner, partRole));
  };

  /** Declares what `node` declares, and gives the scope of its parts. */
  const scopeWithin = (node: Node, scope: Scope): Scope => {
    switch (node.type) {
      case "VariableDeclaration":
        for (const { id } of node.declarations) declare(id, node.kind === "var" ? scope.ofFunction : scope);
        return scope;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
      case "ObjectMethod":
      case "ClassMethod":
      case "ClassPrivateMethod": {
        const own = new Scope(scope, true);
        // The name of a function expression is known only inside of it.
        if ("id" in node && node.id)
          (node.type === "FunctionDeclaration" ? scope : own).names.add(node.id.name);
        for (const parameter of node.params) declare(parameter, own);
        return own;
      }
      case "ClassDeclaration":
      case "ClassExpression": {
        const own = new Scope(scope, false);
        if (node.id) (node.type === "ClassDeclaration" ? scope : own).names.add(node.id.name);
        return own;
      }
      case "CatchClause": {
        const own = new Scope(scope, false);
        if (node.param) declare(node.param, own);
        return own;
      }
      case "TSEnumDeclaration": {
        scope.names.add(node.id.name);
        // In an enum its members go by their bare names.
        const own = new Scope(scope, true);
        for (const { id } of node.members) own.names.add(id.type === "Identifier" ? id.name : id.value);
        return own;
      }
      case "StaticBlock":
        return new Scope(scope, true);
      case "BlockStatement":
      case "SwitchStatement":
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        return new Scope(scope, false);
      default:
        return scope;
    }
  };

  visit(program, top, "part");
  const free = new Set<Node>();
  // Only now: a name may be declared below its use.
  for (const [reference, scope] of references) if (!scope.declares(reference.name)) free.add(reference);
  return { free, declared: top.names };
}
