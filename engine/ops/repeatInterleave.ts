/** Each element or slice so many times in a row. The public form is in `api/valueDependent.ts`: counts may be values. */
import { RuntimeError } from "../errors.ts";
import { wrapDim } from "../shape.ts";
import { clone } from "./copy.ts";
import { defineOp } from "./op.ts";
import { view } from "./views.ts";

export const repeatInterleave = defineOp({
  schema: "repeat_interleave.self_int(Tensor self, int repeats, int? dim=None) -> Tensor",
  doc: "Each slice along a dimension `repeats` times in a row; without `dim` each element, as a vector.",
  composite: ({ self, repeats, dim }) => {
    if (repeats < 0) throw new RuntimeError("Repeats must be non-negative");
    const of = dim === null ? self.flatten() : self;
    const at = wrapDim(dim ?? 0, of.ndim);
    const { shape } = of;
    const wide = of.unsqueeze(at + 1).expand([...shape.slice(0, at + 1), repeats, ...shape.slice(at + 1)]);
    const size = shape.map((s, d) => (d === at ? s * repeats : s));
    return view({ self: clone({ self: wide, memoryFormat: "contiguous" }), size });
  },
});
