import { describe, expect, it } from "vitest";
import type { Site } from "../../../engine/trace/program.ts";
import { compiled, textOf } from "./harness.ts";

const model = `import { torch, nn, type Tensor } from "tensorglass";

class Block extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  body = new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 4));
  down: nn.Module | null;

  constructor(readonly stride: number) {
    super();
    this.down = stride > 1 ? new nn.Conv2d(3, 16, 1) : null;
  }

  forward(x: Tensor) {
    const y = torch.relu(this.conv1(x));
    const z = torch.relu(this.body(y));
    return [1, 2].map((i) => z.mul(i).add(this.conv1(x)));
  }

  get size() {
    return this.conv1.weight;
  }
}

const net = new Block(2);
export const make = (n: number) => new Block(n);
function train(model: Block) {
  for (const x of [1]) model(x);
}
train(net);
`;

const keys = async (source: string, kinds: Site["kind"][] = ["call", "new"]) =>
  (await compiled(source)).sites.filter(({ kind }) => kinds.includes(kind)).map(({ key }) => key);

describe("site keys", () => {
  it("are made of the declarations around, the name, and a number among equals", async () => {
    expect(await keys(model)).toEqual([
      "Block.conv1/new nn.Conv2d()#0",
      "Block.body/new nn.Sequential()#0",
      "Block.body/new nn.Linear()#0",
      "Block.body/new nn.ReLU()#0",
      "Block.body/new nn.Linear()#1",
      "Block.constructor/new nn.Conv2d()#0",
      "Block.forward/torch.relu()#0",
      "Block.forward/this.conv1()#0",
      "Block.forward/torch.relu()#1",
      "Block.forward/this.body()#0",
      "Block.forward/(...).map()#0",
      "Block.forward/z.mul(...).add()#0",
      "Block.forward/z.mul()#0",
      "Block.forward/this.conv1()#1",
      "new Block()#0",
      "make/new Block()#0",
      "train/model()#0",
      "train()#0",
    ]);
    expect(await keys(model, ["variable", "parameter", "return"])).toEqual([
      "Block.conv1/conv1=#0",
      "Block.body/body=#0",
      "Block.constructor/(stride)#0",
      "Block.constructor/this.down=#0",
      "Block.forward/(x)#0",
      "Block.forward/y=#0",
      "Block.forward/z=#0",
      "Block.forward/return#0",
      "Block.forward/(i)#0",
      "Block.forward/return#1",
      "Block.get size/return#0",
      "net=#0",
      "make/(n)#0",
      "make/return#0",
      "train/(model)#0",
      "train/x=#0",
    ]);
  });

  it("are each there once", async () => {
    const all = (await compiled(model)).sites.map(({ key }) => key);
    expect(new Set(all).size).toBe(all.length);
  });

  it("stay when a line, a layer, a class or an import is added elsewhere", async () => {
    const before = new Set((await compiled(model)).sites.map(({ key }) => key));
    const edits: [string, string][] = [
      ["class Block", "// a comment\n\nclass Block"],
      ["  conv1 =", "  conv0 = new nn.Conv2d(3, 3, 1);\n  conv1 ="],
      ["class Block", "class Other extends nn.Module {\n  conv1 = new nn.Conv2d(1, 1, 1);\n}\nclass Block"],
      ["class Block", 'import { a } from "tensorglass";\na(1);\nclass Block'],
      ["    const y", "    const w = torch.tanh(x.exp());\n    const y"],
      ["const net", "const other = new Other();\nclass Other {}\nconst net"],
    ];
    for (const [at, to] of edits) {
      const source = model.replace(at, to);
      const after = new Set((await compiled(source)).sites.map(({ key }) => key));
      expect([...before].filter((key) => !after.has(key))).toEqual([]);
    }
  });

  it("stay with their expressions when a layer is put between", async () => {
    const at = async (source: string, key: string) => {
      const site = (await compiled(source)).sites.find((site) => site.key === key);
      return site && textOf(site, source);
    };
    const edited = model.replace("  conv1 =", "  conv0 = new nn.Conv2d(9, 9, 9);\n  conv1 =");
    const key = "Block.conv1/new nn.Conv2d()#0";
    expect(await at(edited, key)).toBe(await at(model, key));
  });
});

describe("a site", () => {
  it("has the exact range of its expression, in UTF-16 units", async () => {
    const source = 'const 名 = "😀"; f(/* 😀 */ 名).g();';
    const { sites } = await compiled(source);
    expect(sites.map((site) => textOf(site, source))).toEqual([
      "名",
      "f(/* 😀 */ 名).g()",
      "f(/* 😀 */ 名)",
      "名",
    ]);
  });

  it("of `new` says what it declares", async () => {
    const source = `${model}
class More {
  static shared = new Map<string, number>();
  #own = (new Set());
  list = [new Set()];
  m(make: any) {
    this.field.deep = new Map();
    this.#own = make ?? new Set();
    let local: unknown = new Map() as unknown;
    local = new Set();
    const net = new Block(1).to("cpu").eval(), other = new Block(1).stride;
    return { key: new Map() };
  }
}`;
    const { sites } = await compiled(source);
    const declared = sites
      .filter(({ kind }) => kind === "new")
      .map(
        (site) =>
          `${textOf(site, source)} → ${site.declares ? source.slice(site.declares.start, site.declares.end) : "-"}`,
      );
    expect(declared).toEqual([
      "new nn.Conv2d(3, 16, 3) → conv1",
      "new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 4)) → body",
      "new nn.Linear(4, 8) → -",
      "new nn.ReLU() → -",
      "new nn.Linear(8, 4) → -",
      "new nn.Conv2d(3, 16, 1) → down",
      "new Block(2) → net",
      "new Block(n) → -",
      "new Map<string, number>() → shared",
      "new Set() → #own",
      "new Set() → -",
      "new Map() → deep",
      "new Set() → #own",
      "new Map() → local",
      "new Set() → local",
      "new Block(1) → net",
      "new Block(1) → -",
      "new Map() → -",
    ]);
    for (const { declares } of sites)
      if (declares) expect(declares.name).toBe(source.slice(declares.start, declares.end));
  });

  it("is named by its callee, on one line", async () => {
    const { sites } = await compiled(
      "x\n  .view(1)\n  .relu(); this.conv1(x); new nn.Conv2d(1); a?.b?.(1); o[k](1); f()();",
    );
    const names = sites.filter(({ kind }) => kind === "call" || kind === "new").map(({ name }) => name);
    expect(names).toEqual([
      "x.view(...).relu",
      "x.view",
      "this.conv1",
      "nn.Conv2d",
      "a?.b",
      "o[k]",
      "f(...)",
      "f",
    ]);
  });
});
