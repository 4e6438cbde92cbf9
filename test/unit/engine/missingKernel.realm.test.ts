/** An op that a device has no kernel for is an error that names both, never a silent detour. */
import { expect, test } from "vitest";
import { torch } from "../../../engine/index.ts";
import { defineOp } from "../../../engine/ops/op.ts";

const unfinished = defineOp({
  schema: "unfinished_op(Tensor self) -> Tensor",
  doc: "Has a shape function, and no kernel.",
  meta: ({ self }) => ({ shape: self.shape }),
});

test("a missing kernel names the op and the device", () => {
  expect(() => unfinished({ self: torch.ones(2) })).toThrow(/unfinished_op.*cpu/i);
});
