// `npm run pictures`: takes the README's pictures anew, from the packaged extension in VS Code. Not a test.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig({
  ...tests,
  testMatch: "**/pictures.ts",
  timeout: 300_000,
  use: { ...tests.use, trace: "off" },
});
