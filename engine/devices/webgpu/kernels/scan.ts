/**
 * Running sums and products along lines, and the gradients of products. One invocation walks each line; where that would
 * be few, long walks, sums are cut into pieces that invocations of their own add up, then walk from where the ones before
 * them end. Products are not: a piece may overflow where the whole, with a 0 before it, does not.
 */
import { type Lines, rows } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { scanSource } from "./lines.ts";

const running = variants(
  (operation: "sum" | "prod", type: ElementType, outType: ElementType) => `${operation} ${type} ${outType}`,
  (operation, type, outType) =>
    scanSource(
      `cum${operation} ${type} ${outType}`,
      [
        { name: "selfData", type, access: "read" },
        { name: "outData", type: outType, access: "write" },
      ],
      { selfOffset: "u32", outOffset: "u32", reverse: "u32" },
      `  var value = ${outType}(${operation === "sum" ? 0 : 1});
  for (var i = 0u; i < u.length; i++) {
    let at = start + select(i, u.length - 1u - i, u.reverse == 1u) * u.step;
    value ${operation === "sum" ? "+=" : "*="} ${outType}(selfData[u.selfOffset + at]);
    outData[u.outOffset + at] = value;
  }`,
    ),
);

const PIECES = {
  count: "u32",
  length: "u32",
  block: "u32",
  blockStep: "u32",
  lineStep: "u32",
  step: "u32",
  reverse: "u32",
  pieces: "u32",
  piece: "u32",
  selfOffset: "u32",
  outOffset: "u32",
} as const;

/** Neighbouring invocations take neighbouring lines. `from`: what is before the piece; `each`: done at each element. */
const pieceBody = (type: ElementType, from: string, each: string, last: string): string =>
  `  if (index >= u.count * u.pieces) { return; }
  let line = index % u.count;
  let piece = index / u.count;
  let start = line / u.block * u.blockStep + line % u.block * u.lineStep;
  let end = min((piece + 1u) * u.piece, u.length);
  var value = ${type}(0);
  ${from}
  for (var i = piece * u.piece; i < end; i++) {
    let at = start + select(i, u.length - 1u - i, u.reverse == 1u) * u.step;
    value += ${type}(selfData[u.selfOffset + at]);
    ${each}
  }
  ${last}`;

const pieceSums = variants(
  (type: ElementType, outType: ElementType) => `${type} ${outType}`,
  (type, outType): ProgramSource<typeof PIECES> => ({
    key: `cumsum pieces ${type} ${outType}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "sums", type: outType, access: "write" },
    ],
    uniforms: PIECES,
    workgroup: [64],
    body: pieceBody(outType, "", "", "sums[line * u.pieces + piece] = value;"),
  }),
);

const pieceWalks = variants(
  (type: ElementType, outType: ElementType) => `${type} ${outType}`,
  (type, outType): ProgramSource<typeof PIECES> => ({
    key: `cumsum from pieces ${type} ${outType}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "before", type: outType, access: "read" },
      { name: "outData", type: outType, access: "write" },
    ],
    uniforms: PIECES,
    workgroup: [64],
    body: pieceBody(
      outType,
      "if (piece > 0u) { value = before[line * u.pieces + piece - 1u]; }",
      "outData[u.outOffset + at] = value;",
      "",
    ),
  }),
);

/** Into pieces of so many elements each line is cut; null: it is walked as a whole. */
export function scanPiece({
  count,
  length,
}: {
  readonly count: number;
  readonly length: number;
}): number | null {
  return length > LONG && count < ENOUGH ? PIECE : null;
}

const PIECE = 64;
/** Below this a walk takes no longer than three dispatches. */
const LONG = 512;
/** Lines that keep a GPU busy by themselves. */
const ENOUGH = 4096;

function sumByPieces(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  reverse: boolean,
  piece: number,
  out: GpuTensor,
): void {
  const pieces = Math.ceil(lines.length / piece);
  const [sums, before] = [
    gpu.scratch(out.dtype, [lines.count, pieces]),
    gpu.scratch(out.dtype, [lines.count, pieces]),
  ];
  const { count, length, block, blockStep, lineStep, step } = lines;
  const uniforms = {
    ...{ count, length, block, blockStep, lineStep, step, pieces, piece },
    reverse: Number(reverse),
    selfOffset: self.offset,
    outOffset: out.offset,
  };
  const invocations = count * pieces;
  gpu.dispatch(pieceSums(self.type, out.type), [self, sums], uniforms, invocations);
  gpuScan(gpu, sums, rows(count, pieces), "sum", false, before);
  gpu.dispatch(pieceWalks(self.type, out.type), [self, before, out], uniforms, invocations);
}

export function gpuScan(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  operation: "sum" | "prod",
  reverse: boolean,
  out: GpuTensor,
): void {
  const piece = operation === "sum" ? scanPiece(lines) : null;
  if (piece !== null) {
    sumByPieces(gpu, self, lines, reverse, piece, out);
    return;
  }
  const program = running(operation, self.type, out.type);
  const uniforms = { ...lines, selfOffset: self.offset, outOffset: out.offset, reverse: Number(reverse) };
  gpu.dispatch(program, [self, out], uniforms, lines.count);
}

const gradient = variants(
  (each: "element" | "line") => each,
  (each) =>
    scanSource(
      `product gradient ${each}`,
      [
        { name: "gradData", type: "f32", access: "read" },
        { name: "selfData", type: "f32", access: "read" },
        { name: "outData", type: "f32", access: "write" },
      ],
      { gradOffset: "u32", selfOffset: "u32", outOffset: "u32" },
      `  var before = 1.0;
  for (var k = 0u; k < u.length; k++) {
    let at = start + k * u.step;
    outData[u.outOffset + at] = before;
    before *= selfData[u.selfOffset + at];
  }
  var after = 0.0;
  for (var i = 0u; i < u.length; i++) {
    let at = start + (u.length - 1u - i) * u.step;
    ${each === "element" ? "after += gradData[u.gradOffset + at];" : "if (i == 0u) { after = gradData[u.gradOffset + line]; }"}
    outData[u.outOffset + at] *= after;
    after *= selfData[u.selfOffset + at];
  }`,
    ),
);

export function gpuProductGradient(
  gpu: GpuEncoder,
  grad: GpuTensor,
  self: GpuTensor,
  lines: Lines,
  out: GpuTensor,
): void {
  const each = grad.size === self.size && grad.shape.length === self.shape.length ? "element" : "line";
  const uniforms = { ...lines, gradOffset: grad.offset, selfOffset: self.offset, outOffset: out.offset };
  gpu.dispatch(gradient(each), [grad, self, out], uniforms, lines.count);
}
