// The panel by itself: its real bundle in Chromium, with the extension's side played by the test.
import { defineConfig } from "@playwright/test";
import { launchOptions } from "../e2e/browser.ts";
import { traces } from "./places.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  globalSetup: "./prepare.ts",
  outputDir: traces,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  reporter: [["list"]],
  use: {
    viewport: { width: 1200, height: 800 },
    screenshot: "only-on-failure",
    launchOptions: launchOptions(false),
  },
});
