/**
 * Convolution in one, two or three dimensions and its gradients. A transposed convolution is the gradient of a plain
 * one with respect to its input, and the other way round, so three functions do the work of six.
 */
import type { TypedArray } from "../../dtype.ts";
import type { CpuTensor } from "./cpuTensor.ts";

export interface ConvParams {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly transposed: boolean;
  readonly outputPadding: readonly number[];
  readonly groups: number;
}

/** `input [N, Cin, ...]`, `weight [Cout, Cin / groups, ...]` (transposed: `[Cin, Cout / groups, ...]`), `bias [Cout]`. */
export function convolutionForward(
  input: CpuTensor,
  weight: CpuTensor,
  bias: CpuTensor | null,
  p: ConvParams,
  out: CpuTensor,
): void {
  const start = startFromBias(bias, out);
  walk(p.transposed ? out : input, p.transposed ? input : out, weight, p, (i, o, w) => {
    if (p.transposed) start[i] = at(start, i) + at(input.data, o) * at(weight.data, w);
    else start[o] = at(start, o) + at(input.data, i) * at(weight.data, w);
  });
  out.data.set(start);
}

/** Fills `out`, of the input's shape. */
export function convolutionGradInput(
  gradOutput: CpuTensor,
  weight: CpuTensor,
  p: ConvParams,
  out: CpuTensor,
): void {
  convolutionForward(gradOutput, weight, null, { ...p, transposed: !p.transposed }, out);
}

/** Fills `out`, of the weight's shape. */
export function convolutionGradWeight(
  gradOutput: CpuTensor,
  input: CpuTensor,
  p: ConvParams,
  out: CpuTensor,
): void {
  const [fine, coarse] = p.transposed ? [gradOutput, input] : [input, gradOutput];
  const sums = new Float64Array(out.size);
  walk(fine, coarse, out, p, (i, o, w) => {
    sums[w] = at(sums, w) + at(fine.data, i) * at(coarse.data, o);
  });
  out.data.set(sums);
}

/** Sums `gradOutput [N, C, ...]` over all but the channels into `out [C]`. */
export function convolutionGradBias(gradOutput: CpuTensor, out: CpuTensor): void {
  const [batch = 0, channels = 0, ...spatial] = gradOutput.shape;
  const plane = spatial.reduce((a, b) => a * b, 1);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let n = 0; n < batch; n++) {
      const start = (n * channels + c) * plane;
      for (let i = start; i < start + plane; i++) sum += at(gradOutput.data, i);
    }
    out.data[c] = sum;
  }
}

const at = (data: TypedArray, i: number): number => data[i] as number;

function startFromBias(bias: CpuTensor | null, out: CpuTensor): Float64Array {
  const start = new Float64Array(out.size);
  if (!bias) return start;
  const plane = out.shape.slice(2).reduce((a, b) => a * b, 1);
  for (let i = 0; i < start.length; i += plane) {
    start.fill(at(bias.data, (i / plane) % bias.size), i, i + plane);
  }
  return start;
}

/** Calls back with the positions of the three factors of every product: fine (input) side, coarse side, weight. */
function walk(
  fine: CpuTensor,
  coarse: CpuTensor,
  weight: CpuTensor,
  p: ConvParams,
  product: (fine: number, coarse: number, weight: number) => void,
): void {
  const three = (sizes: readonly number[], fill: number): [number, number, number] => {
    const padded = [...Array<number>(3 - sizes.length).fill(fill), ...sizes];
    return padded as [number, number, number];
  };
  const [batch = 0, fineChannels = 0] = fine.shape;
  const [, coarseChannels = 0] = coarse.shape;
  const [fd, fh, fw] = three(fine.shape.slice(2), 1);
  const [cd, ch, cw] = three(coarse.shape.slice(2), 1);
  const [kd, kh, kw] = three(weight.shape.slice(2), 1);
  const [sd, sh, sw] = three(p.stride, 1);
  const [pd, ph, pw] = three(p.padding, 0);
  const [dd, dh, dw] = three(p.dilation, 1);
  const fineGroup = fineChannels / p.groups;
  const coarseGroup = coarseChannels / p.groups;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < coarseChannels; c++) {
      const firstFine = Math.floor(c / coarseGroup) * fineGroup;
      for (let f = 0; f < fineGroup; f++) {
        for (let z = 0; z < kd; z++) {
          for (let y = 0; y < kh; y++) {
            for (let x = 0; x < kw; x++) {
              const w = (((c * fineGroup + f) * kd + z) * kh + y) * kw + x;
              for (let oz = 0; oz < cd; oz++) {
                const iz = oz * sd - pd + z * dd;
                if (iz < 0 || iz >= fd) continue;
                for (let oy = 0; oy < ch; oy++) {
                  const iy = oy * sh - ph + y * dh;
                  if (iy < 0 || iy >= fh) continue;
                  const fineRow = (((n * fineChannels + firstFine + f) * fd + iz) * fh + iy) * fw;
                  const coarseRow = (((n * coarseChannels + c) * cd + oz) * ch + oy) * cw;
                  for (let ox = 0; ox < cw; ox++) {
                    const ix = ox * sw - pw + x * dw;
                    if (ix >= 0 && ix < fw) product(fineRow + ix, coarseRow + ox, w);
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
