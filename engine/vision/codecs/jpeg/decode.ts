/**
 * Decodes JPEG: baseline, extended and progressive with Huffman coding, 8 bits, 1, 3 or 4 components. Gives the very
 * levels that libjpeg-turbo gives with its default settings, which is what PIL shows.
 *
 * Why no library: of those for JavaScript, `jpeg-js` is off by up to 32 levels, because it repeats colour samples
 * instead of interpolating them; the WebAssembly builds of libjpeg are exact, but ten times this size, load their
 * module asynchronously or from a file, know neither CMYK nor why a file is broken. What a small
 * file can make this one do is bounded: by its bytes (`frame.ts`) and by its scans.
 *
 * Not here: arithmetic coding, lossless and hierarchical files, 12 bits; and libjpeg's smoothing of progressive files
 * whose last scans are missing.
 */
import { brokenStream } from "../../errors.ts";
import { ZIGZAG } from "./blocks.ts";
import { colorSpace, colorWriters } from "./color.ts";
import { type Component, type Frame, readFrame } from "./frame.ts";
import { type HuffmanTable, huffmanTable } from "./huffman.ts";
import * as marker from "./markers.ts";
import { decodeScan, type Scan, type ScanComponent, transformComponent } from "./scan.ts";
import { standardAc, standardDc } from "./standardTables.ts";
import { upsampler } from "./upsample.ts";

/** A photograph has about ten scans. Thousands of empty ones would keep a small file decoding for hours. */
const MAX_SCANS = 256;

/** Decodes a whole file to `[H, W, components]` levels. */
export function decodeJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Decoder(bytes).decode();
}

class Decoder {
  private readonly bytes: Uint8Array;
  private frame: Frame | null = null;
  private readonly quantization: (Int32Array | undefined)[] = [];
  private readonly dc: (HuffmanTable | undefined)[] = [];
  private readonly ac: (HuffmanTable | undefined)[] = [];
  private restartInterval = 0;
  private hasJfif = false;
  private adobeTransform: number | null = null;
  private scans = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  decode(): Uint8Array<ArrayBuffer> {
    this.readSegments();
    const { frame } = this;
    if (!frame || this.scans === 0) throw brokenStream("no image in it");
    frame.components.forEach(transformComponent);
    return this.pixels(frame);
  }

  /** Walks from marker to marker until the end of the image. */
  private readSegments(): void {
    const { bytes } = this;
    let position = 2;
    for (;;) {
      position = marker.nextMarker(bytes, position);
      const kind = bytes[position + 1] as number;
      position += 2;
      if (kind === marker.EOI) return;
      if (marker.isRestart(kind) || kind === 0x01) continue;
      if (kind < 0xc0 || kind === marker.SOI) throw brokenStream("unsupported marker");
      const segment = marker.segmentAt(bytes, position);
      position += 2 + segment.length;
      if (kind === marker.SOS) position = this.readScan(segment, position);
      else this.readSegment(kind, segment);
    }
  }

  private readSegment(kind: number, segment: Uint8Array): void {
    if (marker.isFrame(kind)) this.startFrame(kind, segment);
    else if (kind === marker.DQT) this.readQuantization(segment);
    else if (kind === marker.DHT) this.readHuffman(segment);
    else if (kind === marker.DRI) this.restartInterval = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0);
    else if (kind === marker.APP0) this.hasJfif ||= segment.length >= 14 && startsWith(segment, "JFIF\0");
    else if (kind === marker.APP14 && segment.length >= 12 && startsWith(segment, "Adobe")) {
      this.adobeTransform = segment[11] as number;
    }
  }

  private startFrame(kind: number, segment: Uint8Array): void {
    if (kind > 0xc2) {
      throw brokenStream(
        kind === 0xc9 || kind === 0xca ? "arithmetic coding is not supported" : "unsupported kind of JPEG",
      );
    }
    if (this.frame) throw brokenStream("two frames");
    this.frame = readFrame(segment, kind === 0xc2, this.bytes.length);
  }

  private readQuantization(segment: Uint8Array): void {
    let at = 0;
    while (at < segment.length) {
      const head = segment[at++] as number;
      const wide = head >> 4 !== 0;
      const values = Int32Array.from({ length: 64 }, (_, i) =>
        wide ? ((segment[at + 2 * i] ?? 0) << 8) | (segment[at + 2 * i + 1] ?? 0) : (segment[at + i] ?? 0),
      );
      at += wide ? 128 : 64;
      if ((head & 15) > 3 || at > segment.length) throw brokenStream("bogus quantization table");
      const table = new Int32Array(64);
      values.forEach((value, i) => {
        table[ZIGZAG[i] as number] = value;
      });
      this.quantization[head & 15] = table;
    }
  }

  private readHuffman(segment: Uint8Array): void {
    let at = 0;
    while (at < segment.length) {
      const head = segment[at] as number;
      const counts = new Uint8Array(17);
      counts.set(segment.subarray(at + 1, at + 17), 1);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const symbols = segment.slice(at + 17, at + 17 + total);
      at += 17 + total;
      if (at > segment.length || total > 256 || (head & 15) > 3 || head >> 4 > 1) {
        throw brokenStream("bogus Huffman table");
      }
      (head >> 4 === 0 ? this.dc : this.ac)[head & 15] = huffmanTable(counts, symbols);
    }
  }

  /** Decodes the scan that a SOS segment announces; gives the position behind its data. */
  private readScan(segment: Uint8Array, position: number): number {
    const { frame } = this;
    if (!frame) throw brokenStream("a scan before the frame");
    if (++this.scans > MAX_SCANS) throw brokenStream("too many scans");
    const scan = this.scanHeader(segment, frame);
    const complete = !frame.progressive && scan.components.length === frame.components.length;
    for (const { component } of scan.components) {
      component.quantization ??= this.quantization[component.quantizationIndex] ?? null;
      if (!component.quantization) throw brokenStream("quantization table was not defined");
      if (!complete) {
        component.coefficients ??= new Int16Array(component.blocksPerLine * component.blocksPerColumn * 64);
      }
    }
    return decodeScan(this.bytes, position, frame, scan, this.restartInterval);
  }

  private scanHeader(segment: Uint8Array, frame: Frame): Scan {
    const count = segment[0] ?? 0;
    if (count < 1 || count > 4 || segment.length !== 4 + 2 * count) throw brokenStream("bogus scan header");
    const components: ScanComponent[] = [];
    for (let i = 0; i < count; i++) {
      const id = segment[1 + 2 * i] as number;
      const tables = segment[2 + 2 * i] as number;
      const component = frame.components.find(
        (c) => c.id === id && !components.some((s) => s.component === c),
      );
      if (!component) throw brokenStream("a scan of an unknown component");
      const dc = this.dc[tables >> 4] ?? standardTable(frame, standardDc, tables >> 4);
      const ac = this.ac[tables & 15] ?? standardTable(frame, standardAc, tables & 15);
      components.push({ component, dc, ac, prediction: 0 });
    }
    const blocks = components.reduce((sum, { component: c }) => sum + c.h * c.v, 0);
    if (count > 1 && blocks > 10) throw brokenStream("sampling factors too large for one scan");
    const approximation = segment[3 + 2 * count] as number;
    return {
      components,
      start: segment[1 + 2 * count] as number,
      end: segment[2 + 2 * count] as number,
      high: approximation >> 4,
      low: approximation & 15,
    };
  }

  private pixels(frame: Frame): Uint8Array<ArrayBuffer> {
    const { width, height, components, mcusPerRow, maxH } = frame;
    const space = colorSpace(
      components.map((component: Component) => component.id),
      this.hasJfif,
      this.adobeTransform,
    );
    const write = colorWriters[space];
    const upsamplers = components.map((component) => upsampler(component, frame));
    const lines = components.map(() => new Uint8Array(mcusPerRow * maxH * 8));
    const out = new Uint8ClampedArray(width * height * components.length);
    for (let y = 0; y < height; y++) {
      for (const [i, upsample] of upsamplers.entries()) upsample(y, lines[i] as Uint8Array);
      write(lines, width, out, y * width * components.length);
    }
    return new Uint8Array(out.buffer);
  }
}

/** Only sequential files may leave tables out. */
function standardTable(
  frame: Frame,
  tables: readonly HuffmanTable[],
  index: number,
): HuffmanTable | undefined {
  return frame.progressive ? undefined : tables[index];
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
