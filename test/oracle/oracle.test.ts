/** Every case of the oracle on the CPU: values, gradients, printed forms, graphs and error texts are PyTorch's. */
import { describe, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { expectDot, expectedCase, expectValues } from "./expectations.ts";
import { makeDot, Tensor, torch } from "./subject.ts";
import { MODEL_CPU } from "./tolerances.ts";

describe.each(Object.keys(cases))("%s", (name) => {
  const wanted = expectedCase(name);
  const run = (device: "cpu" | "webgpu") => {
    torch.manualSeed(0);
    const make = cases[name];
    if (!make) throw new Error(`no case '${name}'`);
    const made = make(device);
    return { ...made, outputs: made.out instanceof Tensor ? [made.out] : made.out };
  };

  if (wanted.error) {
    const { type, message } = wanted.error;
    test("raises PyTorch's error", () => {
      let caught: unknown;
      try {
        run("cpu");
      } catch (error) {
        caught = error;
      }
      expect(caught).toMatchObject({ name: type, message });
    });
    return;
  }

  test("values and gradients", async () => {
    const { outputs, params } = run("cpu");
    const recorded = wanted.outputs ?? [];
    expect(outputs.length).toBe(recorded.length);
    for (const [i, values] of recorded.entries()) await expectValues(outputs[i] as Tensor, values, MODEL_CPU);
    if (!wanted.grads || !params) return;
    const [first, ...rest] = outputs.filter((o) => o.requiresGrad).map((o) => o.double().sum());
    rest.reduce((sum, o) => sum.add(o), first as Tensor).backward();
    for (const [key, values] of Object.entries(wanted.grads)) {
      await expectValues((params[key] as Tensor).grad as Tensor, values, MODEL_CPU);
    }
  });

  if (wanted.dot) {
    test("torchviz's graph, statement by statement", () => {
      const { out, params } = run("cpu");
      const { show_attrs, show_saved } = wanted.dot?.options ?? {};
      const dot = makeDot(out, {
        params: params ?? {},
        showAttrs: show_attrs ?? false,
        showSaved: show_saved ?? false,
      });
      expectDot(dot, wanted.dot as never);
    });
  }

  if (wanted.repr) {
    test("PyTorch's printed form", () => {
      expect(String(run("cpu").repr)).toBe(wanted.repr);
    });
  }
});
