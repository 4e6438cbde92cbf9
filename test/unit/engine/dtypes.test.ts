/** What dtypes say of themselves, how they print, and what happens at their edges. Expectations are PyTorch's own output. */
import { afterEach, describe, expect, test } from "vitest";
import { nn, torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";

describe("16-bit floats and narrow integers print as in PyTorch", () => {
  test.each([
    [
      torch.tensor([1, 0.1, -2.5, 65504, 6e-8], { dtype: torch.float16 }),
      "tensor([ 1.0000e+00,  9.9976e-02, -2.5000e+00,  6.5504e+04,  5.9605e-08],\n       dtype=torch.float16)",
    ],
    [torch.tensor([1, 2], { dtype: torch.bfloat16 }), "tensor([1., 2.], dtype=torch.bfloat16)"],
    [torch.tensor([0.1, 2.345], { dtype: torch.bfloat16 }), "tensor([0.1001, 2.3438], dtype=torch.bfloat16)"],
    [torch.tensor(0.1, { dtype: torch.float16 }), "tensor(0.1000, dtype=torch.float16)"],
    [torch.tensor([1, -2], { dtype: torch.int8 }), "tensor([ 1, -2], dtype=torch.int8)"],
    [torch.tensor([[300]], { dtype: torch.int16 }), "tensor([[300]], dtype=torch.int16)"],
    [torch.ones(2).half().requiresGrad_(), "tensor([1., 1.], dtype=torch.float16, requires_grad=True)"],
  ])("%s", (tensor, text) => expect(String(tensor)).toBe(text));
});

test("finfo and iinfo print as in PyTorch", () => {
  expect(
    [torch.float16, torch.bfloat16, torch.float32, torch.float64].map((d) => String(torch.finfo(d))),
  ).toEqual([
    "finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)",
    "finfo(resolution=0.01, min=-3.38953e+38, max=3.38953e+38, eps=0.0078125, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=bfloat16)",
    "finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=float32)",
    "finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16, smallest_normal=2.22507e-308, tiny=2.22507e-308, dtype=float64)",
  ]);
  expect(
    [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64].map((d) => String(torch.iinfo(d))),
  ).toEqual([
    "iinfo(min=0, max=255, dtype=uint8)",
    "iinfo(min=-128, max=127, dtype=int8)",
    "iinfo(min=-32768, max=32767, dtype=int16)",
    "iinfo(min=-2.14748e+09, max=2.14748e+09, dtype=int32)",
    "iinfo(min=-9.22337e+18, max=9.22337e+18, dtype=int64)",
  ]);
  expect(() => torch.finfo(torch.int32)).toThrow(
    "torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'",
  );
});

test("conversions have PyTorch's names", () => {
  const x = torch.ones(2);
  const made = [
    x.half(),
    x.bfloat16(),
    x.double(),
    x.long(),
    x.int(),
    x.short(),
    x.char(),
    x.byte(),
    x.bool(),
  ];
  expect(made.map((t) => t.type())).toEqual([
    "torch.HalfTensor",
    "torch.BFloat16Tensor",
    "torch.DoubleTensor",
    "torch.LongTensor",
    "torch.IntTensor",
    "torch.ShortTensor",
    "torch.CharTensor",
    "torch.ByteTensor",
    "torch.BoolTensor",
  ]);
  expect(made.map((t) => [t.nbytes, t.elementSize()])).toEqual([
    [4, 2],
    [4, 2],
    [16, 8],
    [16, 8],
    [8, 4],
    [4, 2],
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
  expect(x.type("torch.DoubleTensor").dtype).toBe(torch.float64);
  expect(x.typeAs(torch.ones(1, { dtype: torch.int8 })).dtype).toBe(torch.int8);
  expect(x.to(torch.ones(1).half()).dtype).toBe(torch.float16);
  expect(x.to("meta").type()).toBe("torch.meta.FloatTensor");
  expect(() => x.type("foo")).toThrow("invalid type: 'foo'");
  expect([torch.isFloatingPoint(x), torch.isComplex(x), x.isSigned(), x.byte().isSigned()]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

describe("the default dtype", () => {
  afterEach(() => torch.setDefaultDtype(torch.float32));

  test("is that of new tensors, layers, plain floats and quotients of integers", () => {
    torch.setDefaultDtype(torch.float64);
    const whole = torch.tensor([1]);
    const made = [
      torch.ones(2),
      torch.tensor([1.5]),
      torch.arange(0, 1, 0.5),
      whole.mul(1.5),
      whole.div(2),
      whole.exp(),
      torch.linspace(0, 1, 2),
      torch.full([1], 1.5),
      torch.randn(1),
      new nn.Linear(1, 1).weight,
    ];
    expect(made.map((t) => t.dtype.name)).toEqual(made.map(() => "float64"));
    expect(String(torch.tensor([1.5]))).toBe("tensor([1.5000])");
    expect(String(torch.ones(1).float())).toBe("tensor([1.], dtype=torch.float32)");
    expect(torch.finfo().dtype).toBe("float64");
  });

  test("takes floats only", () => {
    expect(() => torch.setDefaultDtype(torch.int64)).toThrow(
      "only floating-point types are supported as the default type",
    );
  });
});

describe("int64", () => {
  test("is refused where it stops being exact", () => {
    const big = torch.tensor([2 ** 52]);
    expect(() => big.mul(4)).toThrow("'mul' gives 18014398509481984, but int64 is exact only up to 2^53");
    expect(() => torch.full([3], 2 ** 52).sum()).toThrow("'sum' gives");
  });

  test("beyond that can be given, held and moved", async () => {
    const least = torch.full([2], torch.iinfo(torch.int64).min);
    expect(await least.flip([0]).clone().tolist()).toEqual([-(2 ** 63), -(2 ** 63)]);
    expect(await torch.tensor([Number.NaN]).long().tolist()).toEqual([-(2 ** 63)]);
  });
});

test("a number keeps a double's digits beside float64, and float32's beside 16-bit floats", async () => {
  expect(await torch.ones(1).double().mul(0.1).item()).toBe(0.1);
  // With 0.1 rounded to float16 first it would be 0.2998046875.
  expect(await torch.tensor([3]).half().mul(0.1).item()).toBe(0.300048828125);
  expect(await torch.tensor([0.1]).half().eq(0.1).item()).toBe(1);
});

test("a run for shapes refuses float64 on webgpu as a run with values does", () => {
  runtime.shapesOnly = true;
  try {
    expect(() => torch.ones(2, { device: "webgpu" }).double()).toThrow("cannot be on webgpu");
  } finally {
    runtime.shapesOnly = false;
  }
});
