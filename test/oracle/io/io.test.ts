/** Files that safetensors and numpy wrote are read as they are, and ours are the same to the byte. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { setFileProvider } from "../../../engine/host/files.ts";
import { nn, npy, safetensors, type Tensor, torch } from "../../../engine/index.ts";

interface Expected {
  readonly allDtypes: {
    readonly file: string;
    readonly tensors: Readonly<
      Record<string, { readonly shape: number[]; readonly values: (number | string)[] }>
    >;
  };
  readonly shapes: string;
  readonly npy: Readonly<
    Record<
      string,
      { readonly file: string; readonly shape: number[]; readonly values: number[]; fortran: boolean }
    >
  >;
  readonly versions: Readonly<Record<string, string>>;
  readonly npz: string;
  readonly npzCompressed: string;
  readonly refused: Readonly<Record<string, string>>;
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as Expected;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const values = async (t: Tensor) => Array.from(await t.data());

describe("safetensors", () => {
  test("of every dtype are read; what there is no dtype for becomes the next wider one", async () => {
    const tensors = safetensors.load(bytesOf(expected.allDtypes.file));
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(expected.allDtypes.tensors).sort());
    for (const [name, { shape, values: wanted }] of Object.entries(expected.allDtypes.tensors)) {
      const t = tensors[name] as Tensor;
      expect([...t.shape], name).toEqual(shape);
      expect(await values(t), name).toEqual(
        wanted.map((v) => (v === "inf" ? Number.POSITIVE_INFINITY : Number(v))),
      );
      const wider: Readonly<Record<string, string>> = { uint16: "int32", uint32: "int64" };
      expect(String(t.dtype)).toBe(`torch.${wider[name] ?? name}`);
    }
  });

  test("of a model are written to the byte as safetensors.torch does", async () => {
    const file = bytesOf(expected.shapes);
    expect(safetensors.safeOpen(file).metadata()).toEqual({ format: "pt" });
    const ours = await safetensors.save(safetensors.load(file), { format: "pt" });
    expect(base64Of(ours)).toBe(expected.shapes);
  });

  test("of every dtype are written so that they read the same", async () => {
    const tensors = safetensors.load(bytesOf(expected.allDtypes.file));
    const again = safetensors.load(await safetensors.save(tensors));
    for (const [name, t] of Object.entries(tensors)) {
      expect(again[name]?.dtype).toBe(t.dtype);
      expect(await values(again[name] as Tensor)).toEqual(await values(t));
    }
  });

  test("hold a model's state, PyTorch's as well as ours", async () => {
    const model = (seed: number) => {
      torch.manualSeed(seed);
      return new nn.Sequential(new nn.Linear(3, 2), new nn.BatchNorm1d(2));
    };
    const names = Object.keys(model(0).stateDict());
    const file = Object.entries(safetensors.load(bytesOf(expected.shapes)));
    const theirs = Object.fromEntries(file.filter(([name]) => names.includes(name)));
    const [trained, loaded, again] = [model(0), model(1), model(2)];
    expect(String(loaded.loadStateDict(theirs))).toBe("<All keys matched successfully>");
    again.loadStateDict(safetensors.load(await safetensors.save(loaded.stateDict())));
    const x = torch.randn(4, 3);
    expect(await again.eval()(x).tolist()).toEqual(await loaded.eval()(x).tolist());
    for (const [name, t] of Object.entries(trained.stateDict())) {
      const found = await values(theirs[name] as Tensor);
      for (const [i, v] of (await values(t)).entries()) expect(v).toBeCloseTo(found[i] as number, 6);
    }
  });
});

describe("npy", () => {
  test.each(Object.entries(expected.npy))("%s", async (name, { file, shape, values: wanted, fortran }) => {
    const t = npy.load(bytesOf(file));
    expect([...t.shape]).toEqual(shape);
    expect(await values(t.contiguous())).toEqual(wanted);
    expect(t.isContiguous()).toBe(!fortran);
    const isOurs = !fortran && !name.startsWith(">") && codes(t).includes(name.slice(1));
    if (isOurs || ["scalar", "vector", "empty", "deep"].includes(name))
      expect(base64Of(await npy.save(t))).toBe(file);
  });

  /** The codes that a dtype is written as. */
  function codes(t: Tensor): string[] {
    const names: Readonly<Record<string, string>> = {
      "torch.float64": "f8",
      "torch.float32": "f4",
      "torch.float16": "f2",
      "torch.int64": "i8",
      "torch.int32": "i4",
      "torch.int16": "i2",
      "torch.int8": "i1",
      "torch.uint8": "u1",
      "torch.bool": "b1",
    };
    return [names[String(t.dtype)] ?? ""];
  }

  test.each(Object.entries(expected.versions))("of version %s", async (_, file) => {
    expect(await npy.load(bytesOf(file)).tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  test.each([
    ["stored", expected.npz],
    ["compressed", expected.npzCompressed],
  ])("npz, %s", async (_, file) => {
    const { a, b, ...rest } = npy.loadz(bytesOf(file));
    expect(rest).toEqual({});
    expect(await a?.tolist()).toEqual([0, 1, 2]);
    expect(await b?.tolist()).toEqual([
      [Math.fround(1 / 3), Math.fround(1 / 3)],
      [Math.fround(1 / 3), Math.fround(1 / 3)],
    ]);
    expect(() => npy.load(bytesOf(file))).toThrow("it is an archive of several arrays (.npz)");
  });

  test.each([
    ["objects", "object arrays cannot be loaded: they are pickles"],
    ["records", "descr is no plain dtype: arrays of records are not read"],
    ["complex", "the dtype '<c8' is not supported"],
    ["text", "the dtype '<U2' is not supported"],
  ])("of %s are refused", (name, message) => {
    expect(() => npy.load(bytesOf(expected.refused[name] as string))).toThrow(
      `Cannot load the bytes given: ${message}`,
    );
  });
});

describe("a file of the workspace", () => {
  afterEach(() => setFileProvider(null));

  test("is named when it cannot be read", () => {
    setFileProvider(() => ({ bytes: bytesOf(expected.shapes).subarray(0, 100) }));
    expect(() => safetensors.loadFile("weights/net.safetensors")).toThrow(
      "Error while deserializing weights/net.safetensors: invalid header length",
    );
    expect(() => npy.load("data/x.npy")).toThrow(
      "Cannot load data/x.npy: the magic string is not correct: this is no .npy file",
    );
  });

  test("gives its tensors", async () => {
    setFileProvider(() => ({ bytes: bytesOf(expected.shapes) }));
    const { scalar } = safetensors.loadFile("net.safetensors");
    expect(await scalar?.item()).toBe(1.5);
    expect(safetensors.safeOpen("net.safetensors").getTensor("nothing").shape).toEqual([0, 3]);
  });
});
