/**
 * Model files as people write them, carried over from PyTorch: they compile, they run, and what holds a tensor has a
 * site. Which expressions those are is found here on the bare syntax tree, not with the compiler's own tables.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { describe, expect, it } from "vitest";
import { compiled, run } from "./harness.ts";

const folder = join(import.meta.dirname, "styles");
const styles = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);

interface Found {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A node with the keys that some nodes have. */
type AnyNode = Found & {
  readonly callee?: Found;
  readonly init?: Found;
  readonly id?: unknown;
  readonly params?: readonly unknown[];
};

/** Each call, construction, awaited value, result and declared name, by walking all keys of all nodes. */
function holdersOfTensors(source: string): Found[] {
  const found: Found[] = [];
  const add = (type: string, node: Found, end = node.end) => found.push({ type, start: node.start, end });
  const name = (node: Found & { name: string }) => add("name", node, node.start + node.name.length);
  const names = (pattern: unknown): void => {
    if (!isNode(pattern)) return;
    if (pattern.type === "Identifier") name(pattern as Found & { name: string });
    else if (pattern.type === "ObjectProperty" || pattern.type === "AssignmentPattern") {
      names((pattern as { value?: unknown }).value ?? (pattern as { left?: unknown }).left);
    } else for (const part of Object.values(pattern).flat()) if (isPattern(part)) names(part);
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    const node: AnyNode = value;
    if (/^TS(?!As|NonNull|Satisfies|ParameterProperty)/.test(node.type)) return;
    switch (node.type) {
      case "CallExpression":
        if (node.callee?.type !== "Super") add("call", node);
        break;
      case "OptionalCallExpression":
      case "NewExpression":
      case "AwaitExpression":
        add("call", node);
        break;
      case "VariableDeclarator":
        if (node.init && !/Function|Class/.test(node.init.type)) names(node.id);
        break;
      case "FunctionDeclaration":
      case "ArrowFunctionExpression":
      case "ClassMethod":
        node.params?.forEach(names);
        break;
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(parse(source, { sourceType: "module", plugins: ["typescript"] }).program.body);
  return found;
}

const isNode = (value: unknown): value is Found & object =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

const isPattern = (value: unknown): boolean =>
  isNode(value) && /^(?:Identifier|\w+Pattern|RestElement|ObjectProperty)$/.test(value.type);

/** Stands for the engine: whatever is asked of it is a tensor, a layer or a function, and all of them are this. */
function anything(): unknown {
  const target = function Anything() {};
  const self: unknown = new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => 2;
      if (key === Symbol.iterator) return () => [self, self, self][Symbol.iterator]();
      if (key === Symbol.asyncIterator || key === "then") return undefined;
      if (key === "shape") return [2, 3, 4];
      if (key === "length") return 2;
      if (key === "prototype") return target.prototype as unknown;
      return self;
    },
    apply: () => self,
    construct: () => self as object,
    set: () => true,
  });
  return self;
}

/** A module that can be called, and has whatever is asked of it beside its own fields. */
class Module {
  constructor() {
    const self = (...args: unknown[]): unknown =>
      (self as unknown as { forward: (...args: unknown[]) => unknown }).forward(...args);
    Object.setPrototypeOf(self, new.target.prototype);
    // biome-ignore lint/correctness/noConstructorReturn: how a module comes to be callable.
    return new Proxy(self, {
      get: (target, key) =>
        key in target || typeof key === "symbol" ? Reflect.get(target, key) : anything(),
    }) as unknown as Module;
  }
}

const engine = () =>
  new Proxy(
    { nn: new Proxy({ Module }, { get: (nn, key) => (key === "Module" ? nn.Module : anything()) }) },
    { get: (given, key) => (key === "nn" ? given.nn : key === "then" ? undefined : anything()) },
  );

describe("a model file", () => {
  it.each(styles)("%s compiles, runs, and has its sites", async (_file, source) => {
    const program = await compiled(source);
    const ranges = new Set(program.sites.map(({ start, end }) => `${start}-${end}`));
    const missing = holdersOfTensors(source).filter(({ start, end }) => !ranges.has(`${start}-${end}`));
    expect(ranges.size).toBeGreaterThan(100);
    expect(missing.map(({ type, start, end }) => `${type} ${source.slice(start, end)}`)).toEqual([]);
    const { notes } = await run(program, {}, engine());
    expect(notes.length).toBeGreaterThan(10);
  });
});
