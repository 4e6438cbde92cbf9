/**
 * What batch, layer and group normalisation have in common: each brings the elements of some lines to mean 0 and
 * variance 1, then scales and shifts them by a weight and a bias for each channel. They differ only in which elements
 * make a line, and which channel an element belongs to.
 */
import { channels, type Lines, linesAlong, rows } from "./lines.ts";
import { numel } from "./shape.ts";

export type NormKind = "batch" | "layer" | "group";

export interface Normalization {
  /** Of elements that are normalised together. */
  readonly lines: Lines;
  /** Element k of line l has channel `(l mod groups) · channelsPerGroup + ⌊k / perChannel⌋`. */
  readonly groups: number;
  readonly channelsPerGroup: number;
  readonly perChannel: number;
  /** A line for each channel, over which the gradients of weight and bias are added up. */
  readonly affine: Lines;
  /** Element k of channel c has the statistics of line `⌊k / perLine⌋ · lineStride + ⌊c / channelsPerLine⌋`. */
  readonly perLine: number;
  readonly lineStride: number;
  readonly channelsPerLine: number;
}

/** @param parts of `layer`: how many last dimensions are normalised; of `group`: how many groups there are */
export function normalization(kind: NormKind, shape: readonly number[], parts: number): Normalization {
  switch (kind) {
    case "batch": {
      const lines = channels(shape);
      const whole = Math.max(lines.length, 1);
      return {
        lines,
        groups: Math.max(lines.count, 1),
        channelsPerGroup: 1,
        perChannel: whole,
        affine: lines,
        perLine: whole,
        lineStride: 0,
        channelsPerLine: 1,
      };
    }
    case "layer": {
      const length = numel(shape.slice(shape.length - parts));
      const count = numel(shape.slice(0, shape.length - parts));
      return {
        lines: rows(count, length),
        groups: 1,
        channelsPerGroup: 0,
        perChannel: 1,
        affine: linesAlong([count, length], 0),
        perLine: 1,
        lineStride: 1,
        channelsPerLine: Math.max(length, 1),
      };
    }
    case "group": {
      const [batch = 1, count = 1] = shape;
      const plane = numel(shape.slice(2));
      const perGroup = count / parts;
      return {
        lines: rows(batch * parts, perGroup * plane),
        groups: parts,
        channelsPerGroup: perGroup,
        perChannel: Math.max(plane, 1),
        affine: channels(shape),
        perLine: Math.max(plane, 1),
        lineStride: parts,
        channelsPerLine: Math.max(perGroup, 1),
      };
    }
    default:
      return kind satisfies never;
  }
}
