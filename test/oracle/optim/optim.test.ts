/** Optimizers and schedulers against PyTorch: weights after four steps, learning rates over twelve. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nn, optim, type Tensor, torch } from "../subject.ts";

type Options = Readonly<Record<string, unknown>>;

interface Expected {
  readonly optimizers: readonly { name: string; options: Options; weights: number[] }[];
  readonly schedulers: readonly { name: string; args: unknown[]; options: Options; rates: number[] }[];
  readonly lambda: number[];
  readonly plateau: { values: number[]; rates: number[] };
  readonly sequential: number[];
}

const file = new URL("expected.json", import.meta.url);
const expected = JSON.parse(readFileSync(file, "utf8")) as Expected;

const camelCase = (options: Options): Options =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );

/** A class of a namespace by its name. */
function make<T>(from: object, name: string, ...args: unknown[]): T {
  const found: unknown = Reflect.get(from, name);
  if (typeof found !== "function") throw new Error(`there is no ${name}`);
  return Reflect.construct(found, args) as T;
}

function expectClose(got: readonly number[], wanted: readonly number[], digits = 6): void {
  expect(got.length).toBe(wanted.length);
  for (const [i, w] of wanted.entries()) expect(got[i]).toBeCloseTo(w, digits);
}

function problem() {
  torch.manualSeed(0);
  const w = torch.randn(2, 3, { requiresGrad: true });
  const x = torch.randn(3, 2);
  return { w, gradient: () => w.matmul(x).pow(2).mean().backward() };
}

function train(opt: optim.SGD, gradient: () => void, steps: number): void {
  for (let i = 0; i < steps; i++) {
    opt.zeroGrad();
    gradient();
    opt.step();
  }
}

const numbers = async (t: Tensor) => Array.from(await t.detach().data());

describe.each(expected.optimizers.map((o) => [`${o.name} ${JSON.stringify(o.options)}`, o] as const))(
  "%s",
  (_, { name, options, weights }) => {
    test("takes PyTorch's steps", async () => {
      const { w, gradient } = problem();
      train(make<optim.SGD>(optim, name, [w], camelCase(options)), gradient, 4);
      expectClose(await numbers(w), weights, 5);
    });

    test("goes on from a state dict", async () => {
      const { w, gradient } = problem();
      const first = make<optim.SGD>(optim, name, [w], camelCase(options));
      train(first, gradient, 2);
      const second = make<optim.SGD>(optim, name, [w]);
      second.loadStateDict(first.stateDict());
      train(second, gradient, 2);
      expectClose(await numbers(w), weights, 5);
    });
  },
);

interface Schedule {
  step(value?: number): void;
}

function ratesOf(schedule: (opt: optim.SGD) => Schedule, values?: readonly number[]): number[] {
  const opt = new optim.SGD([torch.zeros(1, { requiresGrad: true })], { lr: 0.5, momentum: 0.9 });
  const s = schedule(opt);
  const rates: number[] = [];
  for (let i = 0; i < 12; i++) {
    rates.push(opt.paramGroups[0]?.lr ?? Number.NaN);
    if (i < 11) s.step(values?.[i]);
  }
  return rates;
}

describe("learning rates", () => {
  const { lrScheduler } = optim;
  for (const { name, args, options, rates } of expected.schedulers) {
    const named = Object.keys(options).length
      ? [camelCase({ ...options, ...("T_mult" in options ? { TMult: options.T_mult } : {}) })]
      : [];
    for (const o of named) Reflect.deleteProperty(o, "T_mult");
    test(`${name} ${JSON.stringify([args, options])}`, () => {
      expectClose(
        ratesOf((opt) => make(lrScheduler, name, opt, ...args, ...named)),
        rates,
        9,
      );
    });
  }

  test("LambdaLR", () =>
    expectClose(
      ratesOf((opt) => new lrScheduler.LambdaLR(opt, (epoch) => 0.9 ** epoch)),
      expected.lambda,
      9,
    ));

  test("ReduceLROnPlateau", () => {
    const options = { patience: 1, factor: 0.5, cooldown: 1 };
    const { values, rates } = expected.plateau;
    const schedule = (opt: optim.SGD) => {
      const plateau = new lrScheduler.ReduceLROnPlateau(opt, options);
      return { step: (value?: number) => plateau.step(value ?? 0) };
    };
    expectClose(ratesOf(schedule, values), rates, 9);
  });

  test("SequentialLR", () => {
    const schedule = (opt: optim.SGD) => {
      const warmup = new lrScheduler.LinearLR(opt, { startFactor: 0.1, totalIters: 4 });
      return new lrScheduler.SequentialLR(opt, [warmup, new lrScheduler.ExponentialLR(opt, 0.9)], [4]);
    };
    expectClose(ratesOf(schedule), expected.sequential, 9);
  });
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
    5,
  );
  nn.utils.clipGradValue_([w], 0.01);
  expectClose(
    await numbers(w.grad as Tensor),
    before.map((g) => Math.max(-0.01, Math.min(0.01, g / 2))),
    6,
  );
});
