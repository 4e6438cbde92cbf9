import { describe, expect, it } from "vitest";
import { readInputTags } from "../../../extension/compile/inputTags.ts";
import { compiled, compileText, run, textOf } from "./harness.ts";

const engine = { nn: { Module: class {} } };

/** The models that a source offers, as `name(input shape, …)` with the text of their sites. */
async function offered(source: string, files = {}) {
  const program = await compiled(source, files);
  const { notes } = await run(program, {}, engine);
  return notes
    .filter(({ method }) => method === "model")
    .map(({ site, value }) => {
      const { name, type, inputs } = value as {
        name: string;
        type: unknown;
        inputs: { name: string; shape: number[] }[];
      };
      expect(typeof type).toBe("function");
      const at = program.sites[site];
      expect(at && textOf(at, source)).toBe(name);
      return `${name}(${inputs.map((input) => `${input.name} [${input.shape}]`).join(", ")})`;
    });
}

describe("a class with example inputs", () => {
  it.each([
    [`/** @input x [1, 3] */ forward(x: Tensor) { return x; }`, "Net(x [1,3])"],
    [
      `/**\n * Runs.\n *\n * @input x [B=2, 3]\n * @input mask [B] bool\n * @returns y\n */\n  forward(x: Tensor) { return x; }`,
      "Net(x [2,3], mask [2])",
    ],
    [`/** @input x [1] */\n  // and more\n  async forward(x: Tensor) { return x; }`, "Net(x [1])"],
    [`/** @input x [1] */ forward(x: Tensor): Tensor;\n forward(x: any) { return x; }`, "Net(x [1])"],
    [`/** @input x [1] */ forward = (x: Tensor) => x;`, "Net(x [1])"],
  ])("has them at forward: %s", async (forward, expected) => {
    const source = `import { nn, type Tensor } from "tensorglass";\nclass Net extends nn.Module {\n  ${forward}\n}`;
    expect(await offered(source)).toEqual([expected]);
  });

  it.each([
    "class Net {}",
    "export class Net {}",
    "export default class Net {}",
    "abstract class Net {}",
    "const Net = class {};",
    "export const Net = class Inner {}\n",
  ])("has them at the class: %s", async (declaration) => {
    expect(await offered(`/** @input x [1, 2] */\n${declaration}\n;[].at(0)`)).toEqual(["Net(x [1,2])"]);
  });

  it("is offered after its declaration, in order, in the entry only", async () => {
    const net = (name: string) => `/** @input x [1] */ export class ${name} {}`;
    expect(
      await offered(`import { C } from "./c"; ${net("A")} ${net("B")} C;`, { "./c.ts": net("C") }),
    ).toEqual(["A(x [1])", "B(x [1])"]);
  });

  it("is not one that has a comment of another kind, or a comment elsewhere", async () => {
    const source = `
      // @input x [1]
      class A {}
      /* @input x [1] */
      class B {}
      /** @input x [1] */
      const c = 1;
      class C { /** @input x [1] */ other() {} }
      { /** @input x [1] */ class D {} }`;
    expect(await offered(source)).toEqual([]);
  });

  it("takes the tags of forward before those of the class", async () => {
    const source = "/** @input a [1] */ class Net { /** @input b [2] */ forward(b: unknown) {} }";
    expect(await offered(source)).toEqual(["Net(b [2])"]);
  });

  it("needs a name", async () => {
    const { errors } = await compileText("/** @input x [1] */ export default class {}");
    expect(errors).toMatchObject([
      { message: "A class with an @input tag needs a name.", start: 35, end: 40 },
    ]);
  });

  it("with a malformed tag is an error at the tag", async () => {
    const source = "/**\n * @input x [1, H] float32\n */\nclass Net {}";
    const { errors, program } = await compileText(source);
    expect(program).toBeNull();
    expect(errors.map(({ start, end }) => source.slice(start, end))).toEqual(["@input x [1, H] float32"]);
  });
});

describe("an @input tag", () => {
  it.each([
    ["@input x [1, 3]", { name: "x", shape: [1, 3], sizeNames: [null, null], dtype: "float32" }],
    ["@input x[1,3]int64", { name: "x", shape: [1, 3], sizeNames: [null, null], dtype: "int64" }],
    [
      "@input x [ B = 1 , 3, H=720 ] float64",
      { name: "x", shape: [1, 3, 720], sizeNames: ["B", null, "H"], dtype: "float64" },
    ],
    ["@input scalar []", { name: "scalar", shape: [], sizeNames: [], dtype: "float32" }],
    ["@input x [2] bool - where to look", { name: "x", shape: [2], sizeNames: [null], dtype: "bool" }],
    ["@input x [2] — where to look */", { name: "x", shape: [2], sizeNames: [null], dtype: "float32" }],
  ])("is read: %s", (tag, input) => {
    expect(readInputTags(`/** ${tag}`, 0)).toEqual({ inputs: [input], errors: [] });
  });

  it.each([
    ["@input", "An @input tag has a name and a shape: @input x [B=1, 3, H=224, W=224] float32."],
    ["@input x", "An @input tag has a name and a shape: @input x [B=1, 3, H=224, W=224] float32."],
    ["@input [1, 2]", "An @input tag has a name and a shape: @input x [B=1, 3, H=224, W=224] float32."],
    ["@input x [1, 2", "An @input tag has a name and a shape: @input x [B=1, 3, H=224, W=224] float32."],
    [
      "@input x [1, -1]",
      "'-1' is no size. A size is a number, with a name or without: @input x [B=1, 3, H=224, W=224] float32.",
    ],
    [
      "@input x [1,, 2]",
      "'' is no size. A size is a number, with a name or without: @input x [B=1, 3, H=224, W=224] float32.",
    ],
    ["@input x [B, 2]", "The size 'B' needs a number for the example run: 'B=8'."],
    ["@input x [B=1, B=2]", "The size 'B' is both 1 and 2."],
    [
      "@input x [1] float",
      "'float' is no dtype of an input. There are float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, bool.",
    ],
    [
      "@input x [1] the image",
      "'the image' is no dtype of an input. There are float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, bool.",
    ],
  ])("is refused: %s", (tag, message) => {
    const { inputs, errors } = readInputTags(`/** ${tag} */`, 100);
    expect(inputs).toEqual([]);
    expect(errors).toEqual([{ message, start: 104, end: 104 + tag.length, about: "input" }]);
  });

  it("may use the named size of an earlier one", () => {
    const { inputs } = readInputTags("/**\n * @input x [B=4, 3]\n * @input y [B] int64\n */", 0);
    expect(inputs.map(({ shape, sizeNames }) => [shape, sizeNames])).toEqual([
      [
        [4, 3],
        ["B", null],
      ],
      [[4], ["B"]],
    ]);
  });

  it("comes once for each input", () => {
    const { errors } = readInputTags("/** @input x [1]\n * @input x [2] */", 0);
    expect(errors).toEqual([
      { message: "There are two inputs called 'x'.", start: 20, end: 32, about: "input" },
    ]);
  });

  it("is not every word that looks like it", () => {
    expect(readInputTags("/** {@input x [1]} me@input x @inputs x [1] */", 0)).toEqual({
      inputs: [],
      errors: [],
    });
  });
});
