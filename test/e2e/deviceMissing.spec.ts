// Whether there is an adapter is decided when the browser starts, so it is a file of its own.
import { expect, test } from "./fixtures.ts";
import { Graph } from "./workbench/graph.ts";

test.use({ webgpu: false });

test("without an adapter the CPU computes, and says why", async ({ workbench }) => {
  const graph = new Graph(workbench);
  await workbench.openFile("net.ts");
  await graph.open();
  await graph.settled();
  await expect(graph.device()).toHaveText("CPU");
  await expect(await graph.deviceReason()).toContainText("WebGPU found no usable GPU");
  await workbench.screenshot("device-no-adapter");
});
