/** Backward after a tensor that a node kept was written in place, for each recorded form in place: see `inplaceVersions.py`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type OpCase, prepare } from "../ops/call.ts";
import { textOf } from "../ops/recorded.ts";
import type { Tensor } from "../subject.ts";

interface Row extends OpCase {
  readonly after: readonly [version: number, node: string | null];
  /** From the tensor's type up to its version. */
  readonly error: string;
}

const rows = JSON.parse(readFileSync(new URL("inplaceVersions.json", import.meta.url), "utf8")) as Row[];

describe.each(rows.map((row) => [textOf(row), row] as const))("%s", (_, row) => {
  test("is found in backward", () => {
    let kept: Tensor | null = null;
    const [x] = prepare(row).run((self) => {
      kept = self.mul(self);
    }) as [Tensor];
    expect([x.version, x.gradFn?.name ?? null]).toEqual(row.after);
    expect(() => (kept as Tensor | null)?.sum().backward()).toThrow(
      `one of the variables needed for gradient computation has been modified by an inplace operation: ${row.error}; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`,
    );
  });
});
