import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseToPanel } from "../../../webview/incoming.ts";
import { readNavigation, START, writeNavigation } from "../../../webview/navigation.ts";
import type { Snapshot, ToPanel } from "../../../webview/protocol.ts";
import { parseFromRun } from "../../../webview/worker/runMessages.ts";
import { leNet } from "./sampleModels.ts";

const { trace, program } = leNet().build();
const snapshot: Snapshot = {
  generation: 3,
  uri: "file:///m.ts",
  fileName: "m.ts",
  program,
  shapes: trace,
  stale: false,
  problem: { title: "No", message: "no", range: null },
  settings: { device: "auto", memoryBudget: 1, runTimeout: 0 },
};

describe("messages of the host", () => {
  it.each<ToPanel>([
    { type: "snapshot", version: 1, snapshot },
    { type: "snapshot", version: 1, snapshot: { ...snapshot, program: null, shapes: null, problem: null } },
    { type: "caret", uri: "file:///m.ts", offset: 4 },
    { type: "select", uri: "file:///m.ts", start: 4, end: 9 },
    { type: "command", command: "fit" },
    { type: "reply", id: 1, result: { kind: "file", bytes: new Uint8Array([1]) } },
    { type: "reply", id: 1, result: { kind: "folder", entries: [{ name: "a.png", isFolder: false }] } },
    { type: "reply", id: 1, result: { kind: "saved" } },
    { type: "replyError", id: 1, message: "no" },
  ])("are taken as they are: $type", (message) => {
    expect(parseToPanel(structuredClone(message))).toEqual({ message });
  });

  it.each([
    [{ type: "snapshot", version: 2, snapshot }, "a snapshot of version 2, where 1 is known"],
    [
      { type: "snapshot", version: 1, snapshot: { ...snapshot, shapes: {} } },
      'a "snapshot" message that could not be read',
    ],
    [{ type: "caret", uri: "file:///m.ts", offset: Number.NaN }, 'a "caret" message that could not be read'],
    [{ type: "command", command: "format the disk" }, 'a "command" message that could not be read'],
    [
      { type: "reply", id: 1, result: { kind: "file", bytes: [1] } },
      'a "reply" message that could not be read',
    ],
    [
      { type: "reply", id: 1, result: { kind: "folder", entries: [{ name: "a", isFolder: 1 }] } },
      'a "reply" message that could not be read',
    ],
    [{ type: "hello" }, 'an unknown message "hello"'],
    [null, "a message without a type"],
  ])("that are none are dropped with a reason: %j", (data, problem) => {
    expect(parseToPanel(data)).toEqual({ problem });
  });

  it("never make the reader throw", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        parseToPanel(data);
        parseFromRun(data);
        readNavigation(data);
      }),
    );
  });
});

describe("what is remembered of a panel", () => {
  it("comes back as it was saved", () => {
    const navigation = {
      kind: "autograd",
      open: new Map([["/Net", false]]),
      folded: new Map([["op 0 x", true]]),
      selection: "op 0 x",
      views: new Map([["forward", { x: 1, y: 2, scale: 0.5 }]]),
      split: 0.5,
    } as const;
    expect(readNavigation(structuredClone(writeNavigation(navigation)))).toEqual(navigation);
  });

  it("is forgotten when it can't be read", () => {
    expect(readNavigation({ version: 0 })).toBe(START);
    expect(
      readNavigation({ version: 1, open: "all", views: [["forward", { x: "left" }]], split: 7 }),
    ).toEqual(START);
  });
});
