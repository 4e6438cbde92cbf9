// A GPU can be taken away at any time: by a driver, by another program, by a laptop that goes to sleep.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

test.use({ settings: { "tensorglass.device": "webgpu" } });

test("a GPU that fails in the middle of a run: a second try, then the CPU", async ({
  workbench,
  browser,
}) => {
  test.setTimeout(480_000);
  const graph = new Graph(workbench);
  const devtools = await browser.newBrowserCDPSession();
  /** Ends the browser's GPU process, and with it every device. */
  const crash = () => devtools.send("Browser.crashGpuProcess");
  await workbench.openFile("long.ts");
  await graph.open();
  await expect(graph.status()).toContainText("Running");
  await workbench.page.waitForTimeout(2000);
  await crash();
  await workbench.page.waitForTimeout(4000);
  await crash();
  await expect(graph.device()).toHaveText("CPU", { timeout: 180_000 });
  await expect(await graph.deviceReason()).toContainText("The GPU failed, also on a second try");
  await workbench.screenshot("device-lost");
});
