/**
 * Brings the lines of a colour component to the image's size. Most photographs keep colour at half the resolution;
 * libjpeg's "fancy" upsampling weighs the nearer sample 3 and the farther 1, which is what PIL shows.
 */
import type { Component, Frame } from "./frame.ts";

/** Writes line `y` of the image for one component; `line` has room for whole MCUs. */
export type Upsampler = (y: number, line: Uint8Array) => void;

export function upsampler(component: Component, frame: Frame): Upsampler {
  const acrossFactor = frame.maxH / component.h;
  const downFactor = frame.maxV / component.v;
  // Of two samples or fewer libjpeg makes no slope.
  const slopes = component.width > 2;
  if (acrossFactor === 1 && downFactor === 1) return copyLines(component);
  if (acrossFactor === 2 && downFactor === 1 && slopes) return doubleAcross(component);
  if (acrossFactor === 1 && downFactor === 2) return doubleDown(component);
  if (acrossFactor === 2 && downFactor === 2 && slopes) return doubleBoth(component);
  return repeat(component, acrossFactor, downFactor);
}

function copyLines({ samples, stride, width }: Component): Upsampler {
  return (y, line) => line.set(samples.subarray(y * stride, y * stride + width));
}

function repeat({ samples, stride, width }: Component, acrossFactor: number, downFactor: number): Upsampler {
  return (y, line) => {
    const from = Math.floor(y / downFactor) * stride;
    for (let x = 0, to = 0; x < width; x++, to += acrossFactor) {
      line.fill(samples[from + x] as number, to, to + acrossFactor);
    }
  };
}

function doubleAcross({ samples, stride, width }: Component): Upsampler {
  return (y, line) => {
    const from = y * stride;
    const end = width - 1;
    line[0] = samples[from] as number;
    for (let x = 0; x < end; x++) {
      const here = samples[from + x] as number;
      const next = samples[from + x + 1] as number;
      line[2 * x + 1] = (here * 3 + next + 2) >> 2;
      line[2 * x + 2] = (next * 3 + here + 1) >> 2;
    }
    line[2 * end + 1] = samples[from + end] as number;
  };
}

/** The line of samples that is nearer to line `y` of the image, and the other neighbour, within the image. */
function neighbours(component: Component, y: number): readonly [near: number, far: number] {
  const near = y >> 1;
  const far = Math.min(Math.max(near + ((y & 1) === 0 ? -1 : 1), 0), component.height - 1);
  return [near * component.stride, far * component.stride];
}

function doubleDown(component: Component): Upsampler {
  const { samples, width } = component;
  return (y, line) => {
    const [near, far] = neighbours(component, y);
    const bias = (y & 1) === 0 ? 1 : 2;
    for (let x = 0; x < width; x++) {
      line[x] = ((samples[near + x] as number) * 3 + (samples[far + x] as number) + bias) >> 2;
    }
  };
}

function doubleBoth(component: Component): Upsampler {
  const { samples, width } = component;
  return (y, line) => {
    const [near, far] = neighbours(component, y);
    const end = width - 1;
    let here = (samples[near] as number) * 3 + (samples[far] as number);
    line[0] = (here * 4 + 8) >> 4;
    for (let x = 0; x < end; x++) {
      const next = (samples[near + x + 1] as number) * 3 + (samples[far + x + 1] as number);
      line[2 * x + 1] = (here * 3 + next + 7) >> 4;
      line[2 * x + 2] = (next * 3 + here + 8) >> 4;
      here = next;
    }
    line[2 * end + 1] = (here * 4 + 7) >> 4;
  };
}
