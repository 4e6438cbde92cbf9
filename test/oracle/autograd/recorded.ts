/** Cases that a Python script of the same names ran in PyTorch: each gave a result, or an error. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Wanted {
  readonly result?: unknown;
  readonly error?: readonly [type: string, message: string];
}

/** A test for each case, and one that none is missing. */
export function testRecorded(
  cases: Readonly<Record<string, () => Promise<unknown> | unknown>>,
  file: URL,
): void {
  const expected = JSON.parse(readFileSync(file, "utf8")) as Record<string, Wanted>;

  test("every recorded case is here", () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(expected).sort());
  });

  test.each(Object.entries(cases))("%s", async (name, run) => {
    const { result, error } = expected[name] as Wanted;
    if (!error) {
      expect(await run()).toEqual(result);
      return;
    }
    const [type, message] = error;
    let caught: unknown = null;
    try {
      await run();
    } catch (e) {
      caught = e;
    }
    expect(caught).toMatchObject({ name: type, message });
  });
}
