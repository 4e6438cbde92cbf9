/** Hooks of modules: what they see, what they change, and the nodes that backward hooks put into the graph. */
import { describe, expect, test } from "vitest";
import { makeDot, nn, type Tensor, torch } from "../../../engine/index.ts";

class Two extends nn.Module {
  forward(a: Tensor, b: Tensor): [Tensor, Tensor] {
    return [a.mul(b), a.add(1)];
  }
}

const ones = (requiresGrad = false) => torch.ones(2, { requiresGrad });
const values = (grads: readonly (Tensor | null)[]) => Promise.all(grads.map((g) => g?.tolist() ?? null));

describe("forward hooks", () => {
  test("see and change arguments and output, in order", async () => {
    const seen: string[] = [];
    const net = new nn.Linear(2, 1);
    net.registerForwardHook((_, [x], y) => void seen.push(`after ${x.shape} ${y.shape}`));
    net.registerForwardHook((_, __, y) => y.mul(0).add(3));
    net.registerForwardPreHook((module, [x]) => {
      seen.push(`before ${module === net}`);
      return [x.reshape(2, 2)];
    });
    net.registerForwardPreHook(() => void seen.push("first"), { prepend: true });
    expect(await net(torch.ones(4)).tolist()).toEqual([[3], [3]]);
    expect(seen).toEqual(["first", "before true", "after torch.Size([2, 2]) torch.Size([2, 1])"]);
  });

  test("a single value that a pre-hook returns is the only argument", () => {
    const net = new nn.Identity();
    net.registerForwardPreHook((_, [x]) => x.unsqueeze(0));
    expect(net(ones()).shape).toEqual([1, 2]);
  });

  test("can be taken down", () => {
    const net = new nn.Identity();
    let calls = 0;
    const handle = net.registerForwardHook(() => void calls++);
    net(ones());
    handle.remove();
    net(ones());
    expect(calls).toBe(1);
  });

  test("with alwaysCall run after a failure too", () => {
    const outputs: unknown[] = [];
    const net = new nn.Linear(2, 1);
    net.registerForwardHook((_, __, y) => void outputs.push(y), { alwaysCall: true });
    expect(() => net(torch.ones(3))).toThrow();
    expect(outputs).toEqual([null]);
  });

  test("wait for an async forward", async () => {
    class Later extends nn.Module {
      async forward(x: Tensor): Promise<Tensor> {
        return x.mul(await x.sum().item());
      }
    }
    const net = new Later();
    net.registerForwardHook((_, __, y) => y.add(1));
    expect(await (await net(ones())).tolist()).toEqual([3, 3]);
  });
});

describe("backward hooks", () => {
  test("see the gradients as PyTorch's do: what is missing at the outputs, zeros at the inputs", async () => {
    const net = new Two();
    const seen: unknown[] = [];
    net.registerFullBackwardHook((_, gradInput, gradOutput) => {
      seen.push(values(gradInput), values(gradOutput));
    });
    net.registerFullBackwardPreHook((_, gradOutput) => void seen.push(values(gradOutput)));
    const [x] = net(ones(true).mul(1), ones());
    x.sum().backward();
    expect(await Promise.all(seen)).toEqual([
      [[1, 1], null],
      [
        [1, 1],
        [0, 0],
      ],
      [[1, 1], null],
    ]);
  });

  test("change them", async () => {
    const x = ones(true);
    const net = new nn.Identity();
    net.registerFullBackwardPreHook((_, [g]) => [(g as Tensor).mul(2)]);
    net.registerFullBackwardHook((_, [g]) => [(g as Tensor).add(1)]);
    net(x).sum().backward();
    expect(await x.grad?.tolist()).toEqual([3, 3]);
  });

  test("put a node at the inputs and one at the outputs", () => {
    const net = new Two();
    net.registerFullBackwardHook(() => {});
    const [x] = net(ones(true).mul(1), ones());
    const labels = [...makeDot(x).source.matchAll(/label=(\w+)/g)].map((m) => m[1]);
    expect(labels).toEqual([
      "BackwardHookFunctionBackward",
      "MulBackward0",
      "BackwardHookFunctionBackward",
      "MulBackward0",
      "AccumulateGrad",
      "AddBackward0",
    ]);
    expect(makeDot(x).source).toContain("style=dotted");
    expect(torch.noGrad(() => net(ones(true), ones()))[0].gradFn).toBeNull();
  });

  test("are called at the outputs where no input requires a gradient", async () => {
    const net = new nn.Linear(2, 1);
    const seen: unknown[] = [];
    net.registerFullBackwardHook((_, gradInput, gradOutput) => {
      seen.push(gradInput, values(gradOutput));
    });
    const y = net(torch.ones(1, 2));
    expect(y.gradFn?.next[0]?.node.name).toBe("AddmmBackward0");
    y.sum().backward();
    expect(await Promise.all(seen)).toEqual([[null], [[[1]]]]);
  });

  test("guard what they return, and their views", () => {
    const net = new nn.Identity();
    const handle = net.registerFullBackwardHook(() => [null, null]);
    expect(() => net(ones(true)).sum().backward()).toThrow(
      "Backward hook returned an invalid number of grad_input, got 2, but expected 1",
    );
    handle.remove();
    net.registerFullBackwardPreHook(() => []);
    expect(() => net(ones(true)).sum().backward()).toThrow(
      "Backward pre hook returned an invalid number of grad_output, got 0, but expected 1",
    );
    expect(() => net(ones(true).mul(1)).add_(1)).toThrow(
      "Output 0 of BackwardHookFunction is a view and is being modified inplace. This view was created inside a custom Function",
    );
  });
});
