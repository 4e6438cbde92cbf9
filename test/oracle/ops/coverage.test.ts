/** The coverage table is that of the op table, and no op is without a case. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { coveragePage } from "./coverage.ts";
import { recordedCases } from "./recorded.ts";

test("docs/coverage.md is fresh (npm run generate)", () => {
  const file = new URL("../../../docs/coverage.md", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(coveragePage(recordedCases));
});
