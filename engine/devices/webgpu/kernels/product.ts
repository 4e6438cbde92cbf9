/**
 * The one product of matrices behind mm, addmm, bmm, mv, dot and the three convolutions (as implicit products: no
 * im2col buffer is ever made). An op says in WGSL where the factors' elements are and where the result's go; this file
 * knows how to add them up: in tiles with workgroup memory, directly, or a workgroup for each element.
 */
import { float32, int32 } from "../../../dtype.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type Binding, type ElementType, GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { linearGrid } from "../grid.ts";
import type { UniformFields, UniformValues } from "../uniformLayout.ts";
import {
  chunksOf,
  type ProductPlan,
  type ProductSize,
  planProduct,
  type Schedule,
  TILE,
  TILE_DEPTH,
} from "./productPlan.ts";

/** An op as a product of matrices. */
export interface ProductSource<F extends UniformFields> {
  readonly name: string;
  readonly type: ElementType;
  /** Names of the two factors' arrays. */
  readonly factors: readonly [a: string, b: string];
  /** What the functions use. */
  readonly uniforms: F;
  /**
   * `fn loadA(batch: u32, row: u32, k: u32) -> T`, `fn loadB(batch: u32, k: u32, column: u32) -> T`, both only called
   * within bounds, and `fn outAt(batch: u32, row: u32, column: u32) -> u32`, the result's element in its buffer.
   */
  readonly functions: string;
}

/**
 * Whether neighbours in memory differ in `k`, rather than in the row of A or the column of B: neighbouring invocations
 * should load neighbours. Passed as a uniform, since as shader variants it would multiply them by four.
 */
export type Order = readonly [a: boolean, b: boolean];

/** `result = alpha * product + beta * addend`. */
export interface Epilogue {
  readonly alpha: number;
  readonly beta: number;
  readonly addend: GpuTensor;
  /** In elements. */
  readonly strides: { readonly batch: number; readonly row: number; readonly column: number };
}

const COMMON = {
  rows: "u32",
  columns: "u32",
  inner: "u32",
  batch: "u32",
  /** Length of a part of the inner dimension, and how many there are. */
  part: "u32",
  splits: "u32",
  /** `Order`. */
  kFirstA: "u32",
  kFirstB: "u32",
  /** Where the dispatch begins, if it takes several. */
  firstCell: "u32",
  firstLayer: "u32",
} as const;

const EPILOGUE = {
  addendOffset: "u32",
  addendBatch: "u32",
  addendRow: "u32",
  addendColumn: "u32",
} as const;

const THREADS = 64;
/** An invocation of a tile computes this many rows and columns. */
const BLOCK = 4;

export class Product<F extends UniformFields> {
  readonly #source: ProductSource<F>;
  readonly #programs = new Map<string, GpuProgram>();

  constructor(source: ProductSource<F>) {
    this.#source = source;
  }

  /** `values`: of the source's uniforms. Without `epilogue`: the product alone. */
  run(
    gpu: GpuEncoder,
    size: ProductSize,
    factors: readonly [GpuTensor, GpuTensor],
    out: GpuTensor,
    values: UniformValues<F>,
    [kFirstA, kFirstB]: Order,
    epilogue: Epilogue | null = null,
    plan: ProductPlan = planProduct(size),
  ): void {
    const { splits } = plan;
    const ends = endValues(this.#source.type, epilogue);
    const part = Math.ceil(size.inner / splits);
    const all: UniformValues<UniformFields> = {
      ...values,
      ...size,
      ...ends.values,
      ...{ part, splits, firstCell: 0, firstLayer: 0, kFirstA: Number(kFirstA), kFirstB: Number(kFirstB) },
    };
    if (splits === 1) {
      const program = this.#program(plan.schedule, ends.kind, false);
      this.#dispatch(gpu, program, plan, size, [...factors, ...ends.tensors, out], all);
      return;
    }
    const results = size.rows * size.columns * size.batch;
    const partial = gpu.scratch(this.#source.type === "f32" ? float32 : int32, [splits, results]);
    this.#dispatch(gpu, this.#program(plan.schedule, "plain", true), plan, size, [...factors, partial], all);
    gpu.dispatch(this.#finish(ends.kind), [partial, ...ends.tensors, out], all, results);
  }

  #dispatch(
    gpu: GpuEncoder,
    program: GpuProgram,
    { schedule, splits, mostWork }: ProductPlan,
    size: ProductSize,
    tensors: readonly GpuTensor[],
    values: UniformValues<UniformFields>,
  ): void {
    const { rows, columns, inner, batch } = size;
    const across = schedule === "tiled" ? Math.ceil(rows / TILE) * Math.ceil(columns / TILE) : rows * columns;
    const groups = schedule === "direct" ? Math.ceil(across / THREADS) : across;
    const { limits } = gpu.capabilities;
    const work = (rows * columns * inner) / splits;
    const mostLayers = limits.maxComputeWorkgroupsPerDimension;
    for (const { firstCell, cells, firstLayer, layers } of chunksOf(
      groups,
      batch * splits,
      Math.max(work, 1),
      mostLayers,
      mostWork,
    )) {
      const [x, y] = linearGrid(cells, limits);
      const part = (work * layers * cells) / groups;
      gpu.dispatchGrid(program, tensors, { ...values, firstCell, firstLayer }, [x, y, layers], part);
    }
  }

  #program(schedule: Schedule, end: "plain" | "addend", partial: boolean): GpuProgram {
    const key = `${this.#source.name} ${this.#source.type} ${schedule} ${partial ? "partial" : end}`;
    return this.#remembered(key, () => {
      const { type, factors, functions } = this.#source;
      const [a, b] = factors;
      const writes = partial ? PARTIAL_STORE : `out[outAt(batch, row, column)] = ${ended(end)};`;
      return new GpuProgram({
        key,
        bindings: [read(a, type), read(b, type), ...addendBinding(end, type), written(type)],
        uniforms: this.#uniforms(end),
        workgroup: [THREADS],
        functions: `alias T = ${type};\n${functions}
${schedule === "direct" ? "" : memory(schedule)}
fn store(batch: u32, split: u32, row: u32, column: u32, sum: T) {
  ${writes}
}
`,
        body: `${LAYER}${body(schedule)}`,
      });
    });
  }

  /** Adds up the parts of the inner dimension. */
  #finish(end: "plain" | "addend"): GpuProgram {
    const key = `${this.#source.name} ${this.#source.type} finish ${end}`;
    return this.#remembered(key, () => {
      const { type, functions } = this.#source;
      // Only `outAt` is used; the loaders and their arrays are left out with the factors.
      return new GpuProgram({
        key,
        bindings: [read("parts", type), ...addendBinding(end, type), written(type)],
        uniforms: this.#uniforms(end),
        workgroup: [THREADS],
        functions: `alias T = ${type};\n${only("outAt", functions)}`,
        body: `  let results = u.rows * u.columns * u.batch;
  if (index >= results) { return; }
  var sum = T(0);
  for (var s = 0u; s < u.splits; s++) { sum += parts[s * results + index]; }
  let column = index % u.columns;
  let row = index / u.columns % u.rows;
  let batch = index / u.columns / u.rows;
  out[outAt(batch, row, column)] = ${ended(end)};`,
      });
    });
  }

  #uniforms(end: "plain" | "addend"): UniformFields {
    const { type, uniforms } = this.#source;
    const scale: UniformFields = end === "addend" ? { ...EPILOGUE, alpha: type, beta: type } : {};
    return { ...uniforms, ...COMMON, ...scale };
  }

  #remembered(key: string, make: () => GpuProgram): GpuProgram {
    const known = this.#programs.get(key);
    if (known) return known;
    const made = make();
    this.#programs.set(key, made);
    return made;
  }
}

const read = (name: string, type: ElementType): Binding => ({ name, type, access: "read" });
const written = (type: ElementType): Binding => ({ name: "out", type, access: "write" });
const addendBinding = (end: "plain" | "addend", type: ElementType): Binding[] =>
  end === "addend" ? [read("addend", type)] : [];

function endValues(
  type: ElementType,
  e: Epilogue | null,
): { kind: "plain" | "addend"; values: UniformValues<UniformFields>; tensors: readonly GpuTensor[] } {
  if (!e) return { kind: "plain", values: {}, tensors: [] };
  if (e.addend.type !== type) throw new Error("the addend of a product has its type");
  const { batch, row, column } = e.strides;
  return {
    kind: "addend",
    values: {
      alpha: e.alpha,
      beta: e.beta,
      addendOffset: e.addend.offset,
      addendBatch: batch,
      addendRow: row,
      addendColumn: column,
    },
    tensors: [e.addend],
  };
}

function ended(end: "plain" | "addend"): string {
  return end === "plain"
    ? "sum"
    : "u.alpha * sum + u.beta * addend[u.addendOffset + batch * u.addendBatch + row * u.addendRow + column * u.addendColumn]";
}

const PARTIAL_STORE = "out[((split * u.batch + batch) * u.rows + row) * u.columns + column] = sum;";

/** A layer of the grid is one part of one batch. All of it is the same for a whole workgroup. */
const LAYER = `  let layer = u.firstLayer + group.z;
  let batch = layer / u.splits;
  let split = layer % u.splits;
  let first = split * u.part;
  let last = min(first + u.part, u.inner);
  let cell = u.firstCell + group.x + group.y * groups.x;
`;

function memory(schedule: Schedule): string {
  return schedule === "tiled"
    ? `var<workgroup> tileA: array<array<T, ${TILE}>, ${TILE_DEPTH}>;
var<workgroup> tileB: array<array<T, ${TILE}>, ${TILE_DEPTH}>;`
    : `var<workgroup> sums: array<T, ${THREADS}>;`;
}

function body(schedule: Schedule): string {
  switch (schedule) {
    case "tiled":
      return TILED_BODY;
    case "direct":
      return `  let flat = cell * ${THREADS}u + local.x;
  if (flat >= u.rows * u.columns) { return; }
  let row = flat / u.columns;
  let column = flat % u.columns;
  var sum = T(0);
  for (var k = first; k < last; k++) { sum += loadA(batch, row, k) * loadB(batch, k, column); }
  store(batch, split, row, column, sum);`;
    case "long":
      return `  if (cell >= u.rows * u.columns) { return; }
  let row = cell / u.columns;
  let column = cell % u.columns;
  var sum = T(0);
  for (var k = first + local.x; k < last; k += ${THREADS}u) { sum += loadA(batch, row, k) * loadB(batch, k, column); }
  sums[local.x] = sum;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local.x < half) { sums[local.x] += sums[local.x + half]; }
  }
  if (local.x == 0u) { store(batch, split, row, column, sums[0]); }`;
  }
}

/** Each invocation keeps 4 × 4 results in registers and reads 8 shared values for 16 multiply-adds. */
function tiledBody(): string {
  const loads = (TILE * TILE_DEPTH) / THREADS;
  const split = (factor: "A" | "B") => `let kFirst = u.kFirst${factor} != 0u;
        let k = select(e / ${TILE}u, e % ${TILE_DEPTH}u, kFirst);
        let at = select(e % ${TILE}u, e / ${TILE_DEPTH}u, kFirst);`;
  const blocks = Array.from({ length: BLOCK }, (_, i) => i);
  return `  let tileRows = (u.rows + ${TILE - 1}u) / ${TILE}u;
  let tileColumns = (u.columns + ${TILE - 1}u) / ${TILE}u;
  if (cell >= tileRows * tileColumns) { return; }
  let firstRow = cell % tileRows * ${TILE}u;
  let firstColumn = cell / tileRows * ${TILE}u;
  let myRow = local.x / ${TILE / BLOCK}u * ${BLOCK}u;
  let myColumn = local.x % ${TILE / BLOCK}u * ${BLOCK}u;
${blocks.map((i) => `  var sums${i} = vec4<T>();`).join("\n")}
  for (var start = first; start < last; start += ${TILE_DEPTH}u) {
    for (var j = 0u; j < ${loads}u; j++) {
      let e = local.x + j * ${THREADS}u;
      { ${split("A")}
        var value = T(0);
        if (firstRow + at < u.rows && start + k < last) { value = loadA(batch, firstRow + at, start + k); }
        tileA[k][at] = value; }
      { ${split("B")}
        var value = T(0);
        if (firstColumn + at < u.columns && start + k < last) { value = loadB(batch, start + k, firstColumn + at); }
        tileB[k][at] = value; }
    }
    workgroupBarrier();
    for (var k = 0u; k < ${TILE_DEPTH}u; k++) {
      let b = vec4<T>(${blocks.map((j) => `tileB[k][myColumn + ${j}u]`).join(", ")});
${blocks.map((i) => `      sums${i} += tileA[k][myRow + ${i}u] * b;`).join("\n")}
    }
    workgroupBarrier();
  }
  for (var j = 0u; j < ${BLOCK}u; j++) {
    let column = firstColumn + myColumn + j;
    if (column >= u.columns) { continue; }
${blocks
  .map(
    (i) =>
      `    if (firstRow + myRow + ${i}u < u.rows) { store(batch, split, firstRow + myRow + ${i}u, column, sums${i}[j]); }`,
  )
  .join("\n")}
  }`;
}

const TILED_BODY = tiledBody();

/** One function out of a source of several; each starts at a line's beginning and ends with a closing brace there. */
function only(name: string, functions: string): string {
  const start = functions.indexOf(`fn ${name}(`);
  return functions.slice(start, functions.indexOf("\n}", start) + 3);
}
