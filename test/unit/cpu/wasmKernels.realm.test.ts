// The compiled kernels: up to date, the same in both builds, and replaceable where a host has none.
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { doubleKernels } from "../../../engine/devices/cpu/doubleKernels.ts";
import type { PanelKernels } from "../../../engine/devices/cpu/panelKernels.ts";
import { kernelsBase64, relaxedKernelsBase64 } from "../../../engine/devices/cpu/wasm/kernels.generated.ts";
import { instantiate } from "../../../engine/devices/cpu/wasm/wasmKernels.ts";
import { kernelsAreFresh } from "../../../scripts/wasm.mjs";
import { randomValues } from "./naive.ts";

const relaxedWorks = WebAssembly.validate(Buffer.from(relaxedKernelsBase64, "base64"));
const builds = [["plain", kernelsBase64] as const, ["relaxed", relaxedKernelsBase64] as const].filter(
  ([name]) => name === "plain" || relaxedWorks,
);

test("kernels.generated.ts is what the sources compile to", { timeout: 60_000 }, async () => {
  expect(await kernelsAreFresh()).toBe(true);
});

describe.each(builds)("the %s build does what the doubles do:", (_, base64) => {
  const wasm = instantiate(base64);

  /** Runs both with the same scratch memory before, and compares what `size` elements from `at` on hold after. */
  function same(
    floats: readonly (readonly [number, ArrayLike<number>])[],
    ints: readonly (readonly [number, readonly number[]])[],
    at: number,
    size: number,
    run: (k: PanelKernels) => void,
    tolerance = 0,
  ): void {
    const results = [wasm, doubleKernels()].map((k) => {
      k.layout({ all: 100_000 });
      k.floats.fill(0, 0, 100_000);
      for (const [place, values] of floats) k.floats.set(values, place);
      for (const [place, values] of ints) k.ints.set(values, place);
      run(k);
      return k.floats.slice(at, at + size);
    });
    const [actual, wanted] = results as [Float32Array, Float64Array];
    const errors = wanted.map((value, i) => Math.abs((actual[i] as number) - value));
    expect(errors.every((error) => error <= tolerance)).toBe(true);
  }

  const small = (max: number) => fc.integer({ min: 1, max });
  const FROM = 20_000;
  const TO = 60_000;
  const TABLES = 90_000;

  test("packing of strided lines", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4, 6, 8),
        small(20),
        small(40),
        small(3),
        small(3),
        small(5),
        (width, count, k, a, b, skip) => {
          for (const [line, step] of [
            [a * k, 1],
            [1, b * count],
            [a * k * 2, 2],
          ] as const) {
            same([[FROM, randomValues(8000, 1)]], [], TO, 20 * 50, (kernels) =>
              kernels.packStrided(width, count, k, FROM, line, step, TO, width * (k + skip), skip),
            );
          }
        },
      ),
    );
  });

  /** Places that come in runs of neighbours, of even numbers, and at random. */
  const table = (count: number) =>
    fc
      .array(
        fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 2, 3)),
        {
          minLength: count,
          maxLength: count,
        },
      )
      .map((runs) => {
        const places: number[] = [];
        let at = 200;
        for (const [gap, length, apart] of runs) {
          at += gap;
          for (let i = 0; i < length; i++, at += apart) places.push(at);
        }
        return places.slice(0, count);
      });

  test("packing through tables", () => {
    fc.assert(
      fc.property(fc.constantFrom(4, 6, 8), table(20), table(30), (width, lines, steps) => {
        same(
          [[FROM, randomValues(4000, 1)]],
          [
            [TABLES, [...lines, 0, 0, 0, 0, 0, 0, 0, 0]],
            [TABLES + 100, steps],
          ],
          TO,
          8 * 30 * 4,
          (kernels) => kernels.packGathered(width, 20, 30, FROM, TABLES, TABLES + 100, TO, width * 30),
        );
      }),
    );
  });

  test("products, with and without packing", () => {
    const [A, PANELS_A, PANELS_B, INIT] = [30_000, 40_000, 64_000, 12_000] as const;
    fc.assert(
      fc.property(small(4), small(13), table(24), fc.constantFrom(3, 100, 600), (few, many, lines, k) => {
        const ints = [
          [TABLES, [...lines, 0, 0, 0, 0, 0, 0, 0, 0]],
          [TABLES + 100, Array.from({ length: k }, (_, i) => i * 3)],
        ] as const;
        const floats = [
          [FROM, randomValues(4000, 1)],
          [A, randomValues(13 * k, 2)],
          [INIT, randomValues(20, 3)],
        ] as const;
        const packA = (kernels: PanelKernels, rows: number) => {
          const high = kernels.panelRows;
          kernels.packStrided(high, rows, k, A, k, 1, PANELS_A, high * k, 0);
        };
        const packed = (kernels: PanelKernels) => {
          packA(kernels, many);
          kernels.packGathered(8, 24, k, FROM, TABLES, TABLES + 100, PANELS_B, 8 * k);
          kernels.multiply(many, 24, k, PANELS_A, PANELS_B, TO, 24, INIT);
          kernels.multiply(many, 24, k, PANELS_A, PANELS_B, TO, 24, 0);
        };
        same(floats, ints, TO, 24 * many, packed, 2e-4);
        const gathered = (kernels: PanelKernels) => {
          packA(kernels, few);
          const [lineTable, stepTable] = [TABLES, TABLES + 100];
          kernels.multiplyGathered(few, 24, k, PANELS_A, FROM, lineTable, stepTable, TO, 24, INIT, PANELS_B);
        };
        same(floats, ints, TO, 24 * few, gathered, 1e-4);
      }),
      { numRuns: 40 },
    );
  });
});

describe("where there is no WebAssembly", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("float32 goes through the doubles", async () => {
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    const { gemm } = await import("../../../engine/devices/cpu/gemm.ts");
    const { wasmKernels } = await import("../../../engine/devices/cpu/wasm/wasmKernels.ts");
    expect(wasmKernels()).toBeNull();
    const n = 40;
    const identity = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
    const b = randomValues(n * n, 1);
    const c = new Float32Array(n * n);
    gemm(n, n, n, 1, identity, 0, n, 1, b, 0, n, 1, 0, c, 0, n);
    expect(c).toEqual(b);
  });
});

test("a bare context needs nothing but `atob`", async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("../../../engine/devices/cpu/wasm/wasmKernels.ts", import.meta.url).pathname],
    bundle: true,
    format: "iife",
    globalName: "kernels",
    write: false,
  });
  const context = createContext({ atob });
  new Script(outputFiles[0]?.text ?? "").runInContext(context);
  expect(new Script("typeof kernels.wasmKernels().multiply").runInContext(context)).toBe("function");
});
