// Two projects: `unit` needs nothing but this repository; `oracle` compares with recorded PyTorch results.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "oracle", include: ["test/oracle/**/*.test.ts"] } },
    ],
    setupFiles: ["test/propertySeed.ts"],
    globalSetup: ["scripts/vitestSetup.mjs"],
    environment: "node",
    // By default one core is left free, which on two cores is half of them.
    maxWorkers: "100%",
    testTimeout: 20_000,
  },
  resolve: { alias: { tensorglass: new URL("engine/index.ts", import.meta.url).pathname } },
});
