import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BAD_NEWS_DELAY, Model } from "../../../extension/model/model.ts";
import { initialState, type ReducedOutcome, reduce } from "../../../extension/model/modelState.ts";
import { statusOf } from "../../../extension/model/status.ts";
import { snapshotOf } from "../../../extension/panel/snapshot.ts";
import { failed, program, siteNumber, source, textOf, trace, uri } from "./traceFixture.ts";

const limits = { timeout: 10 };
const versions = new Map([[uri, 1]]);
const ran: ReducedOutcome = { kind: "ran", program, trace };
const shapeError: ReducedOutcome = { kind: "ran", program, trace: failed({}) };
const syntaxError: ReducedOutcome = {
  kind: "compileErrors",
  errors: [{ file: uri, start: 5, end: 9, message: "Unexpected token" }],
};
const after = (...outcomes: ReducedOutcome[]) =>
  outcomes.reduce((state, outcome) => reduce(state, outcome, versions, limits), initialState);

describe("a state", () => {
  test("of a good run has a picture and no complaints", () => {
    expect(after(ran)).toMatchObject({ stale: false, problem: null, findings: [], picture: { trace } });
  });

  test("of a syntax error keeps the last good picture, stale", () => {
    const state = after(ran, syntaxError);
    expect(state).toMatchObject({
      stale: true,
      picture: { trace },
      findings: [{ message: "Unexpected token", start: 5, end: 9 }],
      problem: { title: "This file does not compile" },
    });
    expect(after(ran, syntaxError, ran)).toMatchObject({ stale: false, findings: [], problem: null });
  });

  test("of a shape error has the partial picture, and the message at the innermost call", () => {
    const state = after(ran, shapeError);
    expect(state).toMatchObject({ stale: false, picture: { trace: { error: { name: "RuntimeError" } } } });
    const [finding] = state.findings;
    expect(finding?.message).toBe("RuntimeError: mat1 and mat2 shapes cannot be multiplied (128x8 and 9x4)");
    expect(finding && textOf(finding)).toBe("this.fc(y)");
    expect(finding?.related.map((place) => [textOf(place), place.message])).toEqual([
      ["[this.fc(y), y.shape]", "in this return"],
    ]);
  });

  test("of an exception of the user's own keeps the last good picture", () => {
    const thrown: ReducedOutcome = { ...ran, trace: failed({ kind: "code", name: "TypeError" }) };
    expect(after(ran, thrown)).toMatchObject({
      stale: true,
      picture: { trace },
      problem: { title: "TypeError" },
    });
    expect(after(thrown)).toMatchObject({ stale: false, picture: { trace: thrown.trace } });
  });

  test("of a run beyond its time names the place it reached", () => {
    const ended: ReducedOutcome = {
      kind: "ended",
      reason: "timeout",
      detail: "",
      program,
      site: siteNumber("this.conv1"),
    };
    const state = after(ran, ended);
    expect(state).toMatchObject({ stale: true, picture: { trace } });
    expect(state.findings[0]?.message).toMatch(/^The model ran for longer than 10 s/);
    expect(state.findings[0] && textOf(state.findings[0])).toBe("this.conv1(x)");
  });

  test("of a stopped run complains of nothing", () => {
    const stopped: ReducedOutcome = { kind: "ended", reason: "stopped", detail: "", program, site: 0 };
    expect(after(ran, stopped)).toMatchObject({ stale: true, findings: [], problem: { title: "Stopped" } });
  });

  test("has a generation that grows with every outcome, and a picture that keeps its own", () => {
    expect(after(ran, syntaxError, syntaxError)).toMatchObject({ generation: 3, picture: { generation: 1 } });
  });

  test("becomes a snapshot for the panel", () => {
    const settings = { device: "auto", memoryBudget: 1, runTimeout: 0 } as const;
    expect(snapshotOf(uri, "net.ts", after(ran, syntaxError), settings, null)).toMatchObject({
      generation: 2,
      program,
      shapes: trace,
      stale: true,
      problem: { title: "This file does not compile", range: { uri, start: 5, end: 9 } },
    });
  });

  test("fits into the status bar", () => {
    expect(statusOf(after(ran), true).text).toBe("$(type-hierarchy) 484 parameters");
    expect(statusOf(after(ran), true).tooltip).toContain("1,000 FLOPs, 4.2 MiB");
    expect(statusOf(after(ran, syntaxError), true).text).toBe("$(warning) This file does not compile");
    expect(statusOf(initialState, false).text).toBe("$(workspace-untrusted) Model not run");
  });
});

describe("news", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp() {
    const publish = vi.fn();
    const model = new Model(uri, publish);
    const run = (outcome: ReducedOutcome) => {
      model.begin(1);
      model.end(outcome, versions, limits);
    };
    return { model, publish, run };
  }

  test("that are good are told at once", () => {
    const { publish, run } = setUp();
    run(ran);
    expect(publish).toHaveBeenCalledTimes(1);
  });

  test("that are bad wait for the next keystroke to make them untrue", () => {
    const { model, publish, run } = setUp();
    run(ran);
    run(syntaxError);
    vi.advanceTimersByTime(BAD_NEWS_DELAY - 1);
    expect(model.findings).toEqual([]);
    run(ran);
    vi.advanceTimersByTime(BAD_NEWS_DELAY);
    expect(model.findings).toEqual([]);
    expect(publish).toHaveBeenCalledTimes(2);
    run(syntaxError);
    vi.advanceTimersByTime(BAD_NEWS_DELAY);
    expect(model.findings).toHaveLength(1);
  });

  test("of shapes that do not fit are live at once, and told later", () => {
    const { model, publish, run } = setUp();
    run(ran);
    run(shapeError);
    expect(publish).toHaveBeenCalledTimes(2);
    expect(model.live.picture?.trace.error?.name).toBe("RuntimeError");
    expect(model.state.picture?.trace.error).toBeNull();
    expect(model.findings).toEqual([]);
    vi.advanceTimersByTime(BAD_NEWS_DELAY);
    expect(model.state.picture?.trace.error?.name).toBe("RuntimeError");
    expect(model.findings).toHaveLength(1);
  });

  test("that are the first are told at once, good or bad", () => {
    const { model, run } = setUp();
    run(syntaxError);
    expect(model.findings).toHaveLength(1);
  });

  test("of a run for values join those of the shapes, until there is a new picture", () => {
    const { model, run } = setUp();
    run(ran);
    model.valuesRan(1, failed({ message: "index out of range" }));
    expect(model.findings[0]?.finding.message).toBe("RuntimeError: index out of range");
    run(ran);
    expect(model.findings).toEqual([]);
    model.valuesRan(1, failed({}));
    expect(model.findings).toEqual([]);
  });
});

test("the fixture's sites lie where their texts are", () => {
  expect(program.sites.every((site) => site.start >= 0 && source.length > site.end)).toBe(true);
});
