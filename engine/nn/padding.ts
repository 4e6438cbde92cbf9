/** Borders as layers: constant, mirrored, repeated, circular. */
import { tupleText } from "../format/tupleText.ts";
import { pad } from "../ops/pad.ts";
import type { Tensor } from "../tensor.ts";
import { pythonNumber } from "../trace/argumentText.ts";
import { Module } from "./module.ts";
import { requireArguments } from "./required.ts";

/** One number for all sides, or front and back of each dimension, the last dimension first. */
export type Padding = number | readonly number[];

/** A border around the last `dims` dimensions. */
abstract class PadNd extends Module {
  readonly padding: readonly number[];

  constructor(dims: number, padding: Padding) {
    super();
    requireArguments(this, { padding });
    this.padding = typeof padding === "number" ? new Array<number>(2 * dims).fill(padding) : [...padding];
  }

  override extraRepr(): string {
    return tupleText(this.padding);
  }
}

abstract class ConstantPadNd extends PadNd {
  readonly value: number;

  constructor(dims: number, padding: Padding, value: number) {
    super(dims, padding);
    this.value = value;
  }

  forward(input: Tensor): Tensor {
    return pad({ input, pad: this.padding, mode: "constant", value: this.value });
  }

  override extraRepr(): string {
    return `padding=${tupleText(this.padding)}, value=${pythonNumber(this.value)}`;
  }
}

abstract class ZeroPadNd extends PadNd {
  forward(input: Tensor): Tensor {
    return pad({ input, pad: this.padding, mode: "constant", value: 0 });
  }
}

abstract class ReflectionPadNd extends PadNd {
  forward(input: Tensor): Tensor {
    return pad({ input, pad: this.padding, mode: "reflect" });
  }
}

abstract class ReplicationPadNd extends PadNd {
  forward(input: Tensor): Tensor {
    return pad({ input, pad: this.padding, mode: "replicate" });
  }
}

abstract class CircularPadNd extends PadNd {
  forward(input: Tensor): Tensor {
    return pad({ input, pad: this.padding, mode: "circular" });
  }
}

/** A border of zeros around `[N, C, L]`. */
export class ZeroPad1d extends ZeroPadNd {
  constructor(padding: Padding) {
    super(1, padding);
  }
}

/** A border of zeros around `[N, C, H, W]`. */
export class ZeroPad2d extends ZeroPadNd {
  constructor(padding: Padding) {
    super(2, padding);
  }
}

/** A border of zeros around `[N, C, D, H, W]`. */
export class ZeroPad3d extends ZeroPadNd {
  constructor(padding: Padding) {
    super(3, padding);
  }
}

/** A border of one value around `[N, C, L]`. */
export class ConstantPad1d extends ConstantPadNd {
  constructor(padding: Padding, value: number) {
    super(1, padding, value);
  }
}

/** A border of one value around `[N, C, H, W]`. */
export class ConstantPad2d extends ConstantPadNd {
  constructor(padding: Padding, value: number) {
    super(2, padding, value);
  }
}

/** A border of one value around `[N, C, D, H, W]`. */
export class ConstantPad3d extends ConstantPadNd {
  constructor(padding: Padding, value: number) {
    super(3, padding, value);
  }
}

/** A border that mirrors the elements inside of it, around `[N, C, L]`. */
export class ReflectionPad1d extends ReflectionPadNd {
  constructor(padding: Padding) {
    super(1, padding);
  }
}

/** A border that mirrors the elements inside of it, around `[N, C, H, W]`. */
export class ReflectionPad2d extends ReflectionPadNd {
  constructor(padding: Padding) {
    super(2, padding);
  }
}

/** A border that mirrors the elements inside of it, around `[N, C, D, H, W]`. */
export class ReflectionPad3d extends ReflectionPadNd {
  constructor(padding: Padding) {
    super(3, padding);
  }
}

/** A border that repeats the outermost elements, around `[N, C, L]`. */
export class ReplicationPad1d extends ReplicationPadNd {
  constructor(padding: Padding) {
    super(1, padding);
  }
}

/** A border that repeats the outermost elements, around `[N, C, H, W]`. */
export class ReplicationPad2d extends ReplicationPadNd {
  constructor(padding: Padding) {
    super(2, padding);
  }
}

/** A border that repeats the outermost elements, around `[N, C, D, H, W]`. */
export class ReplicationPad3d extends ReplicationPadNd {
  constructor(padding: Padding) {
    super(3, padding);
  }
}

/** A border that shows the elements of the other end, around `[N, C, L]`. */
export class CircularPad1d extends CircularPadNd {
  constructor(padding: Padding) {
    super(1, padding);
  }
}

/** A border that shows the elements of the other end, around `[N, C, H, W]`. */
export class CircularPad2d extends CircularPadNd {
  constructor(padding: Padding) {
    super(2, padding);
  }
}

/** A border that shows the elements of the other end, around `[N, C, D, H, W]`. */
export class CircularPad3d extends CircularPadNd {
  constructor(padding: Padding) {
    super(3, padding);
  }
}
