/**
 * The messages between the extension host and the panel: two unions, a version, and a validator for each direction.
 * VS Code drops messages to a hidden panel, so each message to the panel is a whole snapshot that the panel may ask
 * for again with `ready`; nothing relies on an earlier one having arrived. This module imports types only.
 */
import type { FolderEntry, Program } from "../engine/trace/program.ts";
import type { Trace } from "../engine/trace/trace.ts";

export const PROTOCOL_VERSION = 1;

/** Offsets into a file of the program, in UTF-16 units. */
export interface SourceRange {
  /** URI of the file. */
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export type DevicePreference = "auto" | "webgpu" | "cpu";

/** What the panel shows: sent whole, on `ready` and whenever any of it changed. */
export interface Snapshot {
  /** Grows with every edit or re-run; results of an older generation are dropped. */
  readonly generation: number;
  readonly uri: string;
  readonly fileName: string;
  /** Null until the file has compiled for the first time. */
  readonly program: Program | null;
  /** The last good shape run of `program`: the graph can be drawn before any value is computed. */
  readonly shapes: Trace | null;
  /** The file has changed in a way that does not compile or run; `program` and `shapes` are the last good ones. */
  readonly stale: boolean;
  /** Why it is stale, or what else the user should know, in plain sentences. */
  readonly problem: Problem | null;
  readonly settings: PanelSettings;
}

export interface Problem {
  readonly title: string;
  readonly message: string;
  readonly range: SourceRange | null;
}

export interface PanelSettings {
  readonly device: DevicePreference;
  /** Bytes. */
  readonly memoryBudget: number;
  /** Milliseconds for one run of values; 0 for no limit. */
  readonly runTimeout: number;
}

export type ToPanel =
  | { readonly type: "snapshot"; readonly version: number; readonly snapshot: Snapshot }
  /** The caret moved: highlight what this place made. Offset into `uri`. */
  | { readonly type: "caret"; readonly uri: string; readonly offset: number }
  /** The CodeLens "show in graph", or a click in a diagnostic. */
  | { readonly type: "select"; readonly uri: string; readonly start: number; readonly end: number }
  | { readonly type: "command"; readonly command: PanelCommand }
  | { readonly type: "reply"; readonly id: number; readonly result: HostReply }
  | { readonly type: "replyError"; readonly id: number; readonly message: string };

export type PanelCommand = "fit" | "run" | "stop";

export type HostReply =
  /** A file of the workspace. */
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  /** A folder of the workspace. */
  | { readonly kind: "folder"; readonly entries: readonly FolderEntry[] }
  | { readonly kind: "saved" };

export type FromPanel =
  | { readonly type: "ready"; readonly version: number }
  /** The user selected a step or a node. */
  | { readonly type: "reveal"; readonly range: SourceRange; readonly beside: boolean }
  /** A run of values ended, for the status bar, the diagnostics and the tests. */
  | { readonly type: "ran"; readonly generation: number; readonly trace: Trace }
  /** A run was ended from outside: too long, out of memory, or stopped. */
  | { readonly type: "runFailed"; readonly generation: number; readonly problem: Problem }
  /** The graph for this generation is on the screen; milliseconds since the snapshot arrived. */
  | { readonly type: "painted"; readonly generation: number; readonly ms: number }
  | { readonly type: "log"; readonly level: "info" | "warn" | "error"; readonly text: string }
  | { readonly type: "request"; readonly id: number; readonly request: PanelRequest };

export type PanelRequest =
  /**
   * `path` as the program wrote it; relative to the model file's folder, inside the workspace only. With a `/` at its
   * end it names a folder.
   */
  | { readonly kind: "readFile"; readonly path: string }
  | { readonly kind: "save"; readonly name: string; readonly text: string };
