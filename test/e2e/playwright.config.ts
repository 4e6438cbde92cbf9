// End-to-end tests: the packaged extension in a real VS Code, driven through Debian's Chromium.
import { defineConfig } from "@playwright/test";
import { artifacts } from "./places.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  globalSetup: "./prepare.ts",
  outputDir: `${artifacts}/e2e-traces`,
  // One VS Code at a time: two of them on two cores would only make each other slow and the timings worthless.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  // A test takes 15 s; shared machines have been seen to need four times that.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  use: {
    // The steps alone: pictures of the course or copies of the page double the time of a test in a page this large.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: true },
    screenshot: "only-on-failure",
  },
});
