/** The same random calls on WebGPU, fewer of each. */
import { afterAll, beforeAll, describe, vi } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import { elementwise } from "./elementwise.ts";
import { alongLines } from "./lines.ts";
import { moves, products } from "./windows.ts";

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

describe("elementwise, broadcast", () => elementwise("webgpu"));
describe("along dimensions", () => alongLines("webgpu"));
describe("products and windows", () => products("webgpu"));
describe("indexing and joining", () => moves("webgpu"));
