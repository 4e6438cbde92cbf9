/** Products, convolutions, pooling, joins and indexing of tensors in any layout. */
import fc from "fast-check";
import { test } from "vitest";
import { F, slice, torch } from "../../../engine/index.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";
import {
  alongDim,
  at,
  count,
  expectNear,
  filled,
  holds,
  inputs,
  type Plain,
  places,
  shapes,
} from "./reference.ts";

const size = fc.constantFrom(0, 1, 2, 3, 5, 9);

const convolutions = fc
  .record({
    batch: fc.integer({ min: 0, max: 2 }),
    groups: fc.integer({ min: 1, max: 2 }),
    ins: fc.integer({ min: 1, max: 2 }),
    outs: fc.integer({ min: 1, max: 3 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
    padding: fc.tuple(fc.nat(2), fc.nat(1)),
    dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    more: fc.tuple(fc.nat(4), fc.nat(4)),
  })
  .chain((c) => {
    // As large as the widened kernel at least, padding aside: there is a result.
    const [h, w] = ([0, 1] as const).map((d) => (c.kernel[d] - 1) * c.dilation[d] + 1 + c.more[d]) as [
      number,
      number,
    ];
    return fc.record({
      options: fc.constant(c),
      x: inputs([c.batch, c.groups * c.ins, h, w]),
      w: inputs([c.groups * c.outs, c.ins, ...c.kernel]),
      b: inputs([c.groups * c.outs]),
    });
  });

const pools = fc
  .record({
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    more: fc.tuple(fc.nat(4), fc.nat(4)),
    batch: fc.integer({ min: 0, max: 2 }),
    padded: fc.boolean(),
  })
  .chain((p) =>
    fc.record({
      x: inputs([p.batch, 2, p.kernel + p.more[0], p.kernel + p.more[1]]),
      kernel: fc.constant(p.kernel),
      stride: fc.constant(p.stride),
      padding: fc.constant(p.padded ? p.kernel >> 1 : 0),
    }),
  );

/** The size of a result of windows. */
const windows = (n: number, k: number, s: number, p: number, d = 1) =>
  Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;

/** An element, or what lies around the edges. */
const padded = (x: Plain, place: readonly number[], edge: number) =>
  place.every((i, d) => i >= 0 && i < (x.shape[d] as number)) ? at(x, place) : edge;

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

export function products(device: DeviceName): void {
  test("matmul of two matrices, bmm, and matmul broadcast over batches", () =>
    holds(
      device,
      fc
        .tuple(shapes(0, 2), size, size, size, fc.boolean())
        .chain(([batch, m, k, n, shared]) =>
          fc.tuple(inputs([...batch, m, k]), inputs(shared ? [k, n] : [...batch, k, n])),
        ),
      async ([a, b]) => {
        const [m, k] = a.shape.slice(-2) as [number, number];
        const n = b.shape.at(-1) as number;
        const wanted = filled([...a.shape.slice(0, -2), m, n], (p) =>
          sum(
            Array.from({ length: k }, (_, i) => {
              const other = b.shape.length === 2 ? [] : p.slice(0, -2);
              return at(a, [...p.slice(0, -1), i]) * at(b, [...other, i, p.at(-1) as number]);
            }),
          ),
        );
        const near = { terms: k, scale: 9 };
        const [x, y] = [a.tensor(device), b.tensor(device)];
        await expectNear(x.matmul(y), wanted, near);
        if (a.shape.length === 3 && b.shape.length === 3) await expectNear(torch.bmm(x, y), wanted, near);
      },
    ));

  test("conv2d with stride, padding, dilation and groups", () =>
    holds(device, convolutions, async ({ options: o, x, w, b }) => {
      const [h, v] = ([0, 1] as const).map((d) =>
        windows(x.shape[2 + d] as number, o.kernel[d], o.stride[d], o.padding[d], o.dilation[d]),
      ) as [number, number];
      const taps = places([o.ins, ...o.kernel]) as [number, number, number][];
      const wanted = filled([o.batch, o.groups * o.outs, h, v], ([batch, out, i, j]) => {
        const [row, column, c] = [i, j, out] as [number, number, number];
        const first = Math.floor(c / o.outs) * o.ins;
        const terms = taps.map(([channel, y, z]) => {
          const top = row * o.stride[0] - o.padding[0] + y * o.dilation[0];
          const left = column * o.stride[1] - o.padding[1] + z * o.dilation[1];
          return padded(x, [batch as number, first + channel, top, left], 0) * at(w, [c, channel, y, z]);
        });
        return sum(terms) + at(b, [c]);
      });
      const got = F.conv2d(x.tensor(device), w.tensor(device), b.tensor(device), {
        stride: o.stride,
        padding: o.padding,
        dilation: o.dilation,
        groups: o.groups,
      });
      await expectNear(got, wanted, { terms: taps.length + 1, scale: 9 });
    }));

  test("maxPool2d and avgPool2d", () =>
    holds(device, pools, async ({ x, kernel, stride, padding }) => {
      const shape = x.shape.map((n, d) => (d < 2 ? n : windows(n, kernel, stride, padding)));
      const windowed = (edge: number, op: (values: number[]) => number) =>
        filled(shape, ([n, c, i, j]) =>
          op(
            places([kernel, kernel]).map(([y, z]) =>
              padded(
                x,
                [
                  n,
                  c,
                  (i as number) * stride - padding + (y as number),
                  (j as number) * stride - padding + (z as number),
                ] as number[],
                edge,
              ),
            ),
          ),
        );
      const t = x.tensor(device);
      const largest = windowed(Number.NEGATIVE_INFINITY, (values) => Math.max(...values));
      await expectNear(F.maxPool2d(t, kernel, stride, padding), largest);
      const means = windowed(0, (values) => sum(values) / values.length);
      await expectNear(F.avgPool2d(t, kernel, stride, padding), means, { terms: 9, scale: 3 });
    }));
}

export function moves(device: DeviceName): void {
  test("gather and indexSelect", () =>
    holds(
      device,
      fc.tuple(alongDim(1), fc.array(fc.nat(), { maxLength: 6 })),
      async ([{ x, dim, given }, picks]) => {
        const n = x.shape[dim] as number;
        const rows = picks.map((p) => p % n);
        const index = torch.tensor(rows, { dtype: torch.int64 }).to(device);
        const shape = x.shape.with(dim, rows.length);
        const wanted = filled(shape, (p) => at(x, p.with(dim, rows[p[dim] as number] as number)));
        const t = x.tensor(device);
        await expectNear(t.indexSelect(given, index), wanted, { scale: 0 });
        const ones = x.shape.map((_, d) => (d === dim ? rows.length : 1));
        await expectNear(t.gather(given, index.reshape(ones).expand(shape)), wanted, { scale: 0 });
      },
    ));

  test("slices with steps, clamped and counted from the end", () => {
    const bound = fc.option(fc.integer({ min: -6, max: 6 }));
    return holds(
      device,
      shapes(1, 3).chain((shape) =>
        fc.record({
          x: inputs(shape),
          cuts: fc.array(fc.tuple(bound, bound, fc.integer({ min: 1, max: 3 })), {
            minLength: 1,
            maxLength: shape.length,
          }),
        }),
      ),
      ({ x, cuts }) => {
        const kept = x.shape.map((n, d) => {
          const all = Array.from({ length: n }, (_, i) => i);
          const [start, stop, step] = cuts[d] ?? [null, null, 1];
          return all.slice(start ?? 0, stop ?? n).filter((_, i) => i % step === 0);
        });
        const wanted = filled(
          kept.map((k) => k.length),
          (p) =>
            at(
              x,
              p.map((i, d) => kept[d]?.[i] as number),
            ),
        );
        return expectNear(x.tensor(device).at(...cuts.map((cut) => slice(...cut))), wanted, { scale: 0 });
      },
    );
  });

  test("cat of different lengths, and stack", () =>
    holds(
      device,
      fc
        .record({
          shape: shapes(1, 3),
          place: fc.nat(),
          lengths: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        })
        .chain(({ shape, place, lengths }) => {
          const dim = place % shape.length;
          return fc.record({
            dim: fc.constant(dim),
            parts: fc.tuple(...lengths.map((n) => inputs(shape.with(dim, n)))),
          });
        }),
      async ({ dim, parts }) => {
        const lengths = parts.map((p) => p.shape[dim] as number);
        const first = parts[0] as Plain;
        const wanted = filled(first.shape.with(dim, sum(lengths)), (p) => {
          let i = p[dim] as number;
          let part = 0;
          while (i >= (lengths[part] as number)) i -= lengths[part++] as number;
          return at(parts[part] as Plain, p.with(dim, i));
        });
        const tensors = parts.map((p) => p.tensor(device));
        await expectNear(torch.cat(tensors, dim), wanted, { scale: 0 });
        const same = parts.filter((p) => count(p.shape) === count(first.shape));
        const stacked = filled(first.shape.toSpliced(dim, 0, same.length), (p) =>
          at(same[p[dim] as number] as Plain, p.toSpliced(dim, 1)),
        );
        if (same.some((p) => p.shape[dim] !== first.shape[dim])) return;
        await expectNear(
          torch.stack(
            same.map((p) => p.tensor(device)),
            dim,
          ),
          stacked,
          { scale: 0 },
        );
      },
    ));
}
