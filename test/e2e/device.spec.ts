// Which device computes values, and why, is never a guess for the user to make.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

test("a software adapter is slower than the CPU, and is not used", async ({ workbench }) => {
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  await graph.settled();
  await expect(graph.device()).toHaveText("CPU");
  await expect(await graph.deviceReason()).toContainText(/software/i);
  await workbench.screenshot("device-software-adapter");
});
