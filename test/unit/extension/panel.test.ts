import { describe, expect, test } from "vitest";
import { isModelText } from "../../../extension/modelFile.ts";
import { contentSecurityPolicy, panelHtml } from "../../../extension/panel/html.ts";
import { createNonce } from "../../../extension/panel/nonce.ts";
import { isFromPanel } from "../../../extension/panel/validate.ts";
import { trace } from "./traceFixture.ts";

describe("the panel's page", () => {
  const parts = {
    source: "https://*.vscode-cdn.net",
    nonce: "abc123",
    script: "https://x/webview.js",
    style: "https://x/webview.css",
    title: `<a "b" & c>`,
  };

  test("allows its script, styles, fonts, pictures and workers, and nothing else", () => {
    expect(contentSecurityPolicy(parts).split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc123' 'wasm-unsafe-eval'",
      "style-src https://*.vscode-cdn.net",
      "font-src https://*.vscode-cdn.net",
      "img-src data: blob:",
      "worker-src blob:",
      "connect-src 'none'",
    ]);
  });

  test("escapes what is put into it", () => {
    expect(panelHtml(parts)).toContain("<title>&lt;a &quot;b&quot; &amp; c&gt;</title>");
  });

  test("has another nonce each time", () => {
    expect(createNonce()).toMatch(/^[0-9a-f]{32}$/);
    expect(createNonce()).not.toBe(createNonce());
  });
});

describe("a message of the panel", () => {
  const range = { uri: "file:///a.ts", start: 1, end: 2 };
  const good: unknown[] = [
    { type: "ready", version: 1 },
    { type: "reveal", range, beside: false },
    { type: "ran", generation: 3, trace },
    { type: "runFailed", generation: 3, problem: { title: "t", message: "m", range: null } },
    { type: "runFailed", generation: 3, problem: { title: "t", message: "m", range } },
    { type: "painted", generation: 3, ms: 12.5 },
    { type: "log", level: "warn", text: "x" },
    { type: "request", id: 1, request: { kind: "readFile", path: "x" } },
    { type: "request", id: 1, request: { kind: "save", name: "a.svg", text: "" } },
  ];
  test.each(good)("%j is one", (message) => {
    expect(isFromPanel(message)).toBe(true);
  });

  const bad: unknown[] = [
    null,
    "ready",
    [],
    {},
    { type: "toString" },
    { type: "__proto__" },
    { type: "ready" },
    { type: "reveal", range: { uri: "x", start: "1", end: 2 }, beside: false },
    { type: "reveal", range: { ...range, start: -1 }, beside: false },
    { type: "ran", generation: Number.NaN, trace },
    { type: "ran", generation: 1, trace: { ...trace, error: { name: "E" } } },
    {
      type: "ran",
      generation: 1,
      trace: { ...trace, error: { name: "E", message: "m", kind: "code", sites: ["length"], op: null } },
    },
    { type: "log", level: "trace", text: "x" },
    { type: "request", id: 1, request: { kind: "delete", path: "x" } },
    { type: "request", id: 1 },
  ];
  test.each(bad)("%j is none", (message) => {
    expect(isFromPanel(message)).toBe(false);
  });
});

test.each([
  [`import { nn } from "tensorglass";`, true],
  [`import * as tg from 'tensorglass'`, true],
  [`import "tensorglass";`, true],
  [`import { nn } from "tensorglass-extra";`, false],
  [`const name = "tensorglass";`, false],
  [`import { nn } from "torch";`, false],
])("%s: a model file? %s", (text, expected) => {
  expect(isModelText(text)).toBe(expected);
});
