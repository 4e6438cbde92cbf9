/**
 * One scan: walks over the blocks that a SOS segment names and decodes the bits of each. What a block's bits mean is
 * in `blocks.ts`; here are the order of the blocks, restart markers, and what to do when the data run out.
 */
import { brokenStream, truncated } from "../../errors.ts";
import { BitReader } from "./bits.ts";
import { type BlockDecoder, blockDecoder } from "./blocks.ts";
import type { Component, Frame } from "./frame.ts";
import type { HuffmanTable } from "./huffman.ts";
import { inverseDct, inverseDctFlat } from "./idct.ts";
import { isRestart, nextMarker } from "./markers.ts";

export interface Scan {
  readonly components: readonly ScanComponent[];
  /** Coefficients from `start` to `end`, in zigzag order; bits from `high` down to `low` (progressive only). */
  readonly start: number;
  readonly end: number;
  readonly high: number;
  readonly low: number;
}

export interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  /** The last DC coefficient: the next one is coded as its difference. */
  prediction: number;
}

/** Where a decoded block's coefficients go when the scan holds everything: straight on to the samples. */
const block = new Int16Array(64);

/**
 * Decodes the scan whose data begin at `position` and returns where they end. A frame whose coefficients come in
 * one scan gets its samples at once; otherwise the coefficients are kept.
 */
export function decodeScan(
  bytes: Uint8Array,
  position: number,
  frame: Frame,
  scan: Scan,
  restartInterval: number,
): number {
  const reader = new BitReader(bytes, position);
  const decode = blockDecoder(frame.progressive, scan);
  const only = scan.components.length === 1 ? scan.components[0] : undefined;
  const across = only ? only.component.blocksAcross : frame.mcusPerRow;
  const down = only ? only.component.blocksDown : frame.mcusPerColumn;

  let restartNumber = 0;
  let untilRestart = restartInterval;
  let starved = false;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      if (restartInterval > 0 && untilRestart-- === 0) {
        starved = !resync(reader, restartNumber);
        restartNumber = (restartNumber + 1) & 7;
        untilRestart = restartInterval - 1;
        decode.restart();
        for (const each of scan.components) each.prediction = 0;
      }
      if (starved) {
        // Nothing more comes in this scan: what is left of it stays as it is.
        if (restartInterval === 0) return reader.position;
        continue;
      }
      const before = reader.position;
      if (only) decodeBlock(reader, decode, only, x, y);
      else decodeMcu(reader, decode, scan.components, x, y);
      if (reader.starved) {
        if (reader.atEnd) throw truncated(bytes.length - before);
        starved = true;
      }
    }
  }
  return reader.position;
}

function decodeMcu(
  reader: BitReader,
  decode: BlockDecoder,
  components: readonly ScanComponent[],
  x: number,
  y: number,
): void {
  for (const each of components) {
    const { h, v } = each.component;
    for (let j = 0; j < v; j++) {
      for (let i = 0; i < h; i++) decodeBlock(reader, decode, each, x * h + i, y * v + j);
    }
  }
}

function decodeBlock(
  reader: BitReader,
  decode: BlockDecoder,
  each: ScanComponent,
  x: number,
  y: number,
): void {
  const { component } = each;
  if (component.coefficients) {
    decode.block(reader, each, component.coefficients, (y * component.blocksPerLine + x) * 64);
    return;
  }
  const last = decode.block(reader, each, block, 0);
  transformBlock(component, block, 0, last === 0, x, y);
  if (last === 0) block[0] = 0;
  else block.fill(0);
}

/** Turns the coefficients of a finished frame into samples. */
export function transformComponent(component: Component): void {
  const { coefficients } = component;
  if (!coefficients) return;
  for (let y = 0; y < component.blocksDown; y++) {
    for (let x = 0; x < component.blocksAcross; x++) {
      transformBlock(component, coefficients, (y * component.blocksPerLine + x) * 64, false, x, y);
    }
  }
}

function transformBlock(
  component: Component,
  coefficients: Int16Array,
  from: number,
  flat: boolean,
  x: number,
  y: number,
): void {
  const { quantization, samples, stride } = component;
  if (!quantization) throw brokenStream("quantization table was not defined");
  const to = y * 8 * stride + x * 8;
  if (flat) {
    inverseDctFlat((coefficients[from] as number) * (quantization[0] as number), samples, to, stride);
  } else inverseDct(coefficients, from, quantization, samples, to, stride);
}

/**
 * Goes to the restart marker that has to follow here. Where another marker stands, decides as libjpeg's
 * `jpeg_resync_to_restart` whether it was lost or comes later; false: no data belong to this interval.
 */
function resync(reader: BitReader, expected: number): boolean {
  const { bytes } = reader;
  let at = nextMarker(bytes, reader.position);
  for (;;) {
    const marker = bytes[at + 1] as number;
    const ahead = (marker - expected) & 7;
    if (marker < 0xc0 || (isRestart(marker) && (ahead === 6 || ahead === 7))) {
      at = nextMarker(bytes, at + 2);
      continue;
    }
    if (!isRestart(marker) || ahead === 1 || ahead === 2) {
      reader.restart(at);
      return false;
    }
    reader.restart(at + 2);
    return true;
  }
}
