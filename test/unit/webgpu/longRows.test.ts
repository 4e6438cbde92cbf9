/** Rows of sound are longer than the arguments of a call may be many: their tables of weights must not be spread. */
import { beforeEach, expect, test } from "vitest";
import { F, torch } from "../../../engine/index.ts";
import { useTestDevice } from "./bothDevices.ts";

beforeEach(async () => {
  await useTestDevice();
});

const LENGTH = 40_000;

test.each([
  ["linear", [1, 1, LENGTH], [2 * LENGTH]],
  ["bilinear", [1, 1, 1, LENGTH], [1, 2 * LENGTH]],
] as const)("%s of a long row is the CPU's", async (mode, shape, size) => {
  const x = torch.randn(shape);
  const wanted = await F.interpolate(x, { size, mode }).data();
  const got = await F.interpolate(x.to("webgpu"), { size, mode }).data();
  expect(got.length).toBe(wanted.length);
  let farthest = 0;
  for (let i = 0; i < wanted.length; i++) {
    farthest = Math.max(farthest, Math.abs((wanted[i] as number) - (got[i] as number)));
  }
  expect(farthest).toBeLessThan(1e-5);
});
