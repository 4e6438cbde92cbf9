/**
 * Each op alone on WebGPU against PyTorch's recorded values and gradients. Layout, nodes and error texts do not depend
 * on the device: `ops.test.ts` has them. float64 does not exist there.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import { type Tensor, torch } from "../subject.ts";
import { call, numberOf, type OpCase } from "./call.ts";

interface Values {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly (number | string)[];
}

interface Recorded extends OpCase {
  readonly out?: readonly Values[];
  readonly grads?: readonly (Values | null)[];
}

const folder = new URL(".", import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as { cases: Recorded[] }).cases)
  .filter((c) => c.out && !JSON.stringify(c).includes("float64"));

/** Some more roundings than the CPU, which works in double and rounds once. */
const RELATIVE = 1e-5;

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

async function expectEqual(t: Tensor, wanted: Values): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  const data = await t.detach().data();
  const expected = wanted.values.map(numberOf);
  const largest = Math.max(1, ...expected.map(Math.abs).filter(Number.isFinite));
  const near = (a: number, b: number) =>
    Object.is(a, b) || a === b || Math.abs(a - b) <= RELATIVE * (largest + Math.abs(b));
  const wrong = expected
    .map((w, i) => ({ i, is: data[i] as number, wanted: w }))
    .filter((e) => !near(e.is, e.wanted));
  expect(wrong).toEqual([]);
}

const text = ({ fn, args, kwargs }: OpCase) =>
  `${fn}(${JSON.stringify(args).slice(1, -1)}, ${JSON.stringify(kwargs)})`;

describe.each(cases.map((c) => [text(c), c] as const))("%s", (_, wanted) => {
  test("is PyTorch's on WebGPU", { timeout: 60_000 }, async () => {
    const { outputs, leaves } = call(wanted, "webgpu");
    expect(outputs.length).toBe(wanted.out?.length);
    for (const [i, out] of outputs.entries()) await expectEqual(out, wanted.out?.[i] as Values);
    if (!wanted.grads) return;
    outputs
      .filter((o) => o.requiresGrad)
      .map((o) =>
        o
          .mul(
            torch
              .arange(1, o.numel() + 1)
              .reshape(o.shape)
              .to("webgpu"),
          )
          .sum(),
      )
      .reduce((a, b) => a.add(b))
      .backward();
    for (const [i, grad] of wanted.grads.entries()) {
      if (grad) await expectEqual((leaves[i] as Tensor).grad as Tensor, grad);
    }
  });
});
