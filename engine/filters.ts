/** Filters to resample with, as Pillow has them; PyTorch takes the same ones against aliasing. */

/** A filter is zero beyond `support` on either side. */
export interface Filter {
  readonly support: number;
  weight(x: number): number;
}

export type FilterName = "box" | "bilinear" | "hamming" | "bicubic" | "lanczos";

export const FILTERS: Readonly<Record<FilterName, Filter>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: {
    support: 1,
    weight(x) {
      const a = Math.abs(x);
      if (a === 0) return 1;
      return a >= 1 ? 0 : sinc(a) * (Math.fround(0.54) + Math.fround(0.46) * Math.cos(a * Math.PI));
    },
  },
  // Keys' cubic convolution with a = -0.5.
  bicubic: {
    support: 2,
    weight(x) {
      const a = Math.abs(x);
      if (a < 1) return (1.5 * a - 2.5) * a * a + 1;
      return a < 2 ? (((a - 5) * a + 8) * a - 4) * -0.5 : 0;
    },
  },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function sinc(x: number): number {
  if (x === 0) return 1;
  const a = x * Math.PI;
  return Math.sin(a) / a;
}
