/**
 * How each place of a result finds the element it shows, a rule per dimension: what pad, flip, roll and repeat have in
 * common. One kernel per device walks all of them.
 */

/**
 * The source coordinate of coordinate `i`, where `n` is the source's size:
 * `shift` i + shift · `flip` n - 1 - i · `wrap` (i + shift) modulo n · `reflect` and `clamp` i + shift, brought back
 * into the source by mirroring at its ends, or to the end · `fill` i + shift; outside of the source is the fill value.
 */
export const RULES = ["shift", "flip", "wrap", "reflect", "clamp", "fill"] as const;
export type Rule = (typeof RULES)[number];

export interface AxisMap {
  readonly rule: Rule;
  readonly shift: number;
}

export const PLAIN: AxisMap = { rule: "shift", shift: 0 };

/** The source coordinate, or -1 for the fill value. */
export function sourceOf({ rule, shift }: AxisMap, i: number, n: number): number {
  const at = i + shift;
  switch (rule) {
    case "shift":
      return at;
    case "flip":
      return n - 1 - i;
    case "wrap":
      return ((at % n) + n) % n;
    case "reflect":
      return at < 0 ? -at : at >= n ? 2 * (n - 1) - at : at;
    case "clamp":
      return Math.min(Math.max(at, 0), n - 1);
    case "fill":
      return at < 0 || at >= n ? -1 : at;
    default:
      return rule satisfies never;
  }
}
