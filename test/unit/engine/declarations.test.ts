/** The declarations that users see are those of the op table. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { declarations } from "../../../engine/api/declarations.ts";

test("engine/generated/api.ts is fresh (npm run generate)", () => {
  const file = new URL("../../../engine/generated/api.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(declarations());
});
