/** What a model may read: VS Code's file system is played by a real folder on the disk. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { readModelFile } from "../../../extension/run/workspaceFiles.ts";

const state = vi.hoisted(() => ({ folders: [] as { uri: unknown }[] }));

vi.mock("vscode", () => {
  class Uri {
    readonly scheme: string = "file";
    readonly authority: string = "";
    readonly path: string;
    constructor(path: string) {
      this.path = path;
    }
    get fsPath() {
      return this.path;
    }
    static file(path: string) {
      return new Uri(path);
    }
    static joinPath(base: Uri, ...parts: string[]) {
      return new Uri(posix.join(base.path, ...parts));
    }
    with({ path }: { path: string }) {
      return new Uri(path);
    }
    toString() {
      return `file://${this.path}`;
    }
  }
  class FileSystemError extends Error {
    readonly code = "FileNotFound";
  }
  const found = <R>(read: () => R): R => {
    try {
      return read();
    } catch {
      throw new FileSystemError("not there");
    }
  };
  return {
    Uri,
    FileSystemError,
    FileType: { File: 1, Directory: 2, SymbolicLink: 64 },
    workspace: {
      get workspaceFolders() {
        return state.folders;
      },
      fs: {
        stat: async ({ path }: Uri) =>
          found(() => ({ type: statSync(path).isDirectory() ? 2 : 1, size: statSync(path).size })),
        readFile: async ({ path }: Uri) => found(() => readFileSync(path)),
        readDirectory: async ({ path }: Uri) =>
          found(() =>
            readdirSync(path, { withFileTypes: true }).map((each) => [each.name, each.isDirectory() ? 2 : 1]),
          ),
      },
    },
  };
});

let model: vscode.Uri;

beforeAll(async () => {
  const { Uri } = await import("vscode");
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tensorglass-files-")));
  mkdirSync(join(root, "open/models/data/cats"), { recursive: true });
  mkdirSync(join(root, "secret"));
  writeFileSync(join(root, "secret/key"), "x");
  writeFileSync(join(root, "open/models/data/a.bin"), Uint8Array.of(1, 2));
  symlinkSync(join(root, "secret"), join(root, "open/models/data/link"));
  state.folders = [{ uri: Uri.file(join(root, "open")) }];
  model = Uri.file(join(root, "open/models/net.ts"));
});

describe("a folder of the workspace", () => {
  test("is listed, with what is a folder itself", async () => {
    expect(await readModelFile(model, "data/")).toEqual({
      entries: expect.arrayContaining([
        { name: "a.bin", isFolder: false },
        { name: "cats", isFolder: true },
      ]),
    });
  });

  test("may be the workspace's own", async () => {
    expect(await readModelFile(model, "../")).toEqual({ entries: [{ name: "models", isFolder: true }] });
  });

  test.each([
    ["../../", "'../../' lies outside of the workspace"],
    ["../../secret/", "'../../secret/' lies outside of the workspace"],
    ["data/link/", "'data/link/' lies outside of the workspace"],
    ["/etc/", "'/etc/' is an absolute path"],
    ["nowhere/", "[Errno 2] No such file or directory: 'nowhere/'"],
    ["data/a.bin/", "[Errno 20] Not a directory: 'data/a.bin/'"],
    ["data", "'data' is a folder, not a file."],
    ["data/link/key", "'data/link/key' lies outside of the workspace"],
  ])("%s is refused: %s", async (path, message) => {
    expect(await readModelFile(model, path)).toEqual({ error: expect.stringContaining(message) });
  });

  test("says where it lies, to be watched", async () => {
    const places: string[] = [];
    await readModelFile(model, "data/", ({ path }) => places.push(path));
    await readModelFile(model, "../../secret/", ({ path }) => places.push(path));
    expect(places).toEqual([model.path.replace("net.ts", "data")]);
  });
});
