/** The gradient of a leaf lies as the leaf does, where that is dense: as recorded by `gradLayout.py`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { slice, type Tensor, torch } from "../subject.ts";

type Row = readonly [
  leaf: string,
  program: string,
  graph: boolean,
  leafStrides: number[],
  strides: number[][],
  names: (string | null)[],
  values: unknown,
];

const rows = JSON.parse(readFileSync(new URL("gradLayout.json", import.meta.url), "utf8")) as Row[];

const leaves: Readonly<Record<string, () => Tensor>> = {
  rows: () => torch.ones(2, 3),
  transposed: () => torch.arange(6, { dtype: torch.float32 }).view(2, 3).t(),
  "channels last": () => torch.ones(1, 3, 4, 2).permute(0, 3, 1, 2),
  expanded: () => torch.ones(1, 3).expand(2, 3),
  "with gaps": () => torch.ones(2, 6).at(null, slice(null, null, 2)),
  "a dimension of one": () => torch.ones(1, 2, 3).transpose(0, 1),
  empty: () => torch.ones(0, 3).t(),
  scalar: () => torch.tensor(2, { dtype: torch.float32 }),
};

const programs: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  mul: (x) => x.mul(2).sum(),
  sum: (x) => x.sum(),
  square: (x) => x.mul(x).sum(),
  exp: (x) => x.exp().sum(),
  clone: (x) => x.clone().sum(),
  contiguous: (x) => x.contiguous().mul(3).sum(),
  flat: (x) =>
    x
      .reshape(-1)
      .mul(torch.arange(x.numel(), { dtype: torch.float32 }))
      .sum(),
  twice: (x) => x.add(x).sum(),
  first: (x) => x.unsqueeze(0).at(0).sum(),
};

/** The stride of a dimension of size 1 says nothing about where elements lie, and PyTorch's contract leaves it open. */
const telling = (strides: readonly number[] | undefined, { shape }: Tensor) =>
  strides?.map((stride, d) => (shape[d] === 1 ? 0 : stride));

describe("the gradient's layout", () => {
  test.each(rows)(
    "%s, %s, createGraph %s",
    async (leaf, program, graph, leafStrides, strides, names, values) => {
      const x = (leaves[leaf] as () => Tensor)().requiresGrad_();
      expect(x.stride()).toEqual(leafStrides);
      const found: unknown[] = [];
      const nodes: unknown[] = [];
      for (let k = 0; k < 2; k++) {
        (programs[program] as (x: Tensor) => Tensor)(x).backward({ createGraph: graph });
        found.push(telling(x.grad?.stride(), x));
        nodes.push(x.grad?.gradFn?.name ?? null);
      }
      expect(found).toEqual(strides.map((s) => telling(s, x)));
      expect(nodes).toEqual(names);
      const got = JSON.stringify(await x.grad?.tolist(), (_, v) =>
        typeof v === "number" ? Number(v.toPrecision(5)) : v,
      );
      const wanted = JSON.stringify(values, (_, v) => (typeof v === "number" ? Number(v.toPrecision(5)) : v));
      expect(got).toBe(wanted);
    },
  );
});
