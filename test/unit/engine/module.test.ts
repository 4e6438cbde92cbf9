/** Modules: callable objects that find what is theirs among their fields. */
import { describe, expect, test } from "vitest";
import { nn, optim, type Tensor, torch } from "../../../engine/index.ts";

class Block extends nn.Module {
  first = new nn.Linear(2, 3);
  act = new nn.ReLU();
  second: nn.Linear;
  scale = new nn.Parameter(torch.ones(3));

  constructor(width = 3) {
    super();
    this.second = new nn.Linear(3, width, { bias: false });
    this.registerBuffer("steps", torch.zeros([], { dtype: torch.int64 }));
  }

  forward(x: Tensor): Tensor {
    return this.second(this.act(this.first(x)).mul(this.scale));
  }
}

describe("a module", () => {
  test("is called, and is an instance of its class", () => {
    const block = new Block(4);
    expect(block(torch.randn(5, 2)).shape).toEqual([5, 4]);
    expect(block).toBeInstanceOf(Block);
    expect(block).toBeInstanceOf(nn.Module);
    expect(String(block.constructor.name)).toBe("Block");
  });

  test("lists parameters in PyTorch's order: own ones first, then those of children", () => {
    expect([...new Block().namedParameters()].map(([name]) => name)).toEqual([
      "scale",
      "first.weight",
      "first.bias",
      "second.weight",
    ]);
  });

  test("puts buffers beside parameters into the state dict", () => {
    expect(Object.keys(new Block().stateDict())).toEqual([
      "scale",
      "steps",
      "first.weight",
      "first.bias",
      "second.weight",
    ]);
  });

  test("may have fields that functions have", () => {
    class Named extends nn.Module {
      override name = "mine";
      override length = 3;
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const net = new Named();
    expect([net.name, net.length]).toEqual(["mine", 3]);
    expect(net(torch.ones(1)).shape).toEqual([1]);
  });

  test("counts a shared parameter once", () => {
    class Tied extends nn.Module {
      a = new nn.Linear(3, 3, { bias: false });
      b = new nn.Linear(3, 3, { bias: false });
      constructor() {
        super();
        this.b.weight = this.a.weight;
      }
      forward(x: Tensor): Tensor {
        return this.b(this.a(x));
      }
    }
    expect([...new Tied().namedParameters()].map(([name]) => name)).toEqual(["a.weight"]);
  });

  test("keeps its parameters' identity when it moves, so an optimizer made before still trains it", () => {
    const net = new nn.Linear(2, 1);
    const opt = new optim.SGD(net.parameters(), { lr: 1 });
    net.double();
    net(torch.ones(1, 2, { dtype: torch.float64 }))
      .sum()
      .backward();
    const before = net.bias?.detach().clone() as Tensor;
    opt.step();
    expect(String(net.bias?.detach())).toBe(String(before.sub(1)));
  });

  test("prints as PyTorch prints it", () => {
    expect(String(new nn.Sequential(new nn.Conv2d(1, 2, 3, { padding: 1 }), new nn.ReLU()))).toBe(
      "Sequential(\n  (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))\n  (1): ReLU()\n)",
    );
  });

  test("train() and eval() reach all below", () => {
    const block = new Block().eval();
    expect([...block.modules()].map((m) => m.training)).toEqual([false, false, false, false]);
  });
});

describe("containers", () => {
  test("Sequential takes an index, is iterable, and takes names", () => {
    const net = new nn.Sequential({ fc: new nn.Linear(2, 3), act: new nn.Tanh() });
    expect([...net].length).toBe(2);
    expect([...net.namedParameters()].map(([name]) => name)).toEqual(["fc.weight", "fc.bias"]);
    const plain = new nn.Sequential(new nn.Linear(2, 3), new nn.Tanh());
    expect(plain[1]).toBeInstanceOf(nn.Tanh);
    expect(plain.get(-1)).toBe(plain[1]);
  });

  test("options by position and by name are the same layer; unknown names are refused", () => {
    expect(String(new nn.Conv2d(3, 16, 3, 2, 1))).toBe(
      String(new nn.Conv2d(3, 16, 3, { stride: 2, padding: 1 })),
    );
    expect(() => new nn.Linear(2, 3, { bais: false } as object)).toThrow(
      "unexpected keyword argument 'bais'",
    );
  });
});
