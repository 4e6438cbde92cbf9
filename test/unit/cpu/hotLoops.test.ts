// The vector loops of elementwise ops against the expressions of the ops themselves.
import { describe, expect, test } from "vitest";
import { erf } from "../../../engine/devices/cpu/erf.ts";
import { hotLoopOf, runHotLoop, sumHot } from "../../../engine/devices/cpu/hotLoops.ts";
import { randomValues } from "./naive.ts";

const special = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  1,
  -1,
  1e-40,
  -3e37,
  80,
  -80,
];

/** Random values with all pairs of special ones in between. */
function operands(n: number): [Float32Array, Float32Array] {
  const a = randomValues(n, 1).map((v) => v * 10);
  const b = randomValues(n, 2).map((v) => v * 10);
  for (let at = 0; at < Math.min(n, special.length ** 2); at++) {
    a[at] = special[Math.floor(at / special.length)] as number;
    b[at] = special[at % special.length] as number;
  }
  return [a, b];
}

function run(
  name: string,
  inputs: readonly Float32Array[],
  scalars: readonly number[],
  n: number,
  at = 0,
): Float32Array {
  const out = new Float32Array(n + at + 3).fill(55);
  const loop = hotLoopOf(name);
  if (!loop) throw new Error(`no loop for ${name}`);
  const places = inputs.map((data) => ({
    data,
    at: data.length === 1 ? 0 : at,
    step: data.length === 1 ? 0 : 1,
  }));
  expect(runHotLoop(loop, places, scalars, out, at, n)).toBe(true);
  // Nothing beside the result was touched.
  expect([...out.subarray(0, at), ...out.subarray(n + at)]).toEqual(Array<number>(at + 3).fill(55));
  return out.subarray(at, at + n);
}

interface Row {
  readonly name: string;
  readonly scalars?: readonly number[];
  readonly expression: (a: number, b: number) => number;
  /** Units in the last place that the result may be off; bit for bit unless given. */
  readonly units?: number;
}

const rows: readonly Row[] = [
  { name: "add.Tensor", scalars: [1], expression: (a, b) => a + b },
  { name: "sub.Tensor", scalars: [1], expression: (a, b) => a - b },
  { name: "add.Tensor", scalars: [0.5], expression: (a, b) => a + 0.5 * b },
  { name: "sub.Tensor", scalars: [4], expression: (a, b) => a - Math.fround(4 * b) },
  { name: "mul.Tensor", expression: (a, b) => a * b },
  { name: "div.Tensor", expression: (a, b) => a / b },
  { name: "neg", expression: (a) => -a },
  { name: "abs", expression: (a) => Math.abs(a) },
  { name: "sqrt", expression: (a) => Math.sqrt(a) },
  { name: "relu", expression: (a) => Math.max(a, 0) },
  { name: "threshold_backward", scalars: [0.5], expression: (g, x) => (x <= 0.5 ? 0 : g) },
  { name: "leaky_relu", scalars: [0.25], expression: (a) => (a > 0 ? a : a * 0.25) },
  { name: "pow.Tensor_Scalar", scalars: [2], expression: (a) => a * a },
  { name: "exp", expression: (a) => Math.exp(a), units: 1 },
  // Below -88 the result is 0, as PyTorch's, where float32 could still tell numbers of few digits.
  { name: "sigmoid", expression: (a) => 1 / (1 + Math.exp(-a)), units: 2.5 },
  { name: "tanh", expression: (a) => Math.tanh(a), units: 1.5 },
];

/** Distance to the next float32. */
function unit(value: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(value))));
  return 2 ** (exponent - 23);
}

function expectNear(actual: number, wanted: number, units: number): void {
  const rounded = Math.fround(wanted);
  // A result next to infinity may round to it.
  if (Object.is(actual, rounded) || units === 0 || !Number.isFinite(rounded)) expect(actual).toBe(rounded);
  else expect(Math.abs(actual - wanted) / unit(wanted)).toBeLessThanOrEqual(units);
}

describe.each(rows)("$name", ({ name, scalars = [], expression, units = 0 }) => {
  // The multiply-add of "x + s · y" may be fused: one rounding instead of two.
  const fused = scalars.length === 1 && !Number.isInteger(Math.log2(scalars[0] as number));
  const count = expression.length;

  test.each([32, 121, 4097])("%i elements", (n) => {
    const [a, b] = operands(n + 2);
    const result = run(name, [a, b].slice(0, Math.max(count, 1)), scalars, n, 2);
    for (let i = 0; i < n; i++) {
      expectNear(result[i] as number, expression(a[i + 2] as number, b[i + 2] as number), fused ? 1 : units);
    }
  });

  test.runIf(count === 2)("a single number on either side", () => {
    const [a] = operands(200);
    const three = Float32Array.of(3);
    run(name, [a, three], scalars, 200).forEach((value, i) => {
      expectNear(value, expression(a[i] as number, 3), units);
    });
    run(name, [three, a], scalars, 200).forEach((value, i) => {
      expectNear(value, expression(3, a[i] as number), units);
    });
  });
});

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const curve = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** To within a few units in the last place of the largest thing that is added up. */
test.each<[name: string, scalars: number[], (a: number, b: number, c: number) => number]>([
  ["addcmul", [0.3], (a, b, c) => a + 0.3 * b * c],
  ["addcdiv", [-0.1], (a, b, c) => a - (0.1 * b) / c],
  ["sigmoid_backward", [], (g, y) => g * (1 - y) * y],
  ["tanh_backward", [], (g, y) => g * (1 - y * y)],
  ["silu", [], (x) => x * logistic(x)],
  ["silu_backward", [], (g, x) => g * logistic(x) * (1 + x * (1 - logistic(x)))],
  ["gelutanh", [], (x) => 0.5 * x * (1 + Math.tanh(curve(x)))],
  [
    "gelu_backwardtanh",
    [],
    (g, x) => {
      const t = Math.tanh(curve(x));
      return g * 0.5 * (1 + t + x * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x));
    },
  ],
  ["gelunone", [], (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2))],
  [
    "gelu_backwardnone",
    [],
    (g, x) => g * (0.5 * (1 + erf(x * Math.SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI)),
  ],
])("%s", (name, scalars, expression) => {
  const n = 9000;
  const inputs = [1, 2, 3].map((seed) => randomValues(n, seed).map((v) => v * 6 || 1));
  const used = name.startsWith("addc") ? inputs : inputs.slice(0, expression.length);
  const result = run(name, used, scalars, n);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    const [a = 0, b = 0, c = 0] = inputs.map((values) => values[i]);
    const wanted = expression(a, b, c);
    worst = Math.max(
      worst,
      Math.abs((result[i] as number) - wanted) / Math.max(1, Math.abs(a), Math.abs(a * b * b)),
    );
  }
  expect(worst).toBeLessThan(1e-6);
});

test("a loop for some scalars leaves the others alone", () => {
  const loop = hotLoopOf("pow.Tensor_Scalar");
  const x = new Float32Array(100);
  expect(loop && runHotLoop(loop, [{ data: x, at: 0, step: 1 }], [3], x, 0, 100)).toBe(false);
});

test("exp over all its range is off by one unit in the last place at most", () => {
  const n = 100_000;
  const x = Float32Array.from({ length: n }, (_, i) => -104 + (192.7 * i) / n);
  let worst = 0;
  run("exp", [x], [], n).forEach((value, i) => {
    const wanted = Math.exp(x[i] as number);
    worst = Math.max(worst, Math.abs(value - wanted) / unit(wanted));
  });
  expect(worst).toBeLessThan(1.1);
});

test("the result may take an operand's place", () => {
  const x = randomValues(5000, 1);
  const wanted = x.map((v) => v + v);
  const loop = hotLoopOf("add.Tensor");
  const operand = { data: x, at: 0, step: 1 };
  if (loop) runHotLoop(loop, [operand, operand], [1], x, 0, x.length);
  expect(x).toEqual(wanted);
});

test("what it can't do it leaves alone", () => {
  const loop = hotLoopOf("relu");
  if (!loop) throw new Error("no loop for relu");
  const x = new Float32Array(100);
  const double = new Float64Array(100);
  expect(hotLoopOf("toString")).toBeNull();
  expect(runHotLoop(loop, [{ data: x, at: 0, step: 1 }], [], double, 0, 100)).toBe(false);
  expect(runHotLoop(loop, [{ data: double, at: 0, step: 1 }], [], x, 0, 100)).toBe(false);
  expect(runHotLoop(loop, [{ data: x, at: 0, step: 2 }], [], x, 0, 50)).toBe(false);
  expect(sumHot(double, 0, 100)).toBeNull();
});

test("sums in double", () => {
  const x = randomValues(100_003, 1).map((v) => v * 1000);
  const wanted = x.subarray(1).reduce((a, b) => a + b, 0);
  expect(sumHot(x, 1, x.length - 1)).toBeCloseTo(wanted, 6);
});
