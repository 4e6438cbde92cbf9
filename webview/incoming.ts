/** Is this a message of the host, in this version of the protocol? Checked once, where it comes in. */
import type { FolderEntry, Program } from "../engine/trace/program.ts";
import { type PanelCommand, PROTOCOL_VERSION, type Snapshot, type ToPanel } from "./protocol.ts";
import { isRecord, isTrace } from "./worker/runMessages.ts";

export type Incoming = { readonly message: ToPanel } | { readonly problem: string };

const COMMANDS: readonly PanelCommand[] = ["fit", "run", "stop"];

export function parseToPanel(data: unknown): Incoming {
  if (!isRecord(data) || typeof data.type !== "string") return { problem: "a message without a type" };
  const bad = { problem: `a "${data.type}" message that could not be read` };
  switch (data.type) {
    case "snapshot":
      if (data.version !== PROTOCOL_VERSION) {
        return {
          problem: `a snapshot of version ${String(data.version)}, where ${PROTOCOL_VERSION} is known`,
        };
      }
      return isSnapshot(data.snapshot)
        ? { message: { type: "snapshot", version: PROTOCOL_VERSION, snapshot: data.snapshot } }
        : bad;
    case "caret":
      return isString(data.uri) && isNumber(data.offset)
        ? { message: { type: "caret", uri: data.uri, offset: data.offset } }
        : bad;
    case "select":
      return isString(data.uri) && isNumber(data.start) && isNumber(data.end)
        ? { message: { type: "select", uri: data.uri, start: data.start, end: data.end } }
        : bad;
    case "command": {
      const command = COMMANDS.find((known) => known === data.command);
      return command ? { message: { type: "command", command } } : bad;
    }
    case "reply":
      if (!isNumber(data.id) || !isRecord(data.result)) return bad;
      if (data.result.kind === "saved")
        return { message: { type: "reply", id: data.id, result: { kind: "saved" } } };
      if (data.result.kind === "folder" && isEntries(data.result.entries))
        return {
          message: { type: "reply", id: data.id, result: { kind: "folder", entries: data.result.entries } },
        };
      return data.result.kind === "file" && data.result.bytes instanceof Uint8Array
        ? { message: { type: "reply", id: data.id, result: { kind: "file", bytes: data.result.bytes } } }
        : bad;
    case "replyError":
      return isNumber(data.id) && isString(data.message)
        ? { message: { type: "replyError", id: data.id, message: data.message } }
        : bad;
    default:
      return { problem: `an unknown message "${data.type}"` };
  }
}

const isString = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const isEntries = (value: unknown): value is FolderEntry[] =>
  Array.isArray(value) &&
  value.every((entry) => isRecord(entry) && isString(entry.name) && typeof entry.isFolder === "boolean");

function isSnapshot(value: unknown): value is Snapshot {
  if (!isRecord(value)) return false;
  const { generation, uri, fileName, program, shapes, stale, problem, settings } = value;
  return (
    isNumber(generation) &&
    isString(uri) &&
    isString(fileName) &&
    (program === null || isProgram(program)) &&
    (shapes === null || isTrace(shapes)) &&
    typeof stale === "boolean" &&
    (problem === null || (isRecord(problem) && isString(problem.title) && isString(problem.message))) &&
    isRecord(settings) &&
    (settings.device === "auto" || settings.device === "webgpu" || settings.device === "cpu") &&
    isNumber(settings.memoryBudget) &&
    isNumber(settings.runTimeout)
  );
}

function isProgram(value: unknown): value is Program {
  return isRecord(value) && isString(value.code) && Array.isArray(value.sites) && Array.isArray(value.files);
}
