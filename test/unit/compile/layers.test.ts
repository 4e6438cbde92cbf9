import { describe, expect, it } from "vitest";
import { blankOut } from "../../../extension/compile/blankOut.ts";
import { scanLayers } from "../../../extension/compile/layers.ts";
import { compileText } from "./harness.ts";

const head = 'import { torch, nn, type Tensor } from "tensorglass";\n';

/** `owner.field = class(args)` for each layer, with its declaration as written. */
const lines = (text: string): string[] =>
  scanLayers(text).map(
    (layer) =>
      `${layer.owner ?? ""}.${layer.field ?? "-"} = ${layer.className}(${layer.args}) « ${text.slice(layer.start, layer.end)} »`,
  );

describe("declared layers", () => {
  it("are fields, variables, properties and arguments", () => {
    const text = `${head}
class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  private readonly fc: nn.Linear = new nn.Linear(238, 120, { bias: false });
  seq = new nn.Sequential(
    new nn.ReLU(),
    new torch.nn.Linear(1, 2),
  );
  later!: nn.Module;
  #own = new nn.Tanh;
  constructor() {
    super();
    this.later = new nn.Dropout(0.5);
    const local = new nn.Embedding<Tensor>(10, 2);
  }
}
export const net = new Net();
`;
    expect(lines(text)).toEqual([
      "Net.conv1 = nn.Conv2d(3, 16, 3) « conv1 = new nn.Conv2d(3, 16, 3) »",
      "Net.fc = nn.Linear(238, 120, { bias: false }) « fc: nn.Linear = new nn.Linear(238, 120, { bias: false }) »",
      "Net.seq = nn.Sequential(new nn.ReLU(),\n    new torch.nn.Linear(1, 2),) « seq = new nn.Sequential(\n    new nn.ReLU(),\n    new torch.nn.Linear(1, 2),\n  ) »",
      "Net.- = nn.ReLU() « new nn.ReLU() »",
      "Net.- = torch.nn.Linear(1, 2) « new torch.nn.Linear(1, 2) »",
      "Net.#own = nn.Tanh() « #own = new nn.Tanh »",
      "Net.later = nn.Dropout(0.5) « this.later = new nn.Dropout(0.5) »",
      "Net.local = nn.Embedding(10, 2) « const local = new nn.Embedding<Tensor>(10, 2) »",
      ".net = Net() « const net = new Net() »",
    ]);
  });

  it("are those of the file's own modules and of files beside it, and nothing else", () => {
    const text = `${head}
import { Block, type Config, helper } from "./block";
import { Other } from "lodash";
import * as tg from "tensorglass";
class Inner extends nn.Module {}
class Outer<T> extends Inner {
  a = new Inner(); b = new Block(1); c = new Other(); d = new Map(); e = new Config(); f = new helper();
  g = new tg.nn.ReLU(); w = new nn.Parameter(torch.zeros(1)); h = new Outer<number>();
}
class Plain { x = new Plain(); }`;
    expect(lines(text).map((line) => line.split(" ")[0])).toEqual([
      "Outer.a",
      "Outer.b",
      "Outer.g",
      "Outer.h",
    ]);
  });

  it("follow the names given at import", () => {
    expect(
      lines("import { nn as layers } from 'tensorglass'; const a = new layers.ReLU(), b = new nn.ReLU();"),
    ).toEqual([".a = layers.ReLU() « const a = new layers.ReLU() »"]);
  });

  it("are not in comments, strings, templates or regular expressions", () => {
    const text = `${head}// a = new nn.ReLU()
/* b = new nn.ReLU() */ const s = "c = new nn.ReLU()" + 'd = new nn.ReLU()' + \`e = new nn.ReLU() \${(f = new nn.ReLU(), "}")}\`;
const r = /g = new nn.ReLU("[/"]/.test(s), h = 1 / 2, i = new nn.ReLU(/* ) */ ")"); // "`;
    expect(scanLayers(text).map((layer) => layer.field)).toEqual(["f", "i"]);
    expect(scanLayers(text).at(-1)?.args).toBe('/* ) */ ")"');
  });

  it.each([
    ["class Net { a = new nn.Linear(1, 2); forward(x { ", ["a"]],
    ["class Net { a = new nn.Linear(1, \n  b = new nn.ReLU();\n", ["a", "b"]],
    ['const s = "open\nconst a = new nn.ReLU();', ["a"]],
    ["const a = new nn.", []],
    ["const a = new nn.ReLU", ["a"]],
    [")}]; const a = new nn.ReLU();", ["a"]],
    ["const t = `open ${ const a = new nn.ReLU();", ["a"]],
  ])("are found in pieces: %s", (text, fields) => {
    expect(scanLayers(head + text).map((layer) => layer.field)).toEqual(fields);
  });

  it("come with every result, broken file or not", async () => {
    const whole = await compileText(`${head}const a = new nn.ReLU();`);
    expect(whole).toMatchObject({ isModelFile: true, layers: [{ field: "a", className: "nn.ReLU" }] });
    const broken = await compileText(`${head}const a = new nn.ReLU(); const = 1;`);
    expect(broken).toMatchObject({ program: null, isModelFile: true, layers: [{ field: "a" }] });
    expect(await compileText("const a = 1;")).toMatchObject({ isModelFile: false, layers: [] });
  });
});

describe("blankOut", () => {
  it.each([
    ["a /* b\n c */ d // e\nf", "a     \n      d     \nf"],
    [`"a'b" + 'c"d'`, `"   " + '   '`],
    [`\`a\${b + \`c\${d}e\`}f\``, `\` \${b + \` \${d} \`} \``],
    [`\`a\${{ b: {} }}c\``, `\` \${{ b: {} }} \``],
    ["x = a / b / c; y = /a\\/[/]b/g", "x = a / b / c; y = /       /g"],
    ["return /a/; f(/b/)", "return / /; f(/ /)"],
    [`\`a\\\`b\\\${c}\``, "`         `"],
    [`"open\nnext`, `"    \nnext`],
  ])("%s", (text, expected) => {
    expect(blankOut(text)).toBe(expected);
    expect(expected).toHaveLength(text.length);
  });
});
