import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Edit, EditLog } from "../../../extension/model/positions.ts";

const before = "abc conv1 def";
const range = { start: 4, end: 9 };

/** The text and the log after `edits`, applied one after the other. */
function edited(...edits: (readonly [offset: number, removed: number, inserted: string])[]) {
  const log = new EditLog(1);
  let text = before;
  let version = 1;
  for (const [offset, removed, inserted] of edits) {
    text = text.slice(0, offset) + inserted + text.slice(offset + removed);
    log.push(++version, [{ offset, removed, inserted: inserted.length }]);
  }
  return { text, log };
}

/** What the range holds after the edits, or null if it is gone. */
function follow(...edits: Parameters<typeof edited>): string | null {
  const { text, log } = edited(...edits);
  const now = log.toDocument(range, 1);
  return now && text.slice(now.start, now.end);
}

describe("a range follows its text", () => {
  test.each([
    ["typing before it", [[0, 0, "xyz"]], "conv1"],
    ["typing behind it", [[13, 0, "xyz"]], "conv1"],
    ["typing right before it", [[4, 0, "my_"]], "conv1"],
    ["typing right behind it", [[9, 0, "_2"]], "conv1"],
    ["typing inside of it", [[6, 0, "XX"]], "coXXnv1"],
    ["replacing a part of it", [[6, 2, "m"]], "com1"],
    ["replacing its start", [[4, 2, "k"]], "knv1"],
    ["deleting over its start", [[2, 4, ""]], "nv1"],
    ["deleting over its end", [[7, 4, ""]], "con"],
    ["renaming it", [[4, 5, "norm"]], "norm"],
    ["deleting it", [[4, 5, ""]], null],
    ["deleting more than it", [[3, 8, ""]], null],
    ["replacing more than it", [[3, 8, "x"]], null],
    [
      "several edits",
      [
        [0, 0, "12"],
        [6, 1, "k"],
        [0, 1, ""],
      ],
      "konv1",
    ],
  ] as const)("%s", (_, edits, expected) => {
    expect(follow(...edits)).toBe(expected);
  });

  test("an empty range stays one", () => {
    const { log } = edited([0, 0, "xy"]);
    expect(log.toDocument({ start: 4, end: 4 }, 1)).toEqual({ start: 6, end: 6 });
  });

  test("only edits after the program's version count", () => {
    const { log } = edited([0, 0, "xy"], [0, 0, "z"]);
    expect(log.toDocument(range, 2)).toEqual({ start: 5, end: 10 });
    expect(log.toDocument(range, 3)).toEqual(range);
  });
});

describe("a place in the document leads back", () => {
  test("to the same text", () => {
    const { log } = edited([0, 0, "xyz"]);
    expect(log.toProgram(7, 1)).toBe(4);
  });

  test("but not from text that was typed since", () => {
    const { log } = edited([4, 0, "xyz"]);
    expect(log.toProgram(5, 1)).toBeNull();
    expect(log.toProgram(5, 1, true)).toBe(4);
  });
});

test("a history that was cut leads nowhere, rather than astray", () => {
  const log = new EditLog(1);
  for (let version = 2; version < 3000; version++)
    log.push(version, [{ offset: 0, removed: 0, inserted: 1 }]);
  expect(log.toDocument(range, 1)).toBeNull();
  expect(log.toProgram(3, 1)).toBeNull();
  expect(log.toDocument(range, 2990)).toEqual({ start: 13, end: 18 });
});

test("what survives is found again from both sides", () => {
  const edit = fc.record({ offset: fc.nat(40), removed: fc.nat(6), inserted: fc.nat(6) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 8 }), fc.nat(39), (wanted, at) => {
      const log = new EditLog(0);
      let marks = Array.from({ length: 40 }, (_, index) => index);
      wanted.forEach(({ offset, removed, inserted }, index) => {
        const edit: Edit = {
          offset: Math.min(offset, marks.length),
          removed: Math.min(removed, marks.length - Math.min(offset, marks.length)),
          inserted,
        };
        marks = [
          ...marks.slice(0, edit.offset),
          ...Array<number>(inserted).fill(-1),
          ...marks.slice(edit.offset + edit.removed),
        ];
        log.push(index + 1, [edit]);
      });
      const now = marks.indexOf(at);
      const mapped = log.toDocument({ start: at, end: at + 1 }, 0);
      if (now < 0) return true;
      return mapped?.start === now && mapped.end === now + 1 && log.toProgram(now, 0) === at;
    }),
  );
});
