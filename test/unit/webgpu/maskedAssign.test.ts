/** `x.set([mask], values)` on WebGPU, where nobody waits to count the places. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

const put = (count: number) => {
  const mask = torch.tensor([
    [true, false, true],
    [false, false, true],
  ]);
  const values = torch.arange(count, { dtype: torch.float32 }).add(1);
  return torch
    .zeros(2, 3)
    .to("webgpu")
    .set([mask.to("webgpu")], values.to("webgpu"));
};

test("as many values as places", async () => {
  expect(await put(3).tolist()).toEqual([
    [1, 0, 2],
    [0, 0, 3],
  ]);
});

test.each([2, 4])("%i values for three places are refused at the next read", async (count) => {
  await expect(put(count).tolist()).rejects.toThrow(
    `shape mismatch: value tensor of shape [${count}] cannot be broadcast to indexing result of shape [3]`,
  );
});
