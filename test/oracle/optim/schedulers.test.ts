/** Schedulers against PyTorch: rates and momenta of two groups over twelve epochs. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { optim, torch } from "../subject.ts";
import { camelCase, expectClose, expected, make, type Options, type Rates } from "./expected.ts";

// A nested sequence steps its first scheduler twice before the optimizer, and says so, as in PyTorch.
beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const S = optim.lrScheduler;
type Scheduler = optim.lrScheduler.LRScheduler;
type Plateau = optim.lrScheduler.ReduceLROnPlateau;

const W = () => torch.zeros(2, { requiresGrad: true });
const twoGroups = () =>
  new optim.SGD([{ params: [W()] }, { params: [W()], lr: 0.2 }], { lr: 0.5, momentum: 0.9 });
/** `T_mult` is `TMult`: a leading capital stays. */
const named = (options: Options): Options =>
  camelCase(Object.fromEntries(Object.entries(options).map(([k, v]) => [k.replace("T_m", "TM"), v])));

/** Runs a scheduler; halfway it is replaced by a fresh one that goes on from its state dict. */
function ratesOf(
  schedule: (opt: optim.SGD) => Scheduler | Plateau,
  options: { values?: readonly number[]; resume?: boolean } = {},
): Rates {
  let opt = twoGroups();
  let scheduler = schedule(opt);
  const rates: (readonly (readonly [number, number])[])[] = [];
  for (let i = 0; i < 12; i++) {
    if (options.resume && i === 5) {
      const next = twoGroups();
      const resumed = schedule(next);
      resumed.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())) as Options);
      next.loadStateDict(opt.stateDict());
      [opt, scheduler] = [next, resumed];
    }
    rates.push(opt.paramGroups.map((g) => [g.lr, g.momentum] as const));
    if (scheduler instanceof S.LRScheduler)
      expect(scheduler.getLastLr()).toEqual(rates[i]?.map(([lr]) => lr));
    opt.step();
    if (i === 11) break;
    if (scheduler instanceof S.LRScheduler) scheduler.step();
    else scheduler.step(options.values?.[i] ?? 0);
  }
  return rates;
}

function expectRates(got: Rates, wanted: Rates): void {
  expectClose(got.flat(2), wanted.flat(2), 1e-12);
}

const FUNCTIONS: Readonly<Record<keyof typeof expected.functions, (opt: optim.SGD) => Scheduler>> = {
  lambda_: (opt) => new S.LambdaLR(opt, (e) => 0.9 ** e),
  lambda_each: (opt) => new S.LambdaLR(opt, [(e) => 0.9 ** e, (e) => 1 / (1 + e)]),
  multiplicative: (opt) => new S.MultiplicativeLR(opt, (e) => (e % 2 ? 0.95 : 0.5)),
  cyclic_function: (opt) =>
    new S.CyclicLR(opt, 0.1, 0.9, { stepSizeUp: 2, scaleFn: (x) => 1 / x, scaleMode: "cycle" }),
  sequential: (opt) =>
    new S.SequentialLR(
      opt,
      [new S.LinearLR(opt, 0.1, { totalIters: 4 }), new S.ExponentialLR(opt, 0.9)],
      [4],
    ),
  sequential_three: (opt) =>
    new S.SequentialLR(
      opt,
      [
        new S.ConstantLR(opt, 0.1, { totalIters: 2 }),
        new S.CosineAnnealingLR(opt, 4),
        new S.StepLR(opt, 2, { gamma: 0.5 }),
      ],
      [2, 6],
    ),
  sequential_restarts: (opt) =>
    new S.SequentialLR(
      opt,
      [new S.LinearLR(opt, 0.2, { totalIters: 3 }), new S.CosineAnnealingWarmRestarts(opt, 2)],
      [3],
    ),
  sequential_at_once: (opt) =>
    new S.SequentialLR(opt, [new S.ConstantLR(opt, 0.1), new S.PolynomialLR(opt, 8)], [0]),
  sequential_nested: (opt) =>
    new S.SequentialLR(
      opt,
      [
        new S.SequentialLR(opt, [new S.ConstantLR(opt, 0.1), new S.ConstantLR(opt, 0.5)], [2]),
        new S.MultiStepLR(opt, [2]),
      ],
      [5],
    ),
  swa: (opt) => new optim.swaUtils.SWALR(opt, 0.05, { annealEpochs: 4 }),
  swa_linear: (opt) =>
    new optim.swaUtils.SWALR(opt, [0.05, 0.3], { annealEpochs: 6, annealStrategy: "linear" }),
  swa_at_once: (opt) => new optim.swaUtils.SWALR(opt, 0.05, { annealEpochs: 0 }),
  chained: (opt) =>
    new S.ChainedScheduler([
      new S.ConstantLR(opt, { factor: 0.1, totalIters: 2 }),
      new S.ExponentialLR(opt, 0.9),
    ]),
};

describe.each([
  ["from the start", false],
  ["resumed from a state dict", true],
])("%s", (_, resume) => {
  test.each(expected.schedulers.map((s) => [`${s.name} ${JSON.stringify([s.args, s.options])}`, s] as const))(
    "%s",
    (_, { name, args, options, rates }) => {
      const schedule = (opt: optim.SGD) => make<Scheduler>(S, name, opt, ...args, named(options));
      expectRates(ratesOf(schedule, { resume }), rates);
    },
  );

  test.each(Object.entries(expected.functions))("%s", (name, rates) => {
    const schedule = FUNCTIONS[name];
    if (!schedule) throw new Error(`no scheduler here is called ${name}`);
    expectRates(ratesOf(schedule, { resume }), rates);
  });
});

test.each(expected.plateaus.map((p) => [JSON.stringify(p.options), p] as const))(
  "ReduceLROnPlateau %s",
  (_, { options, rates }) => {
    const schedule = (opt: optim.SGD) => new S.ReduceLROnPlateau(opt, camelCase(options));
    expectRates(ratesOf(schedule, { values: expected.plateauValues }), rates);
  },
);

describe("an epoch that is given", () => {
  const to = (epochs: readonly number[], schedule: (opt: optim.SGD) => Scheduler) => {
    const opt = new optim.SGD([W()], { lr: 0.5 });
    const scheduler = schedule(opt);
    return epochs.map((epoch) => {
      scheduler.step(epoch);
      return opt.paramGroups[0]?.lr ?? Number.NaN;
    });
  };

  test("may be fractional for warm restarts", () => {
    const { epochs, once, doubled } = expected.fractional;
    expectClose(
      to(epochs, (o) => new S.CosineAnnealingWarmRestarts(o, 3)),
      once,
      1e-12,
    );
    expectClose(
      to(epochs, (o) => new S.CosineAnnealingWarmRestarts(o, 2, { TMult: 2 })),
      doubled,
      1e-12,
    );
  });

  const ARGS = {
    StepLR: [2],
    MultiStepLR: [[2, 4]],
    ConstantLR: [0.5, 4],
    LinearLR: [0.5],
    ExponentialLR: [0.9],
    PolynomialLR: [6],
    CosineAnnealingLR: [4],
  };
  test.each(Object.entries(ARGS))("is gone to by the closed form: %s", (name, args) => {
    const warning = vi.mocked(console.warn);
    expectClose(
      to([2, 5, 1, 7], (o) => make(S, name, o, ...args)),
      expected.closed[name] ?? [],
      1e-12,
    );
    expect(warning.mock.calls.at(-1)?.[0]).toContain(
      "The epoch parameter in `scheduler.step()` was not necessary",
    );
  });
});

describe("the order of steps", () => {
  test("is warned of once when the scheduler comes first", () => {
    const warning = vi.mocked(console.warn);
    const opt = twoGroups();
    opt.step();
    const scheduler = new S.StepLR(opt, 1);
    scheduler.step();
    scheduler.step();
    expect(warning.mock.calls.length).toBe(1);
    expect(warning.mock.calls[0]?.[0]).toContain(
      "UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`.",
    );
  });

  test("is right when the optimizer comes first", () => {
    const warning = vi.mocked(console.warn);
    const opt = twoGroups();
    const scheduler = new S.StepLR(opt, 1);
    opt.step();
    scheduler.step();
    expect(warning).not.toHaveBeenCalled();
  });
});

test("a scheduler of one's own says its rates", () => {
  class Halving extends S.LRScheduler {
    readonly #epochs: number;

    constructor(optimizer: optim.Optimizer, epochs: number) {
      super(optimizer);
      this.#epochs = epochs;
      this.initialStep();
    }

    override getLr(): number[] {
      return this.baseLrs.map((lr) => lr / 2 ** Math.floor(this.lastEpoch / this.#epochs));
    }
  }
  const opt = twoGroups();
  const scheduler = new Halving(opt, 2);
  const rates = [0, 1, 2, 3].map(() => {
    opt.step();
    scheduler.step();
    return opt.paramGroups[0]?.lr;
  });
  expect(rates).toEqual([0.5, 0.25, 0.25, 0.125]);
});
