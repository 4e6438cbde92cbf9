/**
 * What becomes of the graph when something writes into a view: the base gets the node `CopySlices`, which puts the
 * gradient of the written part through the op's own node, and its views get `AsStridedBackward0`, by which their
 * gradients reach the base's new history. As in PyTorch's `VariableMeta::rebase_history` and `CopySlices::apply`.
 */
import type { Geometry } from "../ops/op.ts";
import type { Tensor } from "../tensor.ts";
import { gradientEdge } from "./edges.ts";
import { type Edge, gradientSpec, Node, type SavedValue } from "./node.ts";
import { extent, stridedGradient } from "./stridedGradient.ts";

const geometryOf = (t: Tensor): Geometry => ({ shape: t.shape, strides: t.strides, offset: t.offset });

/** The part of `base`, which lies as `whole`, that `part` is of it. */
const partOf = (base: Tensor, whole: Geometry, part: Geometry): Tensor =>
  base.asStrided(part.shape, part.strides, base.offset + part.offset - whole.offset);

/** A view whose storage was written since: `view.asStrided(base)` stands for how it was made. */
export class AsStridedNode extends Node {
  readonly #base: Geometry;
  readonly #view: Geometry;

  constructor(base: Tensor, view: Tensor) {
    super("AsStridedBackward0", [gradientEdge(base)], [gradientSpec(view)]);
    this.#base = geometryOf(base);
    this.#view = geometryOf(view);
  }

  apply([grad]: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    if (!grad) return [null];
    return [stridedGradient(grad, this.#base, this.#view)];
  }

  override savedValues(): readonly (readonly [string, SavedValue])[] {
    const { shape, strides, offset } = this.#view;
    return [
      ["size", shape],
      ["storage_offset", offset],
      ["stride", strides],
    ];
  }
}

/** The history of a base after an op wrote into a view of it. */
export class CopySlices extends Node {
  readonly #base: Geometry;
  readonly #view: Geometry;
  readonly #write: Node;

  /** @param write the op's node, as if it had written into a tensor of its own; its first input is the view */
  constructor(base: Tensor, view: Tensor, write: Node) {
    const next: (Edge | null)[] = [gradientEdge(base), ...write.next.slice(1)];
    super("CopySlices", next, [gradientSpec(base)]);
    this.#base = geometryOf(base);
    this.#view = geometryOf(view);
    this.#write = write;
  }

  apply([grad]: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    if (!grad) return this.next.map(() => null);
    const { shape, strides } = this.#base;
    const out = grad.newZeros([extent(this.#base)]).asStrided(shape, strides, 0);
    out.copy_(grad);
    const written = partOf(out, this.#base, this.#view);
    const [before, ...others] = this.#write.apply([written.clone()]);
    if (before) written.copy_(before);
    else written.zero_();
    return [this.next[0] ? out : null, ...others];
  }

  override release(): void {
    this.#write.release();
  }
}
