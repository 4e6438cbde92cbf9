import { expect, test } from "vitest";
import { callsOf, layersOf, layerTitle } from "../../../extension/model/layers.ts";
import { lensRows } from "../../../extension/model/lensRows.ts";
import { initialState, type ModelState, reduce } from "../../../extension/model/modelState.ts";
import { staticLenses } from "../../../extension/model/staticLenses.ts";
import { failed, program, source, textOf, trace, uri } from "./traceFixture.ts";

const good = reduce(initialState, { kind: "ran", program, trace }, new Map([[uri, 1]]), { timeout: 10 });
const titles = (state: ModelState) => lensRows([{ uri, live: state }], uri).map(({ title }) => title);

test("a lens stands at the declared name and says class, shapes and parameters", () => {
  const [conv] = lensRows([{ uri, live: good }], uri);
  expect(conv?.title).toBe("Conv2d  [1, 3, 10, 10] → [1, 16, 8, 8] · 448 parameters");
  expect(conv && textOf(conv.range)).toBe("conv1");
  expect(conv?.target).toEqual({ model: uri, key: "Net/nn.Conv2d#0" });
});

test("several distinct shapes are counted", () => {
  expect(titles(good)[1]).toBe("Linear  [1, 16, 8, 8] → [1, 16, 8, 4] ×2 shapes · 36 parameters");
});

test("a layer that nothing calls says so", () => {
  const layer = layersOf(program, { ...trace, scopes: [] }, 0)[0];
  expect(layer && layerTitle(layer)).toBe("Conv2d  not called · 448 parameters");
});

test("a container, which nothing can call, has its parameters only", () => {
  expect(layerTitle({ className: "ModuleList", calls: [], parameterCount: 216 })).toBe(
    "ModuleList · 216 parameters",
  );
});

test("a call that failed says so", () => {
  const scopes = trace.scopes.map((scope) => ({ ...scope, failed: scope.module === 0, outputs: [] }));
  const layer = layersOf(program, { ...trace, scopes }, 0)[0];
  expect(layer && layerTitle(layer)).toBe("Conv2d  [1, 3, 10, 10] → failed · 448 parameters");
});

test("a module that calls itself was called once", () => {
  const inner = { ...trace.scopes[1], parent: 1 } as (typeof trace.scopes)[number];
  const nested = { ...trace, scopes: [...trace.scopes.slice(0, 2), inner] };
  expect(callsOf(nested, nested.modules.slice(0, 1))).toHaveLength(1);
});

test("a shape error keeps what is known of the layers behind it", () => {
  const state = reduce(good, { kind: "ran", program, trace: failed({}) }, new Map(), { timeout: 10 });
  expect(titles(state)).toEqual([titles(good)[0], `${titles(good)[1]} · from the last good run`]);
});

test("shapes of an earlier run come with its counts", () => {
  const modules = trace.modules.map((module) => ({ ...module, parameterCount: 7 }));
  const changed = { ...failed({}), modules };
  const state = reduce(good, { kind: "ran", program, trace: changed }, new Map(), { timeout: 10 });
  expect(titles(state)[1]).toBe(`${titles(good)[1]} · from the last good run`);
});

test("code that breaks keeps the lenses, and says that they are old", () => {
  const errors = [{ file: uri, start: 0, end: 1, message: "Unexpected token" }];
  const state = reduce(good, { kind: "compileErrors", errors }, new Map(), { timeout: 10 });
  expect(titles(state)[0]).toBe(
    "Conv2d  [1, 3, 10, 10] → [1, 16, 8, 8] · 448 parameters · from the last good run",
  );
});

test("a block that its own file never calls has the shapes of a model that imports it", () => {
  const uncalled = reduce(
    initialState,
    { kind: "ran", program, trace: { ...trace, scopes: [] } },
    new Map(),
    {
      timeout: 10,
    },
  );
  const rows = lensRows(
    [
      { uri, live: uncalled },
      { uri: "file:///w/main.ts", live: good },
    ],
    uri,
  );
  expect(rows.map(({ title, target }) => [title.split("  ")[0], target.model])).toEqual([
    ["Conv2d", "file:///w/main.ts"],
    ["Linear", "file:///w/main.ts"],
  ]);
});

test("before the first run the lines are held, and say why there are no shapes", () => {
  const lenses = staticLenses(source, true, null);
  expect(lenses.map(({ title }) => title)).toEqual(["Conv2d  …", "Linear  …"]);
  expect(lenses.map(({ range }) => textOf(range))).toEqual([
    "conv1 = new nn.Conv2d(3, 16, 3)",
    "fc = new nn.Linear(8, 4)",
  ]);
  expect(staticLenses(source, false, null)[0]?.title).toBe(
    "Conv2d  shapes appear once you trust this workspace",
  );
});
