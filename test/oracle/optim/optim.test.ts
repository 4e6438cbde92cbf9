/** Optimizers against PyTorch: weights and state after some steps, printed forms, groups, state dicts, refusals. */
import { describe, expect, test } from "vitest";
import { nn, optim, Tensor, torch } from "../subject.ts";
import { camelCase, expectClose, expected, make, numbers, problem } from "./expected.ts";

type AnyOptimizer = optim.SGD;

function train(opt: AnyOptimizer, gradient: () => void, steps: number): void {
  for (let i = 0; i < steps; i++) {
    opt.zeroGrad();
    gradient();
    opt.step();
  }
}

describe.each(expected.optimizers.map((o) => [`${o.name} ${JSON.stringify(o.options)}`, o] as const))(
  "%s",
  (_, { name, options, weights, state, text }) => {
    const start = (w: Tensor) => make<AnyOptimizer>(optim, name, [w], camelCase(options));

    test("takes PyTorch's steps and keeps what it keeps", async () => {
      const { w, gradient } = problem();
      const opt = start(w);
      train(opt, gradient, expected.steps);
      expectClose(await numbers(w), weights, 2e-6);
      const kept = Object.entries(opt.stateDict().state[0] ?? {});
      expect(kept.map(([key]) => key).sort()).toEqual(Object.keys(camelCase(state)).sort());
      for (const [key, value] of Object.entries(camelCase(state))) {
        const found: unknown = kept.find(([k]) => k === key)?.[1];
        const got = found instanceof Tensor ? await numbers(found) : [Number(found)];
        expectClose(got, Array.isArray(value) ? (value as number[]) : [Number(value)], 2e-5);
      }
    });

    test("prints as PyTorch does", () => expect(String(start(problem().w))).toBe(text));

    test("goes on from a state dict", async () => {
      const { w, gradient } = problem();
      const first = start(w);
      train(first, gradient, 3);
      const second = make<AnyOptimizer>(optim, name, [w]);
      second.loadStateDict(first.stateDict());
      train(second, gradient, expected.steps - 3);
      expectClose(await numbers(w), weights, 2e-6);
    });
  },
);

describe("parameter groups", () => {
  const vectors = () => {
    torch.manualSeed(0);
    return [0, 1, 2].map(() => torch.randn(3, { requiresGrad: true })) as [Tensor, Tensor, Tensor];
  };

  test("have options of their own, and may come later", async () => {
    const [a, b, c] = vectors();
    const groups = [
      { params: [a], lr: 0.01 },
      { params: b, momentum: 0.5 },
    ];
    const opt = new optim.SGD(groups, { lr: 0.1, momentum: 0.9 });
    for (let i = 0; i < 3; i++) {
      if (i === 1) opt.addParamGroup({ params: c, weightDecay: 0.5, lr: 0.2 });
      opt.zeroGrad();
      a.mul(b).mul(c).pow(2).sum().backward();
      opt.step();
    }
    for (const [i, p] of [a, b, c].entries())
      expectClose(await numbers(p), expected.groups.weights[i] as number[], 2e-6);
    expect(String(opt)).toBe(expected.groups.text);
    expect(opt.stateDict().paramGroups.map((g) => g.params)).toEqual(expected.groups.params);
  });

  test("keep the names of parameters that come with names", () => {
    const opt = new optim.Adam(new nn.Linear(2, 2).namedParameters());
    expect(String(opt)).toBe(expected.groups.named);
  });

  test("show what a scheduler put there", () => {
    const opt = new optim.Adam([vectors()[0]]);
    new optim.lrScheduler.OneCycleLR(opt, 0.1, { totalSteps: 10 });
    expect(String(opt)).toBe(expected.groups.scheduled);
  });
});

describe.each(expected.lbfgs.map((o) => [JSON.stringify(o.options), o] as const))("LBFGS %s", (_, e) => {
  const setup = () => {
    torch.manualSeed(0);
    const net = new nn.Linear(4, 3);
    const [x, y] = [torch.randn(6, 4), torch.randn(6, 3)];
    const opt = new optim.LBFGS(net.parameters(), camelCase(e.options));
    let calls = 0;
    const closure = () => {
      calls++;
      opt.zeroGrad();
      const error = torch.tanh(net(x)).sub(y.mul(0.5)).pow(2).mean();
      const loss = error.add(net.weight.pow(2).sum().mul(0.05));
      loss.backward();
      return loss;
    };
    return { net, opt, closure, calls: () => calls };
  };

  test("finds PyTorch's way down", async () => {
    const { net, opt, closure, calls } = setup();
    const losses: number[] = [];
    for (let i = 0; i < 3; i++) losses.push(await (await opt.step(closure)).item());
    expectClose(losses, e.losses, 1e-4);
    expectClose(await numbers(net.weight), e.weights, 1e-3);
    const [state] = [...opt.state.values()];
    expect([calls(), state?.nIter, state?.funcEvals]).toEqual([e.calls, e.iterations, e.evaluations]);
    expect(String(opt)).toBe(e.text);
  });

  test("takes an async closure, and goes on from a state dict", async () => {
    const { net, opt, closure } = setup();
    await opt.step(async () => closure());
    const second = new optim.LBFGS(net.parameters());
    second.loadStateDict(opt.stateDict());
    const losses = [await (await second.step(closure)).item(), await (await second.step(closure)).item()];
    expectClose(losses, e.losses.slice(1), 1e-4);
  });
});

describe("a step", () => {
  const quadratic = () => {
    const w = torch.ones(2, { requiresGrad: true });
    const opt = new optim.SGD([w], { lr: 0.25 });
    const closure = () => {
      opt.zeroGrad();
      const loss = w.pow(2).sum();
      loss.backward();
      return loss;
    };
    return { w, opt, closure };
  };

  test("with a closure gives the loss of before", async () => {
    const { w, opt, closure } = quadratic();
    expect(await torch.noGrad(() => opt.step(closure)).item()).toBe(2);
    expect(await w.tolist()).toEqual([0.5, 0.5]);
  });

  test("with an async closure waits for it", async () => {
    const { w, opt, closure } = quadratic();
    const loss = await opt.step(async () => {
      const loss = closure();
      await loss.item();
      return loss;
    });
    expect(await loss.item()).toBe(2);
    expect(await w.tolist()).toEqual([0.5, 0.5]);
  });

  test("tells its hooks before and after", async () => {
    const { w, opt, closure } = quadratic();
    const seen: string[] = [];
    const before = opt.registerStepPreHook(() => seen.push("before"));
    opt.registerStepPostHook((o) => seen.push(`after ${o === opt}`));
    opt.step(closure);
    before.remove();
    opt.step(closure);
    expect(seen).toEqual(["before", "after true", "after true"]);
    expect(await w.tolist()).toEqual([0.25, 0.25]);
  });
});

test("gradients are forgotten, or set to zero apart from the graph", async () => {
  const w = torch.ones(2, { requiresGrad: true });
  const opt = new optim.SGD([w]);
  w.pow(3).sum().backward(null, { createGraph: true });
  opt.zeroGrad({ setToNone: false });
  expect([await w.grad?.tolist(), w.grad?.requiresGrad]).toEqual([[0, 0], false]);
  opt.zeroGrad();
  expect(w.grad).toBeNull();
});

test("an option that there is not is refused by name", () => {
  const w = torch.ones(2, { requiresGrad: true });
  expect(() => make(optim, "SGD", [w], { weight_decay: 1 })).toThrow(
    "SGD.__init__() got an unexpected keyword argument 'weight_decay'",
  );
});

test("gradients are clipped together by their norm, or one by one", async () => {
  const { w, gradient } = problem();
  gradient();
  const before = await numbers(w.grad as Tensor);
  const norm = Math.hypot(...before);
  expect(await nn.utils.clipGradNorm_([w], norm / 2).item()).toBeCloseTo(norm, 5);
  expectClose(
    await numbers(w.grad as Tensor),
    before.map((g) => g / 2),
    1e-5,
  );
  nn.utils.clipGradValue_([w], 0.01);
  expectClose(
    await numbers(w.grad as Tensor),
    before.map((g) => Math.max(-0.01, Math.min(0.01, g / 2))),
    1e-5,
  );
});
