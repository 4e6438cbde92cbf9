/** Masks, samples and orders by seed are PyTorch's. */
import { test } from "vitest";
import { expectPyTorchs, recorded } from "./expectations.ts";

test.each(recorded.map((c) => [c.name, c] as const))("%s", (_, wanted) => expectPyTorchs(wanted, "cpu"));
