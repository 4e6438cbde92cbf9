/** Containers of modules and of parameters. Printed forms and messages are PyTorch's. */
import { describe, expect, expectTypeOf, test } from "vitest";
import { nn, type Tensor, torch } from "../../../engine/index.ts";

const linear = (n = 2) => new nn.Linear(n, n);
const sizes = (modules: Iterable<unknown>) => [...(modules as Iterable<nn.Linear>)].map((m) => m.inFeatures);
const wrong = (value: unknown) => value as nn.Linear;

describe("Sequential and ModuleList", () => {
  test.each([nn.Sequential, nn.ModuleList])("grow and shrink", (make) => {
    const list = make === nn.Sequential ? new nn.Sequential(linear(1)) : new nn.ModuleList([linear(1)]);
    list
      .append(linear(2))
      .extend([linear(3)])
      .insert(0, linear(4))
      .insert(-1, linear(5));
    expect(sizes(list)).toEqual([4, 1, 2, 5, 3]);
    expect(Object.keys(list)).toEqual(["0", "1", "2", "3", "4"]);
    expect((list.pop(1) as nn.Linear).inFeatures).toBe(1);
    expect((list.pop() as nn.Linear).inFeatures).toBe(3);
    expect(sizes(list)).toEqual([4, 2, 5]);
    list.set(-1, linear(6));
    expect([list.length, ...sizes(list)]).toEqual([3, 4, 2, 6]);
    const part = list.slice(1);
    expect(part).toBeInstanceOf(make);
    expect([part.get(0) === list[1], part.length]).toEqual([true, 2]);
  });

  test("nest, and are found by index", () => {
    const net = new nn.Sequential(new nn.Sequential(linear(), new nn.ReLU()), linear());
    expect((net[0] as nn.Sequential)[1]).toBeInstanceOf(nn.ReLU);
    expect(String(net.slice(0, 1))).toBe(
      "Sequential(\n  (0): Sequential(\n    (0): Linear(in_features=2, out_features=2, bias=True)\n    (1): ReLU()\n  )\n)",
    );
  });

  test("a module that stands twice is printed twice", () => {
    const act = new nn.ReLU();
    expect(String(new nn.Sequential(act, act))).toBe("Sequential(\n  (0): ReLU()\n  (1): ReLU()\n)");
  });

  test("keep names in slices", () => {
    const net = new nn.Sequential({ fc: linear(), act: new nn.ReLU() });
    expect(Object.keys(net.slice(-1))).toEqual(["act"]);
    expect(net.append(linear()).get(-1)).toBe(net[2]);
    expect(Object.keys(net.stateDict())).toEqual(["fc.weight", "fc.bias", "2.weight", "2.bias"]);
  });

  test.each([
    [() => new nn.ModuleList([]).get(0), "IndexError", "index 0 is out of range"],
    [() => new nn.ModuleList([linear()]).pop(3), "IndexError", "index 3 is out of range"],
    [() => new nn.Sequential().insert(3, linear()), "IndexError", "Index out of range: 3"],
    [() => new nn.Sequential(wrong(3)), "TypeError", "int is not a Module subclass"],
    [() => new nn.ModuleList([wrong(3)]), "TypeError", "int is not a Module subclass"],
    [
      () => new nn.ModuleList().extend(3 as unknown as []),
      "TypeError",
      "ModuleList.extend should be called with an iterable, but got int",
    ],
    [
      () => (new nn.ModuleList() as unknown as (x: number) => void)(3),
      "NotImplementedError",
      'Module [ModuleList] is missing the required "forward" function',
    ],
    [() => new nn.ModuleDict({ keys: linear() }), "KeyError", "attribute 'keys' already exists"],
    [() => new nn.ModuleDict({ "a.b": linear() }), "KeyError", 'module name can\'t contain ".", got: a.b'],
    [() => new nn.ModuleDict().get("x"), "KeyError", "'x'"],
    [() => new nn.ParameterList([]).get(0), "IndexError", "index 0 is out of range"],
    [
      () => (new nn.ParameterList() as unknown as (x: number) => void)(3),
      "RuntimeError",
      "ParameterList should not be called.",
    ],
  ])("errors are PyTorch's (%#)", (run, name, message) => {
    expect(run).toThrow(expect.objectContaining({ name, message }));
  });
});

describe("ModuleDict", () => {
  const make = () => new nn.ModuleDict({ conv: new nn.Conv2d(1, 2, 3), pool: new nn.MaxPool2d(2) });

  test("knows the module of each name", () => {
    const dict = make();
    expectTypeOf(dict.get("conv")).toEqualTypeOf<nn.Conv2d>();
    expectTypeOf(dict.pool).toEqualTypeOf<nn.MaxPool2d>();
    // @ts-expect-error: there is no such name
    expect(() => dict.get("fc")).toThrow();
    expect(dict.get("conv")).toBe(dict.conv);
    expect(dict.pool(dict.conv(torch.ones(1, 1, 6, 6))).shape).toEqual([1, 2, 2, 2]);
  });

  test("is a dictionary", () => {
    const dict = new nn.ModuleDict<Record<string, nn.Linear>>();
    dict.update({ a: linear(1), b: linear(2) });
    dict.set("a", linear(3)).set("c", linear(4));
    expect([...dict]).toEqual(["a", "b", "c"]);
    expect(sizes(dict.values())).toEqual([3, 2, 4]);
    expect(dict.items().map(([name, m]) => `${name}${m.inFeatures}`)).toEqual(["a3", "b2", "c4"]);
    expect([dict.length, dict.has("b"), dict.pop("b").inFeatures, dict.has("b")]).toEqual([
      3,
      true,
      2,
      false,
    ]);
    dict.clear();
    expect(dict.keys()).toEqual([]);
  });

  test("prints", () => {
    expect(String(make())).toBe(
      "ModuleDict(\n  (conv): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))\n  (pool): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)\n)",
    );
  });
});

describe("ParameterList and ParameterDict", () => {
  test("make parameters of tensors, found by their parent", () => {
    class Net extends nn.Module {
      scales = new nn.ParameterList([torch.ones(2), torch.ones(1)]);
      parts = new nn.ParameterDict({ right: torch.ones(3), left: torch.ones(4) });
      forward(x: Tensor): Tensor {
        return x.mul(this.scales[0] as Tensor).add(this.parts.get("left").sum());
      }
    }
    const net = new Net();
    expect([...net.namedParameters()].map(([name]) => name)).toEqual([
      "scales.0",
      "scales.1",
      "parts.left",
      "parts.right",
    ]);
    net(torch.ones(2)).sum().backward();
    expect(net.scales.get(0).grad?.shape).toEqual([2]);
    expect([net.scales.length, net.parts.length, net.parts.has("left")]).toEqual([2, 2, true]);
    expect(net.scales.get(-1)).toBe(net.scales[1]);
  });

  test("print as in PyTorch, which names dtypes in one and types in the other", () => {
    const list = new nn.ParameterList([torch.ones(2, 3), torch.ones([])]);
    const dict = new nn.ParameterDict({
      b: torch.ones(2, 3),
      a: torch.ones(1, { dtype: torch.float64 }),
    });
    expect(String(list)).toBe(
      "ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2x3]\n    (1): Parameter containing: [torch.float32 of size ]\n)",
    );
    expect(String(dict)).toBe(
      "ParameterDict(\n    (a): Parameter containing: [torch.DoubleTensor of size 1]\n    (b): Parameter containing: [torch.FloatTensor of size 2x3]\n)",
    );
    expect(String(new nn.Sequential(list, new nn.ParameterDict()))).toBe(
      "Sequential(\n  (0): ParameterList(\n      (0): Parameter containing: [torch.float32 of size 2x3]\n      (1): Parameter containing: [torch.float32 of size ]\n  )\n  (1): ParameterDict()\n)",
    );
  });
});

test("a module takes what its forward takes", () => {
  const net = linear();
  expectTypeOf(net(torch.ones(2))).toEqualTypeOf<Tensor>();
  // @ts-expect-error: forward takes a tensor
  expect(() => net(3)).toThrow();
  // @ts-expect-error: and only one
  net(torch.ones(2), torch.ones(2));
  // @ts-expect-error: the state is a pair
  expect(() => new nn.LSTM(2, 3)(torch.ones(1, 2), torch.ones(1, 3))).toThrow();
});
