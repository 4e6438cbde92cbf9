/** The state of modules: what is in it, how it is loaded, how it moves and is copied. Texts are PyTorch's. */
import { describe, expect, test } from "vitest";
import { copy, nn, optim, type Tensor, torch } from "../../../engine/index.ts";

class Tied extends nn.Module {
  a = new nn.Linear(3, 3, { bias: false });
  b = new nn.Linear(3, 3, { bias: false });
  again = this.a;
  mean = new nn.Buffer(torch.zeros(3));
  scratch = new nn.Buffer(torch.ones(1), { persistent: false });

  constructor() {
    super();
    this.b.weight = this.a.weight;
  }

  forward(x: Tensor): Tensor {
    return this.b(this.a(x)).sub(this.mean);
  }
}

const names = (pairs: Iterable<readonly [string, unknown]>) => [...pairs].map(([name]) => name);

describe("the state dict", () => {
  test("has everything where it stands, also twice, but no passing buffers", () => {
    expect(Object.keys(new Tied().stateDict())).toEqual(["mean", "a.weight", "b.weight", "again.weight"]);
    expect(Object.keys(new nn.BatchNorm1d(2).stateDict({ prefix: "bn." }))).toEqual([
      "bn.weight",
      "bn.bias",
      "bn.running_mean",
      "bn.running_var",
      "bn.num_batches_tracked",
    ]);
  });

  test("is detached unless keepVars, and shares its elements", async () => {
    const net = new nn.Linear(2, 1);
    expect(net.stateDict().weight?.requiresGrad).toBe(false);
    expect(net.stateDict({ keepVars: true }).weight).toBe(net.weight);
    const destination = { other: torch.ones(1) };
    expect(net.stateDict({ destination, prefix: "fc." })).toBe(destination);
    (net.stateDict().bias as Tensor).fill_(7);
    expect(await net.bias?.tolist()).toEqual([7]);
  });

  test("is loaded", async () => {
    const [from, to] = [new nn.BatchNorm1d(2), new nn.BatchNorm1d(2).double()];
    from(torch.randn(5, 2));
    const result = to.loadStateDict(from.stateDict());
    expect(String(result)).toBe("<All keys matched successfully>");
    expect(await to.getBuffer("num_batches_tracked").item()).toBe(1);
    expect(to.getBuffer("running_mean").dtype).toBe(torch.float64);
    expect((await to.getBuffer("running_mean").tolist()) as number[]).toEqual(
      await from.getBuffer("running_mean").tolist(),
    );
  });

  test("is loaded in place: an optimizer made before goes on", async () => {
    const net = new nn.Linear(1, 1, { bias: false });
    const opt = new optim.SGD(net.parameters(), { lr: 1 });
    net.loadStateDict({ weight: torch.tensor([[5]], { dtype: torch.float32 }) });
    net(torch.ones(1, 1)).sum().backward();
    opt.step();
    expect(await net.weight.item()).toBe(4);
  });

  test("with assign takes the tensors themselves", () => {
    const net = new nn.BatchNorm1d(2);
    net.weight?.requiresGrad_(false);
    const state = new nn.BatchNorm1d(2).double().stateDict();
    net.loadStateDict(state, { assign: true });
    expect([net.weight?.dtype, net.weight?.requiresGrad]).toEqual([torch.float64, false]);
    expect(net.getBuffer("running_mean")).toBe(state.running_mean);
  });

  test.each([
    [
      () =>
        new nn.Linear(2, 2).loadStateDict({
          weight: torch.ones(3, 2),
          x: torch.ones(1),
          bias: 3 as unknown as Tensor,
        }),
      'Error(s) in loading state_dict for Linear:\n\tUnexpected key(s) in state_dict: "x". \n\tsize mismatch for weight: copying a param with shape torch.Size([3, 2]) from checkpoint, the shape in current model is torch.Size([2, 2]).\n\tWhile copying the parameter named "bias", expected torch.Tensor or Tensor-like object from checkpoint but received <class \'int\'>',
    ],
    [
      () => new nn.Linear(2, 2).loadStateDict({ weight: torch.ones(2, 2, 1), bias: torch.ones([]) }),
      "Error(s) in loading state_dict for Linear:\n\tsize mismatch for weight: copying a param with shape torch.Size([2, 2, 1]) from checkpoint, the shape in current model is torch.Size([2, 2]).\n\tsize mismatch for bias: copying a param with shape torch.Size([]) from checkpoint, the shape in current model is torch.Size([2]).",
    ],
    [
      () =>
        new nn.Sequential(new nn.Linear(2, 2)).loadStateDict({
          "0.weight": torch.ones(2, 2),
          "1.x": torch.ones(1),
        }),
      'Error(s) in loading state_dict for Sequential:\n\tMissing key(s) in state_dict: "0.bias". \n\tUnexpected key(s) in state_dict: "1.x". ',
    ],
    [
      () => new nn.Linear(2, 2).loadStateDict([1] as unknown as Record<string, Tensor>),
      "Expected state_dict to be dict-like, got <class 'list'>.",
    ],
  ])("what does not fit is told in PyTorch's words (%#)", (load, message) => {
    let caught: unknown;
    try {
      load();
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).message).toBe(message);
  });

  test("what does not fit is given back when not strict", () => {
    const state = { weight: torch.ones(2, 2), q: torch.ones(1) };
    const result = new nn.Linear(2, 2).loadStateDict(state, { strict: false });
    expect(result).toMatchObject({ missingKeys: ["bias"], unexpectedKeys: ["q"] });
    expect(String(result)).toBe("_IncompatibleKeys(missing_keys=['bias'], unexpected_keys=['q'])");
  });
});

describe("names and paths", () => {
  test("what stands twice is listed once, or where it stands", () => {
    const net = new Tied();
    expect(names(net.namedParameters())).toEqual(["a.weight"]);
    expect(names(net.namedParameters({ removeDuplicate: false }))).toEqual([
      "a.weight",
      "b.weight",
      "again.weight",
    ]);
    expect(names(net.namedModules())).toEqual(["", "a", "b"]);
    expect(names(net.namedModules({ prefix: "net", removeDuplicate: false }))).toEqual([
      "net",
      "net.a",
      "net.b",
      "net.again",
    ]);
    expect(names(net.namedParameters("", false))).toEqual([]);
    expect(names(net.namedBuffers())).toEqual(["mean", "scratch"]);
  });

  test("parts are found by path", () => {
    const net = new nn.Sequential({ body: new nn.Sequential(new nn.BatchNorm1d(2)) });
    expect(net.getSubmodule("body.0")).toBeInstanceOf(nn.BatchNorm1d);
    expect(net.getSubmodule("")).toBe(net);
    expect(net.getParameter("body.0.weight").shape).toEqual([2]);
    expect(net.getBuffer("body.0.running_var").shape).toEqual([2]);
  });

  const linear = () => new nn.Linear(2, 2);
  const wrong = (value: unknown) => value as nn.Parameter & nn.Linear;
  test.each([
    [() => linear().getSubmodule("a.b"), "AttributeError", "Linear has no attribute `a`"],
    [
      () => new nn.Sequential(linear()).getSubmodule("0.weight"),
      "AttributeError",
      "`weight` is not an nn.Module",
    ],
    [() => linear().getParameter("training"), "AttributeError", "`training` is not an nn.Parameter"],
    [() => linear().getBuffer("bias"), "AttributeError", "`bias` is not a buffer"],
    [() => linear().registerBuffer("weight", torch.ones(2)), "KeyError", "attribute 'weight' already exists"],
    [
      () => linear().registerBuffer("w", wrong(3)),
      "TypeError",
      "cannot assign 'int' object to buffer 'w' (torch Tensor or None required)",
    ],
    [
      () => linear().registerParameter("x", wrong(torch.ones(2))),
      "TypeError",
      "cannot assign 'torch.FloatTensor' object to parameter 'x' (torch.nn.Parameter or None required)",
    ],
    [() => linear().registerParameter("a.b", null), "KeyError", 'parameter name can\'t contain "."'],
    [() => linear().registerBuffer("", null), "KeyError", 'buffer name can\'t be empty string ""'],
    [() => linear().registerModule("w", wrong(3)), "TypeError", "int is not a Module subclass"],
    [() => linear().addModule("a.b", linear()), "KeyError", 'module name can\'t contain ".", got: a.b'],
    [
      () => linear().train(wrong(3) as unknown as boolean),
      "ValueError",
      "training mode is expected to be boolean",
    ],
    [
      () => linear().to(torch.int64),
      "TypeError",
      "nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int64",
    ],
  ])("and errors are PyTorch's (%#)", (run, name, message) => {
    expect(run).toThrow(expect.objectContaining({ name, message }));
  });
});

describe("moving", () => {
  test("to a dtype leaves integers alone; type() does not", () => {
    const net = new nn.BatchNorm1d(2);
    const dtypes = () => [net.weight?.dtype, net.getBuffer("num_batches_tracked").dtype];
    expect(net.to("cpu", torch.float64)).toBe(net);
    expect(dtypes()).toEqual([torch.float64, torch.int64]);
    net.to({ dtype: torch.float32 });
    expect(dtypes()).toEqual([torch.float32, torch.int64]);
    net.to(torch.ones(1, { dtype: torch.float64 }));
    expect(dtypes()).toEqual([torch.float64, torch.int64]);
    net.type(torch.float32);
    expect(dtypes()).toEqual([torch.float32, torch.float32]);
  });

  test("train() goes through the children's own train()", () => {
    class Frozen extends nn.BatchNorm1d {
      override train(): this {
        return super.train(false);
      }
    }
    const net = new nn.Sequential(new nn.Linear(2, 2), new Frozen(2)).train();
    expect([...net.modules()].map((m) => m.training)).toEqual([true, true, false]);
  });

  test("zeroGrad() forgets, or fills with zeros", async () => {
    const net = new nn.Linear(2, 1, { bias: false });
    net(torch.ones(1, 2)).sum().backward();
    net.zeroGrad({ setToNone: false });
    expect(await net.weight.grad?.tolist()).toEqual([[0, 0]]);
    net.zeroGrad();
    expect(net.weight.grad).toBeNull();
  });
});

describe("deepcopy", () => {
  test("shares nothing with the original, but within itself what was shared", async () => {
    const net = new Tied().eval();
    const twin = copy.deepcopy(net);
    expect(twin).toBeInstanceOf(Tied);
    expect([twin.training, twin.a.training]).toEqual([false, false]);
    expect(twin.b.weight).toBe(twin.a.weight);
    expect(twin.again).toBe(twin.a);
    expect(Object.keys(twin.stateDict())).toEqual(Object.keys(net.stateDict()));
    torch.noGrad(() => net.a.weight.zero_());
    expect(await twin(torch.ones(3)).abs().sum().item()).toBeGreaterThan(0);
    expect(await net(torch.ones(3)).abs().sum().item()).toBe(0);
  });

  test("copies gradients and refuses results", async () => {
    const net = new nn.Linear(2, 1, { bias: false });
    net(torch.ones(1, 2)).sum().backward();
    expect(await copy.deepcopy(net).weight.grad?.tolist()).toEqual([[1, 1]]);
    expect(() => copy.deepcopy([net.weight.mul(2)])).toThrow(
      "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.",
    );
  });
});
