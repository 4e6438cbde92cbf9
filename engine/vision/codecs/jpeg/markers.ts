/** Markers: two bytes, 0xFF and a number, that cut a JPEG file into segments (ITU T.81, annex B). */
import { truncated } from "../../errors.ts";

export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DQT = 0xdb;
export const DRI = 0xdd;
export const DHT = 0xc4;
export const APP0 = 0xe0;
export const APP14 = 0xee;
export const COM = 0xfe;

export const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** Start of a frame, whatever its kind: C0 to CF without DHT, JPG and DAC. */
export const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== 0xcc;

/** Where the next marker's 0xFF stands, at `position` or after; whatever comes before it is skipped. */
export function nextMarker(bytes: Uint8Array, position: number): number {
  let at = position;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    const marker = at < 0 ? undefined : bytes[at + 1];
    if (marker === undefined) throw truncated(Math.max(0, bytes.length - position));
    if (marker !== 0 && marker !== 0xff) return at;
    at++;
  }
}

/** The content of the segment whose length field stands at `position`. */
export function segmentAt(bytes: Uint8Array, position: number): Uint8Array {
  if (position + 2 > bytes.length) throw truncated(bytes.length - position);
  const length = ((bytes[position] as number) << 8) | (bytes[position + 1] as number);
  const end = position + Math.max(2, length);
  if (end > bytes.length) throw truncated(bytes.length - position);
  return bytes.subarray(position + 2, end);
}
