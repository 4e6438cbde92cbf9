/**
 * Sorting lines: merge sort from below, a dispatch for each doubling of the runs. Every element finds its new place by
 * a binary search in the neighbouring run, so that nothing races, any length will do, and equal elements keep their
 * order.
 */
import { int32 } from "../../../dtype.ts";
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { scanSource } from "./lines.ts";
import { functionsFor } from "./wgsl.ts";

const GEOMETRY = {
  n: "u32",
  length: "u32",
  block: "u32",
  blockStep: "u32",
  lineStep: "u32",
  step: "u32",
  selfOffset: "u32",
} as const;

const AT = `  let line = index / u.length;
  let k = index % u.length;
  let at = line / u.block * u.blockStep + line % u.block * u.lineStep + k * u.step;
`;

const start = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof GEOMETRY> => ({
    key: `sort start ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "keys", type, access: "write" },
      { name: "places", type: "i32", access: "write" },
    ],
    uniforms: GEOMETRY,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
${AT}  keys[index] = selfData[u.selfOffset + at];
  places[index] = i32(k);`,
  }),
);

const MERGE = { n: "u32", length: "u32", width: "u32" } as const;

/** A NaN is larger than any number. */
const BEFORE: Readonly<Record<ElementType, Readonly<Record<"up" | "down", string>>>> = {
  f32: { up: "x < y || (isNan(y) && !isNan(x))", down: "x > y || (isNan(x) && !isNan(y))" },
  i32: { up: "x < y", down: "x > y" },
};

const merge = variants(
  (type: ElementType, direction: "up" | "down") => `${type} ${direction}`,
  (type, direction): ProgramSource<typeof MERGE> => {
    const before = BEFORE[type][direction];
    return {
      key: `sort merge ${type} ${direction}`,
      bindings: [
        { name: "keys", type, access: "read" },
        { name: "places", type: "i32", access: "read" },
        { name: "outKeys", type, access: "write" },
        { name: "outPlaces", type: "i32", access: "write" },
      ],
      uniforms: MERGE,
      workgroup: [64],
      functions: `${functionsFor(before)}fn before(x: ${type}, y: ${type}) -> bool { return ${before}; }\n`,
      body: `  if (index >= u.n) { return; }
  let k = index % u.length;
  let base = index - k;
  let pair = k / (2u * u.width) * 2u * u.width;
  let own = k / u.width * u.width;
  let isLeft = own == pair;
  let other = select(pair, pair + u.width, isLeft);
  let key = keys[index];
  var low = min(other, u.length);
  let first = low;
  var high = min(other + u.width, u.length);
  while (low < high) {
    let middle = (low + high) / 2u;
    let rival = keys[base + middle];
    if (select(!before(key, rival), before(rival, key), isLeft)) { low = middle + 1u; } else { high = middle; }
  }
  let to = base + pair + (k - own) + (low - first);
  outKeys[to] = key;
  outPlaces[to] = places[index];`,
    };
  },
);

interface Sorted {
  /** `[line, place in order]`, row-major. */
  readonly keys: GpuTensor;
  /** Where each stood within its line. */
  readonly places: GpuTensor;
}

function sorted(gpu: GpuEncoder, self: GpuTensor, lines: Lines, descending: boolean): Sorted {
  const { count, length } = lines;
  const n = count * length;
  const scratch = (): Sorted => ({
    keys: gpu.scratch(self.dtype, [n]),
    places: gpu.scratch(int32, [n]),
  });
  let from = scratch();
  const { block, blockStep, lineStep, step } = lines;
  const geometry = { n, length, block, blockStep, lineStep, step, selfOffset: self.offset };
  gpu.dispatch(start(self.type), [self, from.keys, from.places], geometry, n);
  if (length < 2) return from;
  let to = scratch();
  const program = merge(self.type, descending ? "down" : "up");
  for (let width = 1; width < length; width *= 2) {
    gpu.dispatch(program, [from.keys, from.places, to.keys, to.places], { n, length, width }, n);
    [from, to] = [to, from];
  }
  return from;
}

const TAKE = { ...GEOMETRY, sortedLength: "u32", valuesOffset: "u32", indicesOffset: "u32" } as const;

const take = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof TAKE> => ({
    key: `sort take ${type}`,
    bindings: [
      { name: "keys", type, access: "read" },
      { name: "places", type: "i32", access: "read" },
      { name: "values", type, access: "write" },
      { name: "indices", type: "i32", access: "write" },
    ],
    uniforms: TAKE,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
${AT}  values[u.valuesOffset + at] = keys[line * u.sortedLength + k];
  indices[u.indicesOffset + at] = places[line * u.sortedLength + k];`,
  }),
);

/** The first of each line's elements in order, as many as the lines of `outLines` have, and where they stood. */
export function gpuSortLines(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  descending: boolean,
  values: GpuTensor,
  indices: GpuTensor,
  outLines: Lines = lines,
): void {
  const { keys, places } = sorted(gpu, self, lines, descending);
  const { length, block, blockStep, lineStep, step } = outLines;
  const n = outLines.count * length;
  const uniforms = {
    ...{ n, length, block, blockStep, lineStep, step },
    selfOffset: 0,
    sortedLength: lines.length,
    valuesOffset: values.offset,
    indicesOffset: indices.offset,
  };
  gpu.dispatch(take(self.type), [keys, places, values, indices], uniforms, n);
}

const CHOOSE = { valuesOffset: "u32", indicesOffset: "u32", rank: "u32" } as const;

/** WGSL for the place `at` in a line in rising order, from `numbers`, how many are not NaN. */
const CHOICES = {
  kth: "let at = u.rank;",
  // A NaN is what the median is where there is one.
  median: "let at = select((u.length - 1u) / 2u, numbers, numbers < u.length);",
  nanmedian: "let at = select((numbers - 1u) / 2u, 0u, numbers == 0u);",
  mode: `var at = 0u;
  var most = 0u;
  var run = 0u;
  for (var k = 0u; k < u.length; k++) {
    run++;
    if (k + 1u < u.length && keys[start + k] == keys[start + k + 1u]) { continue; }
    if (run > most) { most = run; at = k; }
    run = 0u;
  }`,
} as const;

const choose = variants(
  (type: ElementType, choice: keyof typeof CHOICES) => `${type} ${choice}`,
  (type, choice) => {
    const numbers =
      type === "f32" ? "while (numbers > 0u && isNan(keys[start + numbers - 1u])) { numbers--; }" : "";
    return scanSource(
      `sort choose ${type} ${choice}`,
      [
        { name: "keys", type, access: "read" },
        { name: "places", type: "i32", access: "read" },
        { name: "values", type, access: "write" },
        { name: "indices", type: "i32", access: "write" },
      ],
      CHOOSE,
      `  var numbers = u.length;
  ${numbers}
  ${CHOICES[choice]}
  values[u.valuesOffset + line] = keys[start + at];
  indices[u.indicesOffset + line] = places[start + at];`,
    );
  },
);

/** One element of each line by its place in rising order (`rank` for `kth`), and where it stood. */
export function gpuChooseInOrder(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  choice: keyof typeof CHOICES,
  rank: number,
  values: GpuTensor,
  indices: GpuTensor | null,
): void {
  const { keys, places } = sorted(gpu, self, lines, false);
  const { count, length } = lines;
  const into = indices ?? gpu.scratch(int32, [count]);
  const row = {
    count,
    length,
    block: Math.max(count, 1),
    blockStep: 0,
    lineStep: length,
    run: length,
    runStep: 0,
    step: 1,
  };
  const uniforms = { ...row, valuesOffset: values.offset, indicesOffset: into.offset, rank };
  gpu.dispatch(choose(self.type, choice), [keys, places, values, into], uniforms, count);
}
