/** Reductions, scans, sorting and normalizations along dimensions of tensors in any layout. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { F, torch } from "../../../engine/index.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";
import {
  alongDim,
  at,
  count,
  expectNear,
  filled,
  holds,
  inputs,
  line,
  type Plain,
  places,
  shapes,
} from "./reference.ts";

/** Dimensions to reduce, none of them twice, from either end; and whether they stay. */
const reduced = shapes(1, 4).chain((shape) =>
  fc.record({
    x: inputs(shape),
    dims: fc.subarray([...shape.keys()], { minLength: 1 }),
    negative: fc.boolean(),
    keepdim: fc.boolean(),
  }),
);

/** Every result's own elements, taken together by `op`. */
function reduce(
  x: Plain,
  dims: readonly number[],
  keepdim: boolean,
  op: (values: number[]) => number,
): Plain {
  const inner = x.shape.map((n, d) => (dims.includes(d) ? n : 1));
  const kept = filled(
    x.shape.map((n, d) => (dims.includes(d) ? 1 : n)),
    (outer) =>
      op(
        places(inner).map((place) =>
          at(
            x,
            place.map((i, d) => (dims.includes(d) ? i : (outer[d] as number))),
          ),
        ),
      ),
  );
  return { data: kept.data, shape: keepdim ? kept.shape : kept.shape.filter((_, d) => !dims.includes(d)) };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const variance = (values: readonly number[], correction: number) => {
  const m = mean(values);
  return sum(values.map((v) => (v - m) ** 2)) / Math.max(values.length - correction, 0);
};
const softmax = (values: readonly number[]) => {
  const all = sum(values.map(Math.exp));
  return values.map((v) => Math.exp(v) / all);
};

export function alongLines(device: DeviceName): void {
  const scale = device === "cpu" ? 3 : 40;

  test("sum, mean, var and logsumexp over dimensions", () =>
    holds(device, reduced, async ({ x, dims, negative, keepdim }) => {
      const t = x.tensor(device);
      const dim = negative ? dims.map((d) => d - x.shape.length) : dims;
      const terms = count(dims.map((d) => x.shape[d] as number));
      await expectNear(t.sum(dim, { keepdim }), reduce(x, dims, keepdim, sum), { terms, scale: 3 });
      await expectNear(t.mean(dim, { keepdim }), reduce(x, dims, keepdim, mean), { scale: 3 });
      const squares = reduce(x, dims, keepdim, (values) => variance(values, 0));
      await expectNear(t.var({ dim, correction: 0, keepdim }), squares, { terms, scale: 9 });
      const logs = reduce(x, dims, keepdim, (values) => Math.log(sum(values.map(Math.exp))));
      await expectNear(t.logsumexp(dim, { keepdim }), logs, { terms, scale });
      if (terms === 0) return;
      await expectNear(
        t.amax(dim, { keepdim }),
        reduce(x, dims, keepdim, (values) => Math.max(...values)),
        { terms: 0 },
      );
    }));

  test("max and argmin give the first of equals", () =>
    holds(device, fc.tuple(alongDim(1, true), fc.boolean()), async ([{ x, dim, given }, keepdim]) => {
      const [values, indices] = x.tensor(device).max(given, { keepdim });
      await expectNear(
        values,
        reduce(x, [dim], keepdim, (v) => Math.max(...v)),
      );
      await expectNear(
        indices,
        reduce(x, [dim], keepdim, (v) => v.indexOf(Math.max(...v))),
      );
      await expectNear(
        x.tensor(device).argmin(given, { keepdim }),
        reduce(x, [dim], keepdim, (v) => v.indexOf(Math.min(...v))),
      );
    }));

  test("cumsum", () =>
    holds(device, alongDim(), ({ x, dim, given }) =>
      expectNear(
        x.tensor(device).cumsum(given),
        filled(x.shape, (p) => sum(line(x, p, dim).slice(0, (p[dim] as number) + 1))),
        { terms: x.shape[dim] as number, scale: 3 },
      ),
    ));

  test("sort, stable in both directions", () =>
    holds(device, fc.tuple(alongDim(0, true), fc.boolean()), async ([{ x, dim, given }, descending]) => {
      const sorted = (p: readonly number[]) =>
        line(x, p, dim)
          .map((value, index) => ({ value, index }))
          .sort((a, b) => (descending ? b.value - a.value : a.value - b.value))[p[dim] as number];
      const { values, indices } = x.tensor(device).sort({ stable: true, dim: given, descending });
      await expectNear(
        values,
        filled(x.shape, (p) => sorted(p)?.value ?? Number.NaN),
      );
      await expectNear(
        indices,
        filled(x.shape, (p) => sorted(p)?.index ?? Number.NaN),
      );
    }));

  test("softmax and logSoftmax", () =>
    holds(device, alongDim(), async ({ x, dim, given }) => {
      const wanted = filled(x.shape, (p) => softmax(line(x, p, dim))[p[dim] as number] as number);
      const terms = x.shape[dim] as number;
      await expectNear(x.tensor(device).softmax(given), wanted, { terms, scale });
      const logs = { shape: x.shape, data: wanted.data.map(Math.log) };
      await expectNear(F.logSoftmax(x.tensor(device), given), logs, { terms, scale });
    }));

  test("layerNorm with weight and bias", () =>
    holds(
      device,
      shapes(1, 3)
        .filter((shape) => count(shape) > 0)
        .chain((shape) =>
          fc.integer({ min: 1, max: shape.length }).map((n) => ({ shape, inner: shape.slice(-n) })),
        )
        .chain(({ shape, inner }) => fc.record({ x: inputs(shape), w: inputs(inner), b: inputs(inner) })),
      async ({ x, w, b }) => {
        const rank = w.shape.length;
        const dims = [...x.shape.keys()].slice(-rank);
        const means = reduce(x, dims, true, mean);
        const variances = reduce(x, dims, true, (values) => variance(values, 0));
        const got = F.layerNorm(x.tensor(device), w.shape, w.tensor(device), b.tensor(device), 0.1);
        const wanted = filled(x.shape, (p) => {
          const outer = p.map((i, d) => (dims.includes(d) ? 0 : i));
          const own = p.slice(-rank);
          return (
            ((at(x, p) - at(means, outer)) / Math.sqrt(at(variances, outer) + 0.1)) * at(w, own) + at(b, own)
          );
        });
        await expectNear(got, wanted, { terms: count(w.shape), scale: 40 });
      },
    ));

  test("batchNorm in training, and its running statistics", () =>
    holds(
      device,
      shapes(2, 4)
        .filter((shape) => count(shape) / (shape[1] as number) > 1)
        .chain((shape) =>
          fc.record({ x: inputs(shape), w: inputs([shape[1] as number]), b: inputs([shape[1] as number]) }),
        ),
      async ({ x, w, b }) => {
        const channels = x.shape[1] as number;
        const dims = [...x.shape.keys()].filter((d) => d !== 1);
        const means = reduce(x, dims, false, mean);
        const variances = reduce(x, dims, false, (values) => variance(values, 0));
        const runningMean = torch.zeros([channels]).to(device);
        const runningVar = torch.ones([channels]).to(device);
        const got = F.batchNorm(
          x.tensor(device),
          runningMean,
          runningVar,
          w.tensor(device),
          b.tensor(device),
          true,
          0.5,
          0.1,
        );
        const wanted = filled(x.shape, (p) => {
          const c = [p[1] as number];
          return ((at(x, p) - at(means, c)) / Math.sqrt(at(variances, c) + 0.1)) * at(w, c) + at(b, c);
        });
        const near = { terms: count(x.shape) / channels, scale: 40 };
        await expectNear(got, wanted, near);
        await expectNear(runningMean, { shape: [channels], data: means.data.map((m) => m / 2) }, near);
        const unbiased = reduce(x, dims, false, (values) => variance(values, 1)).data;
        await expectNear(runningVar, { shape: [channels], data: unbiased.map((v) => 0.5 + v / 2) }, near);
        expect(got.device.type).toBe(device);
      },
    ));
}
