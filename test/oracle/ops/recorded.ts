/** The recorded cases of all families: every JSON file of this folder, as `generate.py` wrote it. */
import { readdirSync, readFileSync } from "node:fs";
import type { OpCase } from "./call.ts";

export interface RecordedValues {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly dtype: string;
  /** The first 48 elements in row-major order. */
  readonly values: readonly (number | "nan" | "inf" | "-inf")[];
}

/** A call, and what PyTorch gave: results and gradients of the leaves, or an error. */
export interface RecordedCase extends OpCase {
  readonly out?: readonly RecordedValues[];
  readonly node?: readonly (string | null)[];
  readonly grads?: readonly (RecordedValues | null)[];
  readonly error?: readonly [type: string, message: string];
}

export interface Family {
  readonly name: string;
  readonly cases: readonly RecordedCase[];
}

const folder = new URL(".", import.meta.url);

export const families: readonly Family[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((file) => {
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { cases: RecordedCase[] };
    return { name: file.replace(".json", ""), cases };
  });

export const recordedCases: readonly RecordedCase[] = families.flatMap((f) => f.cases);

/** A case as a test's name. */
export const textOf = ({ fn, args, kwargs }: OpCase): string =>
  `${fn}(${JSON.stringify(args).slice(1, -1)}, ${JSON.stringify(kwargs)})`;
