/**
 * Host time of an op on WebGPU, µs, in Node (Dawn) and in a worker of Chromium. Peers need 143 (a submit for each op),
 * 16 (15 ops a submit, new bind groups); 0.8 is what Chromium's own calls take when all is cached.
 */
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build } from "esbuild";
import { create } from "webgpu";
import { findChromium } from "../../scripts/chromium.mjs";
import { type DispatchCost, measureDispatch } from "./gpuDispatch.ts";

function print(host: string, { gpu, costs }: { gpu: string; costs: readonly DispatchCost[] }): void {
  console.log(`${host} on ${gpu}`);
  for (const { what, dispatches, total, submit } of costs) {
    const numbers = `${total.toFixed(1).padStart(6)} µs a dispatch, ${submit.toFixed(1)} of it to submit`;
    console.log(`  ${what.padEnd(32)} ${String(dispatches).padStart(5)} dispatches ${numbers}`);
  }
}

print("Node", await measureDispatch(create([])));

const root = fileURLToPath(new URL("../../..", import.meta.url));
const worker = await build({
  stdin: {
    contents: `import { measureDispatch } from "./test/bench/gpuDispatch.ts";
      measureDispatch(navigator.gpu).then((result) => postMessage(result), (error) => postMessage({ error: String(error) }));`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  write: false,
  format: "iife",
  target: "chrome130",
});
const executablePath = findChromium();
if (!executablePath) throw new Error("Chromium is not installed.");
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
});
const page = await browser.newPage();
// WebGPU is there only in a secure context, which localhost is.
await page.route("http://localhost/", (route) => route.fulfill({ contentType: "text/html", body: "" }));
await page.goto("http://localhost/");
const result = await page.evaluate(
  (source) =>
    new Promise<{ gpu: string; costs: DispatchCost[]; error?: string }>((resolve, reject) => {
      const engine = new Worker(URL.createObjectURL(new Blob([source])));
      engine.onmessage = ({ data }) => resolve(data);
      engine.onerror = ({ message }) => reject(new Error(message));
    }),
  worker.outputFiles[0]?.text ?? "",
);
await browser.close();
if (result.error) throw new Error(result.error);
print("Chromium worker", result);
process.exit(0);
