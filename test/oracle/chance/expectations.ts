/** Runs a case on a device and compares it with what PyTorch recorded. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Tensor, torch } from "../subject.ts";
import { tooFar } from "../tolerances.ts";
import { weighted } from "../weighted.ts";
import { CASES, type Device, Place } from "./cases.ts";

interface Values {
  readonly shape: readonly number[];
  /** Of gradients the first ones. */
  readonly values: readonly number[];
}

export interface Recorded {
  readonly name: string;
  readonly outputs: readonly Values[];
  readonly grads?: readonly Values[];
  /** What the generator gives after the case. */
  readonly next?: number;
}

const file = new URL("expected.json", import.meta.url);
export const recorded = JSON.parse(readFileSync(file, "utf8")) as readonly Recorded[];

/** A dropped element is 0 beside one that is not, so that some roundings of layers hide no mask. */
const NEAR = { rtol: 2e-5, atol: 1e-5 };

async function expectEqual(t: Tensor, wanted: Values): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  expect(tooFar(await t.detach().data(), wanted.values, NEAR)).toEqual([]);
}

export async function expectPyTorchs(wanted: Recorded, device: Device): Promise<void> {
  const run = CASES[wanted.name];
  if (!run) throw new Error(`there is no case '${wanted.name}'`);
  torch.manualSeed(0);
  const [outputs, leaves] = run(new Place(device));
  if (wanted.next !== undefined) expect(await torch.rand(1).item()).toBeCloseTo(wanted.next, 5);
  expect(outputs.length).toBe(wanted.outputs.length);
  for (const [i, out] of outputs.entries()) await expectEqual(out, wanted.outputs[i] as Values);
  if (!wanted.grads) return;
  expect(leaves.length).toBe(wanted.grads.length);
  weighted(outputs).backward();
  for (const [i, leaf] of leaves.entries()) {
    await expectEqual(leaf.grad as Tensor, wanted.grads[i] as Values);
  }
}
