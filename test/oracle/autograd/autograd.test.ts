/** Autograd's rules and refusals: each case of `generate.py`, line by line, gives PyTorch's result or error. */
import { describe } from "vitest";
import { type Tensor, torch } from "../subject.ts";
import { testRecorded } from "./recorded.ts";

const plain = (...values: number[]): Tensor => torch.tensor(values, { dtype: torch.float64 });
const leaf = (...values: number[]): Tensor => plain(...values).requiresGrad_();
const list = async (t: Tensor | null | undefined) => (t ? await t.tolist() : null);
const lists = (ts: readonly (Tensor | null)[]) => Promise.all(ts.map(list));
const { grad, Function: AutogradFunction } = torch.autograd;

class Square extends AutogradFunction {
  static override forward(
    ctx: { saveForBackward(...t: Tensor[]): void; k?: unknown },
    x: Tensor,
    k: number,
  ): Tensor {
    ctx.saveForBackward(x);
    ctx.k = k;
    return x.mul(x).mul(k);
  }

  static override backward(ctx: { savedTensors: Tensor[]; k?: unknown }, g: Tensor) {
    const [x] = ctx.savedTensors as [Tensor];
    return [x.mul(2).mul(g).mul(Number(ctx.k)), null];
  }
}

const cases: Readonly<Record<string, () => unknown>> = {
  grad_shape() {
    leaf(1, 2).grad = plain(1, 2, 3);
  },
  grad_dtype() {
    leaf(1, 2).grad = torch.tensor([1, 2], { dtype: torch.float32 });
  },
  grad_self() {
    const x = leaf(1, 2);
    x.grad = x;
  },
  requires_grad_int: () => torch.tensor([1, 2]).requiresGrad_(),
  requires_grad_int_option: () => torch.tensor([1, 2], { requiresGrad: true }),
  requires_grad_off_nonleaf: () => leaf(1).mul(2).requiresGrad_(false),
  async detach_shares() {
    const x = leaf(1, 2);
    const y = x.detach();
    y.add_(1);
    return [await list(x), y.requiresGrad, x.version];
  },
  detach_inplace() {
    const y = leaf(1, 2).mul(2);
    y.detach_();
    return [y.requiresGrad, y.isLeaf, y.gradFn === null];
  },
  detach_inplace_view: () => leaf(1, 2).mul(2).at(0).detach_(),
  backward_twice() {
    const x = leaf(1, 2);
    const y = x.mul(x).sum();
    y.backward();
    y.backward();
  },
  backward_twice_no_saved() {
    const x = leaf(1, 2);
    const y = x.add(1).sum();
    y.backward();
    y.backward();
    return list(x.grad);
  },
  backward_nonscalar: () => leaf(1, 2).mul(2).backward(),
  backward_grad_shape: () =>
    leaf(1, 2)
      .mul(2)
      .backward(plain(1, 2, 3)),
  async backward_grad_dtype() {
    const x = leaf(1, 2);
    x.mul(2).backward(torch.tensor([1, 2], { dtype: torch.float32 }));
    return [await list(x.grad), `torch.${x.grad?.dtype.name}`];
  },
  backward_int_root: () => torch.tensor(3).backward(),
  grad_unused() {
    const [x, y] = [leaf(1), leaf(2)];
    grad(x.mul(2), [x, y]);
  },
  grad_allow_unused() {
    const [x, y] = [leaf(1), leaf(2)];
    return lists(grad(x.mul(2), [x, y], null, { allowUnused: true }));
  },
  grad_materialize() {
    const [x, y] = [leaf(1), leaf(2)];
    return lists(grad(x.mul(2), [x, y], null, { materializeGrads: true }));
  },
  grad_materialize_not_unused() {
    const [x, y] = [leaf(1), leaf(2)];
    grad(x.mul(2), [x, y], null, { materializeGrads: true, allowUnused: false });
  },
  grad_not_requiring: () => grad(leaf(1).mul(2), [torch.ones(1)]),
  grad_empty_inputs: () => grad(leaf(1).mul(2), []),
  grad_root_no_grad: () => grad(torch.ones(1), [leaf(1)]),
  grad_shape_mismatch() {
    const x = leaf(1, 2);
    grad(x.mul(2), x, plain(1));
  },
  grad_intermediate() {
    const x = leaf(1, 2);
    const y = x.mul(3);
    return lists(grad(y.mul(y).sum(), [y, x]));
  },
  grad_output_itself() {
    const x = leaf(1, 2);
    const y = x.mul(3).sum();
    return lists(grad(y, [y, x]));
  },
  async backward_inputs() {
    const [x, y] = [leaf(1), leaf(2)];
    x.mul(y).backward(null, { inputs: [x] });
    return [await list(x.grad), await list(y.grad)];
  },
  backward_inputs_empty: () => leaf(1).mul(2).backward(null, { inputs: [] }),
  async backward_inputs_nonleaf() {
    const x = leaf(2);
    const y = x.mul(3);
    y.mul(y).backward(null, { inputs: [y] });
    return [await list(x.grad), await list(y.grad)];
  },
  hook_returns() {
    const x = leaf(1, 2);
    x.registerHook((g) => g.mul(2));
    x.mul(3).sum().backward();
    return list(x.grad);
  },
  hook_no_grad: () => torch.ones(2).registerHook((g) => g),
  async hook_order() {
    const x = leaf(1);
    const seen: number[] = [];
    const y = x.mul(1);
    y.registerHook(() => {
      seen.push(1);
    });
    y.retainGrad();
    y.registerHook((g) => g.mul(5));
    y.mul(2).backward();
    return [seen, await list(y.grad), await list(x.grad)];
  },
  async hook_before_inplace() {
    const seen: Tensor[] = [];
    const y = leaf(1, 2).mul(1);
    const note = (g: Tensor) => {
      seen.push(g);
    };
    y.registerHook(note);
    y.mul_(3);
    y.registerHook(note);
    y.sum().backward();
    return lists(seen);
  },
  async retain_grad_inplace() {
    const x = leaf(1, 2);
    const y = x.mul(1);
    y.retainGrad();
    y.mul_(3);
    y.sum().backward();
    return [await list(y.grad), await list(x.grad)];
  },
  retain_grad_no_grad: () => torch.ones(2).retainGrad(),
  retains_grad() {
    const x = leaf(1);
    const y = x.mul(2);
    const before = y.retainsGrad;
    y.retainGrad();
    x.retainGrad();
    return [before, y.retainsGrad, x.retainsGrad];
  },
  async post_accumulate() {
    const x = leaf(1, 2);
    const seen: unknown[] = [];
    const handle = x.registerPostAccumulateGradHook((t) => {
      seen.push(t.grad?.clone());
    });
    for (const k of [3, 4]) x.mul(k).sum().backward();
    handle.remove();
    x.mul(4).sum().backward();
    return lists(seen as Tensor[]);
  },
  post_accumulate_nonleaf: () =>
    leaf(1)
      .mul(2)
      .registerPostAccumulateGradHook(() => {}),
  post_accumulate_no_grad: () => torch.ones(2).registerPostAccumulateGradHook(() => {}),
  inplace_view_of_leaf: () => leaf(1, 2).at(0).mul_(2),
  inplace_leaf: () => leaf(1, 2).mul_(2),
  inplace_view_no_grad() {
    const x = leaf(1, 2).mul(1);
    torch.noGrad(() => x.at(0)).mul_(2);
  },
  inplace_unbind: () => leaf(1, 2).mul(1).unbind(0)[1]?.mul_(2),
  expand_inplace: () => torch.ones(1).expand(3).add_(1),
  leaf_from_inplace() {
    const a = torch.zeros([3], { dtype: torch.float64 });
    a.set([0], leaf(5).at(0));
    return [a.requiresGrad, `torch::autograd::${a.gradFn?.name}`];
  },
  async grad_accumulate_new() {
    const x = leaf(1, 2);
    x.mul(2).sum().backward();
    const g = x.grad;
    x.mul(2).sum().backward();
    return [await list(x.grad), g === x.grad];
  },
  async grad_accumulate_create_graph() {
    const x = leaf(1, 2);
    x.mul(x).sum().backward(null, { createGraph: true });
    const g = x.grad;
    x.mul(x).sum().backward(null, { createGraph: true });
    return [await list(x.grad), g === x.grad, x.grad?.requiresGrad];
  },
  grad_strides_expanded() {
    const x = torch.ones([2, 3], { dtype: torch.float64 }).requiresGrad_();
    x.sum().backward();
    return [...(x.grad as Tensor).stride()];
  },
  async function_needs() {
    const x = leaf(3);
    const y = Square.apply(x, 2);
    y.backward();
    return [await list(x.grad), y.gradFn?.name.replace("Square", "Sq")];
  },
  function_count_few() {
    class F1 extends AutogradFunction {
      static override forward(_: object, x: Tensor, y: Tensor): Tensor {
        return x.mul(y);
      }
      static override backward(_: object, g: Tensor) {
        return g;
      }
    }
    F1.apply(leaf(1), leaf(2)).backward();
  },
  function_count_many() {
    class F1 extends AutogradFunction {
      static override forward(_: object, x: Tensor): Tensor {
        return x.mul(2);
      }
      static override backward(_: object, g: Tensor) {
        return [g, g];
      }
    }
    F1.apply(leaf(1)).backward();
  },
  function_count_many_none() {
    class F1 extends AutogradFunction {
      static override forward(_: object, x: Tensor): Tensor {
        return x.mul(2);
      }
      static override backward(_: object, g: Tensor) {
        return [g, null];
      }
    }
    const x = leaf(1);
    F1.apply(x).backward();
    return list(x.grad);
  },
  function_wrong_shape() {
    class F1 extends AutogradFunction {
      static override forward(_: object, x: Tensor): Tensor {
        return x.mul(2);
      }
      static override backward() {
        return torch.ones(3);
      }
    }
    F1.apply(leaf(1, 2)).sum().backward();
  },
  function_grad_for_nontensor() {
    class F1 extends AutogradFunction {
      static override forward(_: object, x: Tensor, k: number): Tensor {
        return x.mul(k);
      }
      static override backward(_: object, g: Tensor) {
        return [g, g];
      }
    }
    F1.apply(leaf(1), 2).backward();
  },
  function_materialize: () => twoResults(true),
  function_no_materialize: () => twoResults(false),
  function_nondifferentiable() {
    class F1 extends AutogradFunction {
      static override forward(ctx: { markNonDifferentiable(...t: Tensor[]): void }, x: Tensor) {
        const [a, b] = [x.mul(1), x.mul(2)];
        ctx.markNonDifferentiable(b);
        return [a, b];
      }
      static override backward(_: object, a: Tensor) {
        return a;
      }
    }
    return F1.apply(leaf(1)).map((t) => t.requiresGrad);
  },
  async function_mark_dirty() {
    const x = leaf(1, 2);
    const y = x.mul(1);
    const z = Tripled.apply(y);
    z.sum().backward();
    return [z === y, y.gradFn?.name.replace("Tripled", "F1"), await list(x.grad), y.version];
  },
  function_dirty_leaf: () => Tripled.apply(leaf(1)),
  async function_double() {
    const x = leaf(3);
    const [g] = grad(Square.apply(x, 2), x, null, { createGraph: true });
    g?.backward();
    return list(x.grad);
  },
  function_second_time() {
    const y = Square.apply(leaf(3), 2);
    y.backward();
    y.backward();
  },
  function_saved_modified() {
    const x = leaf(3).mul(1);
    const y = Square.apply(x, 2);
    x.mul_(2);
    y.backward();
  },
  version_counts() {
    const x = torch.ones(3);
    const v = x.at(0);
    v.add_(1);
    x.mul_(2);
    return [x.version, v.version, x.detach().version, x.clone().version];
  },
  set_grad_enabled() {
    const x = leaf(1);
    return torch.noGrad(() => [torch.enableGrad(() => x.mul(2)).requiresGrad, x.mul(2).requiresGrad]);
  },
  no_grad_created_leaf: () =>
    torch.noGrad(() => {
      const a = torch.ones([1], { requiresGrad: true });
      return [a.requiresGrad, a.mul(2).requiresGrad];
    }),
  clone_grad_flow() {
    const x = leaf(1, 2);
    x.clone().mul_(3).sum().backward();
    return list(x.grad);
  },
  is_leaf_rules() {
    const [a, c] = [torch.ones(1), leaf(1)];
    return [a, a.mul(2), c, c.mul(2), c.mul(2).detach()].map((t) => t.isLeaf);
  },
  set_on_leaf: () => leaf(1, 2).set([0], 3),
  set_under_no_grad() {
    const x = leaf(1, 2);
    torch.noGrad(() => x.set([0], 3));
    return list(x);
  },
  inplace_on_saved_under_no_grad() {
    const x = leaf(1, 2);
    const y = x.mul(x).sum();
    torch.noGrad(() => x.mul_(2));
    y.backward();
  },
};

class Tripled extends AutogradFunction {
  static override forward(ctx: { markDirty(...t: Tensor[]): void }, x: Tensor): Tensor {
    x.mul_(3);
    ctx.markDirty(x);
    return x;
  }
  static override backward(_: object, g: Tensor) {
    return g.mul(3);
  }
}

async function twoResults(materialize: boolean): Promise<unknown> {
  const seen: (Tensor | null)[] = [];
  class Two extends AutogradFunction {
    static override forward(
      ctx: { setMaterializeGrads(value: boolean): void },
      x: Tensor,
    ): readonly Tensor[] {
      ctx.setMaterializeGrads(materialize);
      return [x.mul(1), x.mul(2)];
    }
    static override backward(_: object, a: Tensor, b: Tensor) {
      seen.push(a, b);
      return a;
    }
  }
  Two.apply(leaf(1))[0]?.backward();
  return [await lists(seen)];
}

describe("autograd", () => testRecorded(cases, new URL("expected.json", import.meta.url)));
