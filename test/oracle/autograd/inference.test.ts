/** Inference mode and views that lost their history: each case of `inference.py` gives PyTorch's result or error. */
import { describe } from "vitest";
import { nn, slice, type Tensor, torch } from "../subject.ts";
import { testRecorded } from "./recorded.ts";

const { inferenceMode, noGrad, ones } = torch;
const inf = (...size: number[]): Tensor => inferenceMode(() => ones(size));
const w = (...size: number[]): Tensor => ones(size, { requiresGrad: true });
const name = (t: Tensor | undefined): string | null => t?.gradFn?.name ?? null;
const firstOf = (ts: readonly Tensor[]): Tensor => ts[0] as Tensor;
const noGradView = (x: Tensor): Tensor => noGrad(() => x.at(slice(0, 2)));
const AutogradFunction = torch.autograd.Function;

const cases: Readonly<Record<string, () => unknown>> = {
  flags() {
    const inside = inferenceMode(() => torch.isInferenceModeEnabled());
    const x = inf(3);
    return [
      inside,
      torch.isInferenceModeEnabled(),
      x.isInference(),
      torch.isInference(x),
      ones(3).isInference(),
    ];
  },
  version: () => inf(3).version,
  inplace: () => inf(3).add_(1),
  inplace_no_grad: () => noGrad(() => inf(3).add_(1)),
  inplace_view: () => inf(2, 2).t_(),
  set_index: () => inf(3).set([0], 1),
  set_from_inference() {
    const a = ones(3);
    a.set([0], inf(1).at(0));
    return [a.isInference(), a.version];
  },
  requires_grad: () => inf(3).requiresGrad_(),
  requires_grad_again: () => inferenceMode(() => w(2)).requiresGrad_(),
  requires_grad_off: () => inf(3).requiresGrad_(false).requiresGrad,
  parameter: () => new nn.Parameter(inf(2)),
  saved: () => w(3).mul(inf(3)),
  saved_first: () => inf(3).mul(w(3)),
  saved_inplace: () => w(3).mul(1).mul_(inf(3)),
  saved_by_layer: () => new nn.Linear(3, 2)(inf(1, 3)),
  not_saved() {
    const y = w(3).add(inf(3));
    return [y.isInference(), name(y)];
  },
  layer_made_inside() {
    const l = inferenceMode(() => new nn.Linear(3, 2));
    return [l.weight.isInference(), l.weight.requiresGrad, name(l(ones(1, 3)))];
  },
  norm_made_inside: () => inferenceMode(() => new nn.BatchNorm1d(2))(ones(3, 2)),
  derived() {
    const x = inf(4);
    const made = [x.view(2, 2), x.clone(), x.detach(), x.add(1), x.expand(2, 4), x.contiguous(), x.double()];
    return made.map((t) => t.isInference());
  },
  clone_is_normal() {
    const x = inf(3).clone().requiresGrad_();
    x.mul(x).sum().backward();
    return x.grad?.tolist();
  },
  inside: () =>
    inferenceMode(() => {
      const x = w(3);
      const y = x.mul(2);
      const z = ones(3).requiresGrad_();
      return [
        x.requiresGrad,
        x.isLeaf,
        y.requiresGrad,
        z.requiresGrad,
        x.clone().isInference(),
        torch.isGradEnabled(),
      ];
    }),
  write_inside() {
    const x = inferenceMode(() => {
      const own = w(2);
      own.add_(1);
      return own;
    });
    return x.tolist();
  },
  enable_grad_inside() {
    const a = w(3);
    return inferenceMode(() =>
      torch.enableGrad(() => {
        const y = a.mul(2);
        const v = a.view(3);
        return [
          y.requiresGrad,
          y.isInference(),
          torch.isGradEnabled(),
          v.isInference(),
          v.requiresGrad,
          name(v),
        ];
      }),
    );
  },
  off_inside: () =>
    inferenceMode(() =>
      inferenceMode(false, () => {
        const y = w(3).mul(2);
        return [y.requiresGrad, y.isInference(), torch.isGradEnabled()];
      }),
    ),
  off_inside_no_grad: () =>
    noGrad(() => inferenceMode(false, () => [w(3).mul(2).requiresGrad, torch.isGradEnabled()])),
  normal_written_inside() {
    const a = ones(4);
    const b = w(4);
    const c = b.mul(1);
    inferenceMode(() => {
      for (const t of [a, b, c]) t.add_(1);
    });
    return [a, b, c].map((t) => [t.isInference(), t.version, name(t)]);
  },
  written_inside_then_backward() {
    const a = w(4);
    const b = a.mul(a);
    inferenceMode(() => a.add_(1));
    b.sum().backward();
  },
  view_of_normal() {
    const a = ones(4);
    const v = inferenceMode(() => a.view(2, 2));
    v.add_(1);
    return [v.isInference(), a.version, v.version];
  },
  view_of_normal_graph() {
    const a = ones(4);
    inferenceMode(() => a.view(4)).mul_(w(4));
  },
  view_of_result() {
    const a = w(3).mul(1);
    inferenceMode(() => a.view(3)).add_(1);
  },
  view_of_result_no_grad() {
    const a = w(3).mul(1);
    const v = inferenceMode(() => a.view(3));
    noGrad(() => v.add_(1));
    return [a.version, v.version];
  },
  view_of_view() {
    const a = w(3).mul(1);
    const v = inferenceMode(() => a.view(3));
    v.at(slice(0, 2)).add_(1);
  },
  unbound_inside() {
    const x = w(3);
    firstOf(inferenceMode(() => x.unbind(0))).mul_(2);
  },
  backward_inside() {
    const a = w(3);
    inferenceMode(() => a.mul(2).sum().backward());
  },
  async backward_of_outer_inside() {
    const a = w(3);
    const l = a.mul(a).sum();
    inferenceMode(() => l.backward());
    return [await a.grad?.tolist(), a.grad?.isInference()];
  },
  async gradient_of_inference_leaf() {
    const x = inferenceMode(() => w(2));
    x.add(1).sum().backward();
    return [await x.grad?.tolist(), x.grad?.isInference()];
  },
  gradient_into_inference() {
    const x = w(3);
    x.grad = inf(3);
    x.mul(2).sum().backward();
  },
  function_saves() {
    class F extends AutogradFunction {
      static override forward(ctx: { saveForBackward(...t: Tensor[]): void }, a: Tensor, b: Tensor): Tensor {
        ctx.saveForBackward(a, b);
        return a.mul(b);
      }
      static override backward(__: object, g: Tensor) {
        return [g, g];
      }
    }
    F.apply(w(3), inf(3));
  },
  loads_inside() {
    const m = new nn.Linear(2, 2);
    const state = m.stateDict();
    inferenceMode(() => m.loadStateDict(state));
    return m.weight.isInference();
  },
  chunk_base_written() {
    const x = w(4).mul(1);
    const p = firstOf(x.chunk(2));
    x.mul_(2);
    return name(p);
  },
  chunk_leaf_written() {
    const x = w(4);
    const p = firstOf(x.chunk(2));
    noGrad(() => x.mul_(2));
    return name(p);
  },
  chunk_written: () => firstOf(w(4).mul(1).chunk(2)).mul_(2),
  chunk_of_leaf_written: () => firstOf(w(4).chunk(2)).add_(1),
  chunk_of_plain_written: () => firstOf(ones(4).chunk(2)).mul_(w(2)),
  chunk_part_written: () => firstOf(w(4).mul(1).chunk(2)).at(slice(0, 1)).mul_(2),
  no_grad_view_flags() {
    const x = w(4).mul(1);
    const v = noGradView(x);
    return [v.requiresGrad, v.isLeaf, name(v), name(v.mul(2)), x.at(slice(0, 2)).detach().requiresGrad];
  },
  no_grad_view_of_leaf() {
    const y = w(4);
    const v = noGradView(y);
    v.mul(3).sum().backward();
    return [v.grad, y.grad];
  },
  no_grad_view_written: () => noGradView(w(4).mul(1)).mul_(2),
  no_grad_view_of_leaf_written: () => noGradView(w(4)).add_(1),
  no_grad_view_of_plain_written() {
    const v = noGradView(ones(4));
    v.add_(1);
    v.mul_(w(2));
  },
  no_grad_view_part_written: () => noGradView(w(4).mul(1)).at(slice(0, 1)).mul_(2),
  no_grad_view_base_written() {
    const x = w(4).mul(1);
    const v = noGradView(x);
    x.mul_(2);
    return name(v);
  },
  no_grad_view_base_written_by_graph() {
    const x = ones(4);
    const v = noGradView(x);
    x.mul_(w(4));
    return name(v);
  },
  no_grad_view_base_written_printed() {
    const x = w(4).mul(1);
    const v = noGradView(x);
    x.mul_(2);
    return [v.requiresGrad, String(v)];
  },
  no_grad_view_base_requires_later() {
    const x = ones(4);
    const v = noGradView(x);
    x.requiresGrad_();
    noGrad(() => v.mul_(2));
    return v.requiresGrad;
  },
  no_grad_view_requires() {
    const v = noGradView(ones(4));
    v.requiresGrad_();
    v.mul_(2);
  },
  view_of_leaf_written_no_grad() {
    const x = w(4);
    const v = x.at(slice(0, 2));
    noGrad(() => x.mul_(2));
    return name(v);
  },
  function_view_base_written() {
    class F extends AutogradFunction {
      static override forward(__: object, a: Tensor): Tensor {
        return a.view(-1);
      }
      static override backward(__: object, g: Tensor) {
        return g;
      }
    }
    const x = w(4).mul(1);
    const y = F.apply(x);
    x.mul_(2);
    return name(y);
  },
};

describe("inference mode and views without history", () =>
  testRecorded(cases, new URL("inference.json", import.meta.url)));
