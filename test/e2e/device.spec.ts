// Which device computes values, and why, is never a guess for the user to make.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

test.use({ workspace: "models" });

test("a software adapter is slower than the CPU, and is not used", async ({ workbench }) => {
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  await graph.settled();
  await expect(graph.device()).toHaveText("CPU");
  await expect(await graph.deviceReason()).toContainText(/software/i);
  await workbench.screenshot("device-software-adapter");
});

test.describe("a GPU that fails", () => {
  test.use({ settings: { "tensorglass.device": "webgpu" } });

  test("in the middle of a run: a second try, then the CPU", async ({ workbench, browser }) => {
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
});
