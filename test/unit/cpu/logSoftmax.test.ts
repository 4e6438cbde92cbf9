/** The logarithm in the vector kernel: compiled code must not rely on tables in memory that other kernels overwrite. */
import { expect, test } from "vitest";
import { torch } from "../../../engine/index.ts";

test("logSoftmax is right whatever kernel ran before", async () => {
  torch.manualSeed(0);
  const rows = torch.randn(64, 120).mul(3);
  torch.randn(300, 300).matmul(torch.randn(300, 300));
  const got = await rows.logSoftmax(1).data();
  const x = await rows.data();
  for (let start = 0; start < x.length; start += 120) {
    const row = [...x.subarray(start, start + 120)];
    const total = Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0));
    const worst = Math.max(...row.map((v, i) => Math.abs((got[start + i] as number) - (v - total))));
    expect(worst).toBeLessThan(5e-6);
  }
});
