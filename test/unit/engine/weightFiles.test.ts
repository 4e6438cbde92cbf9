/** Files from anywhere: what is wrong with them is said in a sentence, and nothing else happens. */
import fc from "fast-check";
import { unzipSync } from "fflate";
import { afterEach, describe, expect, test } from "vitest";
import { setFileProvider } from "../../../engine/host/files.ts";
import { nn, npy, safetensors, type Tensor, torch } from "../../../engine/index.ts";

const encoder = new TextEncoder();

/** A safetensors file with this header and so many bytes of elements. */
function file(header: string, elements = 0, length = encoder.encode(header).length): Uint8Array {
  const text = encoder.encode(header);
  const bytes = new Uint8Array(8 + text.length + elements);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (name: string, dtype: string, shape: readonly number[], from: number, to: number) =>
  `"${name}":{"dtype":"${dtype}","shape":[${shape.join(",")}],"data_offsets":[${from},${to}]}`;

const HOSTILE: Readonly<Record<string, readonly [bytes: Uint8Array, message: string]>> = {
  nothing: [new Uint8Array(0), "header too small: the file has 0 bytes"],
  "no header": [new Uint8Array(8), "invalid start character in header"],
  "a header longer than the file": [
    file("{}", 0, 3),
    "invalid header length: it says 3 bytes, and after it the file has 2",
  ],
  "a huge header": [file("{}", 0, 2 ** 40), "header too large"],
  "a header length of 2^64 - 1": [
    new Uint8Array([...Array<number>(8).fill(255), 0x7b, 0x7d]),
    "header too large",
  ],
  "a list for a header": [file("[]"), "must start with `{`"],
  "text that is no JSON": [file("{a}"), "invalid JSON in header: expected a string at character 1"],
  "text after the JSON": [file("{} {}"), "invalid JSON in header: expected the end at character 3"],
  "text that is no UTF-8": [
    new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d]),
    "invalid UTF-8 in header",
  ],
  "deep nesting": [file(`{"a":${"[".repeat(50_000)}`), "nested too deeply"],
  "a name twice": [
    file(`{${entry("a", "U8", [1], 0, 1)},${entry("a", "U8", [1], 1, 2)}}`, 2),
    'the key "a" comes twice',
  ],
  "a name twice, once escaped": [
    file(`{${entry("a", "U8", [1], 0, 1)},${entry("\\u0061", "U8", [1], 1, 2)}}`, 2),
    'the key "a" comes twice',
  ],
  "no dtype": [file('{"a":{"shape":[],"data_offsets":[0,4]}}', 4), 'tensor "a": `dtype` is missing'],
  "an unknown dtype": [file(`{${entry("a", "F12", [], 0, 4)}}`, 4), 'tensor "a": unknown dtype "F12"'],
  "a dtype that objects inherit": [
    file(`{${entry("a", "toString", [], 0, 4)}}`, 4),
    'unknown dtype "toString"',
  ],
  "a negative size": [file(`{${entry("a", "F32", [-1], 0, 4)}}`, 4), "whole numbers that are not negative"],
  "a fractional size": [
    file(`{${entry("a", "F32", [0.5], 0, 4)}}`, 4),
    "whole numbers that are not negative",
  ],
  "sizes beyond counting": [
    file(`{${entry("a", "U8", [2 ** 52, 2 ** 52], 0, 4)}}`, 4),
    "more elements than can be counted",
  ],
  "sizes that wrap around to zero in 64 bits": [
    file(`{${entry("a", "U8", [2 ** 32, 2 ** 32], 0, 0)}}`),
    "more elements than can be counted",
  ],
  "more elements than bytes": [
    file(`{${entry("a", "F32", [3], 0, 4)}}`, 4),
    "3 elements of F32 take 12 bytes, and `data_offsets` have room for 4",
  ],
  "offsets backwards": [file(`{${entry("a", "U8", [1], 1, 0)}}`, 4), "`data_offsets` must be [begin, end]"],
  "three offsets": [
    file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', 2),
    "`data_offsets` must be [begin, end]",
  ],
  "bytes beyond the end": [file(`{${entry("a", "U8", [8], 0, 8)}}`, 4), "the file has"],
  "overlapping tensors": [
    file(`{${entry("a", "U8", [3], 0, 3)},${entry("b", "U8", [3], 1, 4)}}`, 4),
    'invalid offset for tensor "b": it overlaps the one before',
  ],
  "a gap": [
    file(`{${entry("a", "U8", [1], 0, 1)},${entry("b", "U8", [1], 2, 3)}}`, 3),
    'invalid offset for tensor "b": it leaves a gap after the one before',
  ],
  "a gap at the start": [file(`{${entry("a", "U8", [1], 1, 2)}}`, 2), "leaves a gap"],
  "bytes of no tensor": [file(`{${entry("a", "U8", [1], 0, 1)}}`, 3), "2 bytes belong to no tensor"],
  "metadata that is no text": [file('{"__metadata__":{"a":1}}'), 'must hold strings, and "a" is none'],
  "an integer that no double holds": [
    (() => {
      const bytes = file(`{${entry("n", "I64", [1], 0, 8)}}`, 8);
      return bytes.fill(0x7f, bytes.length - 8);
    })(),
    'tensor "n": element 0 is 9187201950435737471; integers here are exact up to 2^53 only',
  ],
};

test.each(Object.entries(HOSTILE))("safetensors with %s", (_, [bytes, message]) => {
  let error: unknown;
  try {
    safetensors.load(bytes);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(safetensors.SafetensorError);
  expect(String(error)).toContain("Error while deserializing the bytes given: ");
  expect(String(error)).toContain(message);
});

test("a tensor may be called as objects' own properties are", async () => {
  const names = ["__proto__", "constructor", "toString"];
  const tensors = Object.fromEntries(names.map((name, i) => [name, torch.tensor([i])]));
  const read = safetensors.load(await safetensors.save(tensors));
  expect(Object.keys(read).sort()).toEqual([...names].sort());
  // biome-ignore lint/complexity/useLiteralKeys: the name is the point
  expect(await read["constructor"]?.tolist()).toEqual([1]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

/** An `.npy` file with this header. */
function npyFile(header: string, elements = 0): Uint8Array {
  const text = encoder.encode(header);
  return Uint8Array.from([
    ...[0x93, ...encoder.encode("NUMPY"), 1, 0, text.length & 255, text.length >> 8],
    ...text,
    ...new Uint8Array(elements),
  ]);
}

const HOSTILE_NPY: Readonly<Record<string, readonly [bytes: Uint8Array, message: string]>> = {
  nothing: [new Uint8Array(0), "the magic string is not correct"],
  "half a magic string": [Uint8Array.of(0x93, 0x4e), "the magic string is not correct"],
  "another version": [
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 9, 0, 0, 0),
    "unknown format version (9, 0)",
  ],
  "no length": [
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0),
    "the file ends inside of its header",
  ],
  "a huge header": [
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255),
    "the header info length (4294967295) is large",
  ],
  "a short header": [
    npyFile("{}").subarray(0, 11),
    "the header is said to have 2 bytes, and the file ends after 1",
  ],
  "an empty dictionary": [npyFile("{}"), "does not contain the correct keys"],
  "code for a header": [
    npyFile("__import__('os').system('ls')"),
    'cannot parse header at character 0: "__import__',
  ],
  "code for a shape": [
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2**31,)}"),
    "cannot parse header at character",
  ],
  "a key twice": [npyFile("{'descr': '<f4', 'descr': '<f8', }"), "the key 'descr' comes twice"],
  "a foreign key": [npyFile("{'descr': '<f4', 'extra': True, }"), "the header has the wrong key 'extra'"],
  "no key": [npyFile("{True: True}"), "True is no key"],
  "a number for a truth": [npyFile("{'fortran_order': 1}"), "fortran_order is not a valid bool: 1"],
  "more after the dictionary": [
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (), } x", 4),
    "there is more after the dictionary",
  ],
  "a negative size": [npyFile("{'shape': (-1,)}"), "cannot parse header at character"],
  "a truth for a size": [npyFile("{'shape': (True,)}"), "shape is not valid: found True"],
  "too many dimensions": [npyFile(`{'shape': (${"1, ".repeat(65)})}`), "more than 64 dimensions"],
  "more elements than bytes": [
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 20),
    "failed to read all data for array: (2, 3) elements expected, and the file has 5",
  ],
  "sizes beyond counting": [
    npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 8),
    "failed to read all data for array",
  ],
  "a byte order for no dtype": [
    npyFile("{'descr': '<', 'fortran_order': False, 'shape': (), }", 4),
    "the dtype '<' is not supported",
  ],
};

test.each(Object.entries(HOSTILE_NPY))("npy with %s", (_, [bytes, message]) => {
  expect(() => npy.load(bytes)).toThrow(message);
  expect(() => npy.load(bytes)).toThrow("Cannot load the bytes given: ");
});

const shapes = fc.array(fc.nat(4), { maxLength: 4 });
const dtypes = fc.constantFrom(
  torch.float32,
  torch.float64,
  torch.float16,
  torch.int64,
  torch.int32,
  torch.int16,
  torch.int8,
  torch.uint8,
  torch.bool,
);
const tensors = fc
  .tuple(shapes, dtypes, fc.nat(1000), fc.boolean())
  .map(([shape, dtype, seed, transposed]) => {
    torch.manualSeed(seed);
    const t = torch.randn(shape).mul(50).to(dtype);
    return transposed && shape.length > 1 ? t.transpose(0, -1) : t;
  });
const named = fc.dictionary(
  fc.string({ maxLength: 6 }).filter((s) => s !== "__metadata__"),
  tensors,
  {
    maxKeys: 5,
  },
);

test("writing weights leaves the grad mode on", async () => {
  await safetensors.save(new nn.Linear(2, 2).stateDict());
  expect(torch.isGradEnabled()).toBe(true);
});

describe("what was written is read the same", () => {
  test("safetensors", () =>
    fc.assert(
      fc.asyncProperty(named, async (given) => {
        const contiguous = Object.entries(given).map(([name, t]) => [name, t.contiguous()] as const);
        const read = safetensors.load(await safetensors.save(Object.fromEntries(contiguous)));
        expect(Object.keys(read).sort()).toEqual(Object.keys(given).sort());
        for (const [name, t] of Object.entries(given)) {
          expect([read[name]?.dtype, [...(read[name]?.shape ?? [])]]).toEqual([t.dtype, [...t.shape]]);
          expect(await read[name]?.tolist()).toEqual(await t.tolist());
        }
      }),
      { numRuns: 60 },
    ));

  test("npy and npz", () =>
    fc.assert(
      fc.asyncProperty(tensors, async (t) => {
        const read = npy.load(await npy.save(t));
        expect([read.dtype, [...read.shape]]).toEqual([t.dtype, [...t.shape]]);
        expect(await read.tolist()).toEqual(await t.tolist());
        const packed = npy.loadz(await npy.savez({ a: t, "b/c": t }));
        expect(await packed.a?.tolist()).toEqual(await t.tolist());
        expect(Object.keys(packed)).toEqual(["a", "b/c"]);
      }),
      { numRuns: 60 },
    ));

  test("no dtype of numpy's is bfloat16", async () => {
    const t = torch.ones(2).to(torch.bfloat16);
    await expect(npy.save(t)).rejects.toThrow("Got unsupported ScalarType BFloat16");
    expect(await safetensors.load(await safetensors.save({ t })).t?.tolist()).toEqual([1, 1]);
  });
});

describe("a whole model", () => {
  /** As in GPT-2: the last layer has the embedding's weights. */
  class Tied extends nn.Module {
    embed = new nn.Embedding(4, 3);
    head = new nn.Linear(3, 4, { bias: false });

    constructor() {
      super();
      this.head.weight = this.embed.weight;
    }

    forward(tokens: Tensor): Tensor {
      return this.head(this.embed(tokens));
    }
  }
  const serve = (bytes: Uint8Array) => setFileProvider(() => ({ bytes }));
  afterEach(() => setFileProvider(null));

  test("is written with tied parameters once, and comes back tied", async () => {
    const net = new Tied();
    await expect(safetensors.save(net.stateDict())).rejects.toThrow(
      "Some tensors share memory, this will lead to duplicate memory on disk and potential differences when loading them again: [{'embed.weight', 'head.weight'}].",
    );
    const bytes = await safetensors.saveModel(net);
    const file = safetensors.safeOpen(bytes);
    expect([file.keys(), file.metadata()]).toEqual([["embed.weight"], { "head.weight": "embed.weight" }]);
    serve(bytes);
    const loaded = new Tied();
    expect(safetensors.loadModel(loaded, "net.safetensors")).toEqual([[], []]);
    const tokens = torch.tensor([0, 3]);
    expect(await loaded(tokens).tolist()).toEqual(await net(tokens).tolist());
  });

  test("takes a file that kept the other name", async () => {
    const net = new Tied();
    serve(await safetensors.save({ "head.weight": net.head.weight.detach().clone() }));
    expect(safetensors.loadModel(new Tied(), "net.safetensors")).toEqual([[], []]);
  });

  test("says what is missing and what there is too much", async () => {
    serve(await safetensors.save({ "embed.weight": torch.ones(4, 3), extra: torch.ones(1) }));
    const net = new nn.Sequential(new nn.Linear(3, 2));
    expect(() => safetensors.loadModel(net, "net.safetensors")).toThrow(
      'Error(s) in loading state_dict for Sequential:\n    Missing key(s) in state_dict: "0.bias", "0.weight"\n    Unexpected key(s) in state_dict: "embed.weight", "extra"',
    );
    expect(safetensors.loadModel(net, "net.safetensors", { strict: false })).toEqual([
      ["0.weight", "0.bias"],
      ["embed.weight", "extra"],
    ]);
  });

  test("parts of one storage that do not overlap are no sharing, a transposed one is refused", async () => {
    const both = torch.arange(6).view(2, 3);
    const file = await safetensors.save({ a: both.at(0), b: both.at(1) });
    expect(await safetensors.load(file).b?.tolist()).toEqual([3, 4, 5]);
    await expect(safetensors.save({ t: both.t() })).rejects.toThrow(
      "You are trying to save a non contiguous tensor: `t` which is not allowed.",
    );
  });
});

/** What is done to a file: bytes overwritten, taken out, put in, the end cut off. */
type Damage = readonly [kind: "set" | "cut" | "insert" | "drop", at: number, value: number];
const damages = fc.array(
  fc.tuple(
    fc.constantFrom("set", "set", "set", "cut", "insert", "drop") as fc.Arbitrary<Damage[0]>,
    fc.nat(),
    fc.nat(255),
  ),
  { minLength: 1, maxLength: 6 },
);

function damaged(bytes: Uint8Array, how: readonly Damage[]): Uint8Array {
  const out = [...bytes];
  for (const [kind, where, value] of how) {
    const at = where % Math.max(1, out.length);
    if (kind === "set") out[at] = value;
    else if (kind === "cut") out.length = at;
    else out.splice(at, kind === "drop" ? 1 + (value % 8) : 0, ...(kind === "insert" ? [value] : []));
  }
  return Uint8Array.from(out);
}

describe("a damaged file is read or refused in words, and takes no more memory than it is large", () => {
  const settings = { numRuns: 1500 };
  const total = (read: Record<string, { numel(): number }>) =>
    Object.values(read).reduce((n, t) => n + t.numel(), 0);
  const refusal = (read: () => number, bytes: number, kind: string, words: string) => {
    try {
      expect(read()).toBeLessThanOrEqual(bytes);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== kind) throw error;
      expect(error.message).toContain(words);
    }
  };

  test("safetensors", async () => {
    const good = await safetensors.save(
      { w: torch.ones(2, 3), b: torch.zeros(3).long(), e: torch.zeros(0, 2) },
      { format: "pt" },
    );
    fc.assert(
      fc.property(damages, (how) => {
        const bytes = damaged(good, how);
        refusal(
          () => total(safetensors.load(bytes)),
          bytes.length,
          "SafetensorError",
          "Error while deserializing the bytes given: ",
        );
      }),
      settings,
    );
  });

  test("npy", async () => {
    const good = await npy.save(torch.ones(2, 3));
    fc.assert(
      fc.property(damages, (how) => {
        const bytes = damaged(good, how);
        refusal(() => npy.load(bytes).numel(), bytes.length, "ValueError", "Cannot load the bytes given: ");
      }),
      settings,
    );
  });

  test("npz", async () => {
    const good = await npy.savez({ a: torch.ones(2), b: torch.zeros(3).long() });
    expect(Object.keys(unzipSync(good))).toEqual(["a.npy", "b.npy"]);
    fc.assert(
      fc.property(damages, (how) => {
        const bytes = damaged(good, how);
        refusal(() => total(npy.loadz(bytes)), bytes.length, "ValueError", "Cannot load the bytes given");
      }),
      settings,
    );
  });
});
