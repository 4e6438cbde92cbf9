// `npm run measure`: how long a user waits, in VS Code with the packaged extension. Not a test: machines differ.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig({
  ...tests,
  testMatch: "**/measure.ts",
  globalSetup: "./prepareMeasure.ts",
  timeout: 600_000,
  use: { ...tests.use, trace: "off" },
});
