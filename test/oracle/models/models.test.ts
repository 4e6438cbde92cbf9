/**
 * Reference models against PyTorch: what they print, their parameters' names and number, output, graph, gradients and
 * losses of a training, at a small size; names, number and shapes at full size, which runs without values.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { runtime } from "../../../engine/runtime.ts";
import { parseDot } from "../statements.ts";
import { makeDot, torch } from "../subject.ts";
import {
  differences,
  dotStatements,
  type ModelFile,
  modelFile,
  modelNames,
  near,
  parametersOf,
  recorded,
  stateOf,
  tensors,
  train,
} from "./reference.ts";

describe.each(modelNames)("%s", (name) => {
  const wanted = recorded(name);
  let file: ModelFile;

  beforeAll(async () => {
    file = await modelFile(name);
  });

  const seeded = () => {
    torch.manualSeed(0);
    return file.model("cpu");
  };

  test("prints as PyTorch does, with the same parameters", () => {
    const { net } = seeded();
    expect(String(net)).toBe(wanted.repr);
    expect({ parameters: parametersOf(net), state: stateOf(net) }).toEqual({
      parameters: wanted.parameters,
      state: wanted.state,
    });
  });

  test("output, gradients and training", async () => {
    const model = seeded();
    const { net } = model;
    const outputs = tensors(await model.forward());
    expect(outputs.length).toBe(wanted.outputs.length);
    for (const [i, values] of wanted.outputs.entries()) {
      const output = outputs[i];
      expect(output && (await differences(output, values, 1e-4))).toEqual([]);
    }
    const loss = await model.loss();
    loss.backward();
    expect(near([Number(await loss.item())], [wanted.loss], 1e-4)).toBe(true);
    const parameters = Object.fromEntries(net.namedParameters());
    const withGrad = Object.entries(parameters).filter(([, p]) => p.grad !== null);
    expect(withGrad.map(([key]) => key)).toEqual(Object.keys(wanted.grads));
    for (const [key, { grad }] of withGrad) {
      const values = wanted.grads[key];
      expect([key, grad && values && (await differences(grad, values, 1e-3))]).toEqual([key, []]);
    }
    net.zeroGrad();
    const losses = await train(model);
    for (const [i, row] of wanted.training.entries()) {
      const is = losses[i] ?? [];
      expect({ step: i, is, near: near(is, row, 1e-3) }).toMatchObject({ near: true });
    }
    net.eval();
    const after = tensors(await torch.noGrad(() => model.forward()));
    for (const [i, values] of wanted.eval.entries()) {
      const output = after[i];
      expect(output && (await differences(output, values, 5e-3))).toEqual([]);
    }
  });

  const { dot } = wanted;
  if (dot)
    test("torchviz's graph, statement by statement", async () => {
      const model = seeded();
      const output = await model.forward();
      const { size, statements } = parseDot(
        String(makeDot(output, { params: Object.fromEntries(model.net.namedParameters()) })),
      );
      expect(statements).toEqual(dotStatements(dot));
      expect(size).toBe(dot.size);
    });

  if (wanted.full)
    test("at full size: names, number of parameters, shape of the output", () => {
      if (!file.full) throw new Error(`${name}.ts does not say what the full size is`);
      runtime.shapesOnly = true;
      try {
        const { net, forward } = file.full();
        expect({
          parameters: parametersOf(net),
          state: stateOf(net),
          outputs: tensors(forward()).map((t) => [...t.shape]),
        }).toEqual(wanted.full);
      } finally {
        runtime.shapesOnly = false;
      }
    });
});
