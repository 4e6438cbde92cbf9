// `npm test`: everything that has to hold, from a fresh clone. Installs what is missing, runs each step and goes on
// after a failure, so that one run tells all. Ends with one line, `N passed, N failed`.
//
// Lint, types and packaging count as one test each; of Vitest and Playwright every test counts. A suite in which no
// test ran has failed: an empty folder must not look like success.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.mjs";
import { installPackages } from "./install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const artifacts = join(root, "artifacts");
const vitestReport = join(artifacts, "vitest-results.json");
const playwrightReport = join(artifacts, "playwright-results.json");

/** No step takes so long unless it hangs, not even on a machine that is three times as slow as usual. */
const limitMinutes = 40;

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Runs a tool of node_modules or a script, its output going straight to the terminal.
 * @param {string} script
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<boolean>} whether it succeeded
 */
function run(script, args = [], env = {}) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const timer = setTimeout(() => {
    console.error(`✗ ${script} did not end within ${limitMinutes} minutes`);
    child.kill("SIGKILL");
  }, limitMinutes * 60_000);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal) console.error(`✗ ${script} was ended by ${signal}`);
      resolve(code === 0);
    });
  });
}

/** @param {boolean} succeeded @returns {Count} */
const one = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 });

/** @param {string} path */
const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

/**
 * A runner that failed although each test passed, or that left no report, has failed in some other way.
 * @param {Count} count @param {boolean} succeeded
 */
const orBroken = (count, succeeded) => (succeeded || count.failed > 0 ? count : { ...count, failed: 1 });

/** @returns {Promise<Count>} */
async function vitest() {
  rmSync(vitestReport, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`];
  const succeeded = await run("node_modules/vitest/vitest.mjs", ["run", ...reporters]);
  /** @type {{ name: string, status: string, assertionResults: { status: string }[] }[]} */
  const files = readReport(vitestReport)?.testResults ?? [];
  const count = { passed: 0, failed: 0 };
  for (const suite of ["unit", "oracle"]) {
    const inSuite = files.filter(({ name }) => name.startsWith(join(root, "test", suite)));
    const statuses = inSuite.flatMap(({ status, assertionResults }) =>
      // A file that could not even be loaded has no tests to report.
      assertionResults.length === 0 && status === "failed"
        ? ["failed"]
        : assertionResults.map((test) => test.status),
    );
    const passed = statuses.filter((status) => status === "passed").length;
    const failed = statuses.filter((status) => status === "failed").length;
    if (passed + failed === 0) console.error(`✗ no test ran in test/${suite}`);
    count.passed += passed;
    count.failed += passed + failed === 0 ? 1 : failed;
  }
  return orBroken(count, succeeded);
}

/** @param {string} config @returns {Promise<Count>} */
async function playwright(config) {
  rmSync(playwrightReport, { force: true });
  const succeeded = await run(
    "node_modules/@playwright/test/cli.js",
    ["test", "--config", config, "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  );
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(playwrightReport)?.stats ?? {};
  const ran = expected + unexpected + flaky > 0;
  if (!ran) console.error(`✗ no test ran under ${config}`);
  return orBroken({ passed: expected, failed: unexpected + flaky }, succeeded && ran);
}

/** @type {readonly { title: string, step: () => Promise<Count> }[]} */
const steps = [
  {
    title: "lint and format",
    step: async () =>
      one(await run("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."])),
  },
  { title: "types", step: async () => one(await run("scripts/types.mjs")) },
  { title: "unit and oracle tests", step: vitest },
  { title: "build and package", step: async () => one(await run("scripts/package.mjs")) },
  { title: "panel in Chromium", step: () => playwright("test/webview/playwright.config.ts") },
  { title: "extension in VS Code", step: () => playwright("test/e2e/playwright.config.ts") },
];

const total = { passed: 0, failed: 0 };
try {
  installPackages();
  ensureChromium();
  mkdirSync(artifacts, { recursive: true });
  for (const [index, { title, step }] of steps.entries()) {
    console.log(`\n── ${index + 1} of ${steps.length}: ${title}`);
    const start = performance.now();
    const { passed, failed } = await step();
    total.passed += passed;
    total.failed += failed;
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`${failed === 0 ? "✓" : "✗"} ${title}: ${passed} passed, ${failed} failed (${seconds} s)`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed++;
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
