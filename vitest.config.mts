// Unit tests need nothing but this repository; oracle tests compare with recorded PyTorch results.
import { defineConfig } from "vitest/config";

/**
 * Tests that leave the engine's realm in another state than they found it (they run programs in it, as a worker does)
 * or load its modules in another way.
 */
const ownRealm = "test/unit/**/*.realm.test.ts";

export default defineConfig({
  test: {
    // Loading the engine takes longer than most files of tests: all others of a worker share it.
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], exclude: [ownRealm], isolate: false },
      },
      { extends: true, test: { name: "unit, own realm", include: [ownRealm] } },
      { extends: true, test: { name: "oracle", include: ["test/oracle/**/*.test.ts"], isolate: false } },
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
