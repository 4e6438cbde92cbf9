import { expect, test } from "vitest";
import { resolveFilePath } from "../../../extension/run/filePath.ts";

const folder = "/home/ann/models";
const resolve = (path: string, folders: readonly string[] = ["/home/ann"]) =>
  resolveFilePath(path, folder, folders);

test.each([
  ["data/cat.jpg", "/home/ann/models/data/cat.jpg"],
  ["./cat.jpg", "/home/ann/models/cat.jpg"],
  ["../photos/cat.jpg", "/home/ann/photos/cat.jpg"],
  ["data\\cat.jpg", "/home/ann/models/data/cat.jpg"],
  ["a/../b//c.png", "/home/ann/models/b/c.png"],
  ["..data/cat.jpg", "/home/ann/models/..data/cat.jpg"],
])("%s is inside of the workspace", (path, expected) => {
  expect(resolve(path)).toEqual({ kind: "inside", path: expected });
});

test.each([
  "../../bob/cat.jpg",
  "../../../../../../etc/passwd",
  "..\\..\\bob\\cat.jpg",
  "../../ann2/cat.jpg",
  "/etc/passwd",
  "\\\\server\\share\\x",
  "C:\\Users\\x",
  "c:/x",
  "file:///etc/passwd",
  "http://example.org/x",
  "..",
  "../..",
  "",
  " ",
  "x\0.png",
])("%j is refused, and the message names it", (path) => {
  const result = resolve(path);
  expect(result.kind).toBe("refused");
  if (result.kind === "refused") expect(result.message).toContain(`'${path}'`);
});

test.each([
  ["data/", "/home/ann/models/data"],
  ["./", "/home/ann/models"],
  ["../", "/home/ann"],
  ["..\\", "/home/ann"],
])("the folder %j is inside of the workspace", (path, expected) => {
  expect(resolve(path)).toEqual({ kind: "inside", path: expected });
});

test.each(["../../", "../../bob/", "/", "/etc/", "..\\..\\", "c:/", "../../ann2/", "x/\0/"])(
  "the folder %j is refused, and the message names it",
  (path) => {
    const result = resolve(path);
    expect(result.kind).toBe("refused");
    if (result.kind === "refused") expect(result.message).toContain(`'${path}'`);
  },
);

test("any of several folders will do", () => {
  expect(resolve("../../data/x.csv", ["/home/ann", "/home/data"]).kind).toBe("inside");
});

test("without a folder nothing can be read, and the message says what to do", () => {
  expect(resolve("x.jpg", [])).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("open the model's folder first"),
  });
});

test("a disk's root as the workspace holds everything", () => {
  expect(resolve("../../x.csv", ["/"])).toEqual({ kind: "inside", path: "/home/x.csv" });
});
