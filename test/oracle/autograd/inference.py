"""Inference mode and views that lost their history, as PyTorch has them: `python inference.py` writes inference.json; inference.test.ts has the same cases."""
import json
import torch

rows = {}


def case(f):
    try:
        rows[f.__name__] = {"result": f()}
    except Exception as e:
        rows[f.__name__] = {"error": [type(e).__name__, str(e)]}


def inf(*size):
    with torch.inference_mode():
        return torch.ones(*size)


def w(*size):
    return torch.ones(*size, requires_grad=True)


def name(t):
    return t.grad_fn and t.grad_fn.name()


@case
def flags():
    with torch.inference_mode():
        inside = torch.is_inference_mode_enabled()
    x = inf(3)
    return [inside, torch.is_inference_mode_enabled(), x.is_inference(), torch.is_inference(x), torch.ones(3).is_inference()]


@case
def version(): return inf(3)._version


@case
def inplace(): inf(3).add_(1)


@case
def inplace_no_grad():
    with torch.no_grad():
        inf(3).add_(1)


@case
def inplace_view(): inf(2, 2).t_()


@case
def set_index():
    inf(3)[0] = 1


@case
def set_from_inference():
    a = torch.ones(3)
    a[0] = inf(1)[0]
    return [a.is_inference(), a._version]


@case
def requires_grad(): inf(3).requires_grad_()


@case
def requires_grad_again():
    with torch.inference_mode():
        x = w(2)
    x.requires_grad_()


@case
def requires_grad_off(): return inf(3).requires_grad_(False).requires_grad


@case
def parameter(): torch.nn.Parameter(inf(2))


@case
def saved(): w(3) * inf(3)


@case
def saved_first(): inf(3) * w(3)


@case
def saved_inplace(): (w(3) * 1).mul_(inf(3))


@case
def saved_by_layer(): torch.nn.Linear(3, 2)(inf(1, 3))


@case
def not_saved():
    y = w(3) + inf(3)
    return [y.is_inference(), name(y)]


@case
def layer_made_inside():
    with torch.inference_mode():
        l = torch.nn.Linear(3, 2)
    return [l.weight.is_inference(), l.weight.requires_grad, name(l(torch.ones(1, 3)))]


@case
def norm_made_inside():
    with torch.inference_mode():
        m = torch.nn.BatchNorm1d(2)
    m(torch.ones(3, 2))


@case
def derived():
    x = inf(4)
    return [t.is_inference() for t in (x.view(2, 2), x.clone(), x.detach(), x + 1, x.expand(2, 4), x.contiguous(), x.double())]


@case
def clone_is_normal():
    x = inf(3).clone().requires_grad_()
    (x * x).sum().backward()
    return x.grad.tolist()


@case
def inside():
    with torch.inference_mode():
        x = w(3)
        y = x * 2
        z = torch.ones(3).requires_grad_()
        return [x.requires_grad, x.is_leaf, y.requires_grad, z.requires_grad, x.clone().is_inference(), torch.is_grad_enabled()]


@case
def write_inside():
    with torch.inference_mode():
        x = w(2)
        x.add_(1)
    return x.tolist()


@case
def enable_grad_inside():
    a = w(3)
    with torch.inference_mode(), torch.enable_grad():
        y, v = a * 2, a.view(3)
        return [y.requires_grad, y.is_inference(), torch.is_grad_enabled(), v.is_inference(), v.requires_grad, name(v)]


@case
def off_inside():
    with torch.inference_mode(), torch.inference_mode(False):
        y = w(3) * 2
        return [y.requires_grad, y.is_inference(), torch.is_grad_enabled()]


@case
def off_inside_no_grad():
    with torch.no_grad(), torch.inference_mode(False):
        return [(w(3) * 2).requires_grad, torch.is_grad_enabled()]


@case
def normal_written_inside():
    a, b = torch.ones(4), w(4)
    c = b * 1
    with torch.inference_mode():
        a.add_(1)
        b.add_(1)
        c.add_(1)
    return [[t.is_inference(), t._version, name(t)] for t in (a, b, c)]


@case
def written_inside_then_backward():
    a = w(4)
    b = a * a
    with torch.inference_mode():
        a.add_(1)
    b.sum().backward()


@case
def view_of_normal():
    a = torch.ones(4)
    with torch.inference_mode():
        v = a.view(2, 2)
    v.add_(1)
    return [v.is_inference(), a._version, v._version]


@case
def view_of_normal_graph():
    a = torch.ones(4)
    with torch.inference_mode():
        v = a.view(4)
    v.mul_(w(4))


@case
def view_of_result():
    a = w(3) * 1
    with torch.inference_mode():
        v = a.view(3)
    v.add_(1)


@case
def view_of_result_no_grad():
    a = w(3) * 1
    with torch.inference_mode():
        v = a.view(3)
    with torch.no_grad():
        v.add_(1)
    return [a._version, v._version]


@case
def view_of_view():
    a = w(3) * 1
    with torch.inference_mode():
        v = a.view(3)
    v[0:2].add_(1)


@case
def unbound_inside():
    x = w(3)
    with torch.inference_mode():
        l = x.unbind(0)[0]
    l.mul_(2)


@case
def backward_inside():
    a = w(3)
    with torch.inference_mode():
        (a * 2).sum().backward()


@case
def backward_of_outer_inside():
    a = w(3)
    l = (a * a).sum()
    with torch.inference_mode():
        l.backward()
    return [a.grad.tolist(), a.grad.is_inference()]


@case
def gradient_of_inference_leaf():
    with torch.inference_mode():
        x = w(2)
    (x + 1).sum().backward()
    return [x.grad.tolist(), x.grad.is_inference()]


@case
def gradient_into_inference():
    x = w(3)
    x.grad = inf(3)
    (x * 2).sum().backward()


@case
def function_saves():
    class F(torch.autograd.Function):
        @staticmethod
        def forward(ctx, a, b):
            ctx.save_for_backward(a, b)
            return a * b

        @staticmethod
        def backward(ctx, g): return g, g
    F.apply(w(3), inf(3))


@case
def loads_inside():
    m = torch.nn.Linear(2, 2)
    state = m.state_dict()
    with torch.inference_mode():
        m.load_state_dict(state)
    return m.weight.is_inference()


# Views that lost their history: PyTorch's handle_view_on_rebase.


@case
def chunk_base_written():
    x = w(4) * 1
    p, _ = x.chunk(2)
    x.mul_(2)
    return name(p)


@case
def chunk_leaf_written():
    x = w(4)
    p, _ = x.chunk(2)
    with torch.no_grad():
        x.mul_(2)
    return name(p)


@case
def chunk_written():
    (w(4) * 1).chunk(2)[0].mul_(2)


@case
def chunk_of_leaf_written(): w(4).chunk(2)[0].add_(1)


@case
def chunk_of_plain_written(): torch.ones(4).chunk(2)[0].mul_(w(2))


@case
def chunk_part_written(): (w(4) * 1).chunk(2)[0][0:1].mul_(2)


def no_grad_view(x):
    with torch.no_grad():
        return x[0:2]


@case
def no_grad_view_flags():
    x = w(4) * 1
    v = no_grad_view(x)
    return [v.requires_grad, v.is_leaf, name(v), name(v * 2), x[0:2].detach().requires_grad]


@case
def no_grad_view_of_leaf():
    y = w(4)
    v = no_grad_view(y)
    (v * 3).sum().backward()
    return [v.grad, y.grad]


@case
def no_grad_view_written(): no_grad_view(w(4) * 1).mul_(2)


@case
def no_grad_view_of_leaf_written(): no_grad_view(w(4)).add_(1)


@case
def no_grad_view_of_plain_written():
    v = no_grad_view(torch.ones(4))
    v.add_(1)
    v.mul_(w(2))


@case
def no_grad_view_part_written(): no_grad_view(w(4) * 1)[0:1].mul_(2)


@case
def no_grad_view_base_written():
    x = w(4) * 1
    v = no_grad_view(x)
    x.mul_(2)
    return name(v)


@case
def no_grad_view_base_written_by_graph():
    x = torch.ones(4)
    v = no_grad_view(x)
    x.mul_(w(4))
    return name(v)


@case
def no_grad_view_base_written_printed():
    x = w(4) * 1
    v = no_grad_view(x)
    x.mul_(2)
    return [v.requires_grad, str(v)]


@case
def no_grad_view_base_requires_later():
    x = torch.ones(4)
    v = no_grad_view(x)
    x.requires_grad_()
    with torch.no_grad():
        v.mul_(2)
    return v.requires_grad


@case
def no_grad_view_requires():
    v = no_grad_view(torch.ones(4))
    v.requires_grad_()
    v.mul_(2)


@case
def view_of_leaf_written_no_grad():
    x = w(4)
    v = x[0:2]
    with torch.no_grad():
        x.mul_(2)
    return name(v).replace("torch::autograd::", "")


@case
def function_view_base_written():
    class F(torch.autograd.Function):
        @staticmethod
        def forward(ctx, a): return a.view(-1)

        @staticmethod
        def backward(ctx, g): return g
    x = w(4) * 1
    y = F.apply(x)
    x.mul_(2)
    return name(y)


with open("inference.json", "w") as f:
    json.dump(rows, f, indent=1)
    f.write("\n")
print(len(rows), "cases")
