"""Indexing as PyTorch has it: `python generate.py` writes expected.json, whose cases indexing.test.ts repeats.

An index is written as `x.at(...)` takes it: numbers, null for `:`, "...", "newaxis", {"slice": [start, stop, step]},
{"tensor": values, "dtype": name} and {"mask": values}.
"""

import json
import pathlib
import warnings

import torch

warnings.simplefilter("ignore")


def decoded(index):
    if index is None:
        return slice(None)
    if index == "...":
        return Ellipsis
    if index == "newaxis":
        return None
    if isinstance(index, int):
        return index
    if "slice" in index:
        return slice(*index["slice"])
    if "mask" in index:
        return torch.tensor(index["mask"], dtype=torch.bool)
    return torch.tensor(index["tensor"], dtype=getattr(torch, index["dtype"]))


def key(index):
    parts = tuple(decoded(i) for i in index)
    return parts[0] if len(parts) == 1 else parts


def counted(shape, dtype=torch.float64):
    n = 1
    for s in shape:
        n *= s
    return torch.arange(n).to(dtype).reshape(shape)


def nodes(fn):
    """The names of the graph's nodes, depth first."""
    if fn is None:
        return []
    return [fn.name().split('::')[-1], *(name for f, _ in fn.next_functions for name in nodes(f))]


def given(t):
    return None if t is None else {"shape": list(t.shape), "values": t.reshape(-1).tolist()}


def outcome(run):
    try:
        return run()
    except Exception as error:
        return {"error": [type(error).__name__, str(error)]}


cases = []


def at(shape, *index, transposed=False):
    def run():
        leaf = counted(shape).requires_grad_()
        x = leaf.t() if transposed else leaf
        y = x[key(index)]
        wanted = {"result": given(y.detach()), "strides": list(y.stride()), "view": y._is_view(), "nodes": nodes(y.grad_fn)}
        y.backward(counted(y.shape) + 1)
        return {**wanted, "grad": given(leaf.grad)}

    cases.append({"at": index, "shape": shape, "transposed": transposed, **outcome(run)})


def put(shape, index, value, dtype="float64", valueDtype="float64", leaf=False, transposed=False):
    """`value` is a number, or the shape of a tensor."""

    def run():
        to = getattr(torch, dtype)
        start = counted(shape, to)
        if to.is_floating_point:
            start.requires_grad_()
        v = value
        if isinstance(value, list):
            v = -1 - counted(value, getattr(torch, valueDtype))
            if v.is_floating_point() and to.is_floating_point:
                v.requires_grad_()
        x = start if leaf else start.clone()
        (x.t() if transposed else x)[key(index)] = v
        wanted = {"result": given(x.detach()), "nodes": nodes(x.grad_fn), "version": x._version}
        if x.requires_grad:
            x.backward(counted(x.shape, to) + 1)
            wanted["grad"] = given(start.grad)
            wanted["valueGrad"] = given(v.grad) if isinstance(v, torch.Tensor) else None
        return wanted

    cases.append({"put": index, "shape": shape, "value": value, "dtype": dtype, "valueDtype": valueDtype,
                  "leaf": leaf, "transposed": transposed, **outcome(run)})


def s(*parts):
    return {"slice": list(parts) + [None] * (3 - len(parts))}


def i(values, dtype="int64"):
    return {"tensor": values, "dtype": dtype}


def m(values):
    return {"mask": values}


# Numbers
at([3, 4], 1)
at([3, 4], -1)
at([3, 4], 1, 2)
at([3, 4], -3, -4)
at([3, 4], 3)
at([3, 4], -4)
at([3, 4], 0, 4)
at([3, 4], 0, -5)
at([3, 4], None, 4)
at([3, 4], 0, 0, 0)
at([], 0)
at([0, 2], 0)
at([], "...")
at([])
at([3, 4])
# Slices
at([5], s(1, 3))
at([5], s(None, None, 2))
at([5], s(-2, None))
at([5], s(None, -2))
at([5], s(3, 100))
at([5], s(-100, 2))
at([5], s(4, 2))
at([5], s(10, 20))
at([5], s(0, 5))
at([5], s(0, 5, 1))
at([5], s(1, 100, 3))
at([5], s(None, None))
at([5], s(0, 100))
at([5], s(-5, None))
at([5], s(-10, 5))
at([5], s(None, None, 0))
at([5], s(None, None, -1))
at([3, 4], None, s(1, None, 2))
at([3, 4], s(0, 2), s(1, 3))
at([3, 4], s(None, None, 2), 1)
at([3, 4], 1, s(None, 2))
at([0, 4], s(0, 2))
at([0, 4], s(1, 2))
at([2, 3, 4], "...", 9)
at([2, 3], "newaxis", 9)
# All, the rest, new dimensions
at([3, 4], None)
at([3, 4], None, 1)
at([3, 4], None, None)
at([2, 3, 4], None, None, 1)
at([2, 3, 4], None, 1)
at([2, 3, 4], "...", 1)
at([2, 3, 4], 0, "...", 1)
at([2, 3, 4], "...")
at([2, 3, 4], "...", None)
at([2, 3, 4], 0, 1, 2, "...")
at([2, 3, 4], "newaxis", "...", "newaxis")
at([3], "newaxis")
at([3], "newaxis", 1)
at([3], 1, "newaxis")
at([3], None, "newaxis")
at([3, 4], None, "newaxis", s(1, 3))
at([], "newaxis")
at([2, 3], 0, "newaxis", "...", 1)
# Tensors
at([4, 3], i([2, 0, 2]))
at([4, 3], i([-1, -4]))
at([4, 3], i([2, 0], "int32"))
at([4, 3], i([[1, 0], [3, 3]]))
at([4, 3], i([0, 1]), i([2, 2]))
at([4, 3], i([[0], [1]]), i([0, 2]))
at([4, 3], None, i([2, 0]))
at([4, 3], s(1, 3), i([2, 0]))
at([4, 3], s(None, None, 2), i([2, 0]))
at([4, 3], 1, i([2, 0]))
at([4, 3], i([2, 0]), 1)
at([4, 3], i([2, 0]), s(1, None))
at([4, 3], "...", i([2, 0]))
at([4, 3], i([2, 0]), "...")
at([4, 3], i([2, 0]), "newaxis")
at([4, 3], "newaxis", i([2, 0]))
at([2, 3, 4], i([1, 0]), None, i([2, 3]))
at([2, 3, 4], i([[1], [0]]), None, i([2, 3]))
at([2, 3, 4], None, i([1, 0]), i([2, 3]))
at([2, 3, 4], i([1, 0]), i([2, 1]))
at([2, 3, 4], i([1, 0]), 1, i([2, 3]))
at([2, 3, 4], 1, None, i([2, 3]))
at([2, 3, 4], i([1, 0]), "newaxis", i([2, 1]))
at([2, 3, 4, 2], i([1, 0]), None, i([2, 3]), None)
at([2, 3, 4, 2], None, i([1, 0]), None, i([0, 1]))
at([2, 3], i([0, 1]), transposed=True)
at([2, 3], None, i([0, 1]), transposed=True)
at([4, 3], i([]))
at([4, 3], i([]), i([0]))
at([0, 3], i([]))
at([0, 3], i([0]))
at([4, 0], i([1, 2]))
at([4, 3], i([4]))
at([4, 3], i([0, -5]))
at([4, 3], None, i([3]))
at([4, 3], 1, i([3]))
at([4, 3], i([0, 1]), i([0, 3]))
at([4, 3], i([0], "int16"))
at([4, 3], i([0, 1]), i([0, 1, 2]))
at([4, 3], i([0]), i([0]), i([0]))
at([4, 3], i([0.0], "float32"))
at([], i([0]))
# Assignment through numbers and slices
put([3, 4], [1], 7)
put([3, 4], [1], 7.5, dtype="int64")
put([3, 4], [-1, 2], 7)
put([3, 4], [None, 1], [3])
put([3, 4], [None, 1], [1])
put([3, 4], [None, 1], [])
put([3, 4], [1], [1, 4])
put([3, 4], [1], [1, 1, 1])
put([3, 4], [1], [3])
put([3, 4], [1], [2, 4])
put([3, 4], [s(None, None, 2)], [4])
put([3, 4], [s(None, None, 2)], [2, 1])
put([3, 4], [s(2, 1)], 1)
put([3, 4], [], 1)
put([3, 4], [], [4])
put([3, 4], ["..."], 1)
put([3, 4], ["..."], [3, 1])
put([3, 4], [None], 1)
put([3, 4], ["...", 0], 1)
put([3, 4], ["newaxis", 0], [4])
put([3, 4], [1], [4], dtype="float32")
put([3, 4], [1], [4], dtype="int64")
put([3, 4], [1], [4], valueDtype="int64")
put([3, 4], [5], 1, leaf=True)
put([3, 4], [i([9])], 1, leaf=True)
put([3, 4], [0], [3], leaf=True)
put([3, 4], [1], 1, leaf=True)
put([3, 4], [], 1, leaf=True)
put([3, 4], [i([0])], 1, leaf=True)
put([3, 4], [1, s(1, 3)], 1, leaf=True)
put([3, 4], [3], 1)
put([3, 4], [0, 0, 0], 1)
put([3, 4], [s(None, None, 0)], 1)
put([], [], 3)
put([], ["..."], 3)
put([], [0], 3)
# Assignment through tensors
put([4, 3], [i([2, 0])], 9)
put([4, 3], [i([2, 0])], 9.5, dtype="int64")
put([4, 3], [i([2, 0])], [])
put([4, 3], [i([2, 0])], [3])
put([4, 3], [i([2, 0])], [2, 1])
put([4, 3], [i([2, 0])], [2, 3])
put([4, 3], [i([2, 0])], [1, 2, 3])
put([4, 3], [i([2, 0])], [1, 1, 3])
put([4, 3], [i([2, 0])], [2])
put([4, 3], [i([2, 0])], [2, 2, 3])
put([4, 3], [i([2, 2])], [2, 3])
put([4, 3], [i([0, 1]), i([2, 2])], [2])
put([4, 3], [i([[0], [1]]), i([0, 2])], [2])
put([4, 3], [None, i([0, 2])], [4, 1])
put([4, 3], [None, i([0, 2])], [2])
put([4, 3], [1, i([0, 2])], [2])
put([4, 3], [s(1, 3), i([0, 2])], 5)
put([4, 3], [i([0, 2]), s(1, None)], [2])
put([2, 3, 4], [i([1, 0]), None, i([2, 3])], [2, 3])
put([2, 3, 4], [i([1, 0]), None, i([2, 3])], [3])
put([2, 3, 4], [i([1, 0]), "...", 1], [3])
put([2, 3], [i([0, 1])], [2], transposed=True)
put([4, 3], [i([])], 1)
put([4, 3], [i([])], [0, 3])
put([0, 3], [i([])], 1)
put([4, 3], [i([4])], 1)
put([4, 3], [None, i([-4])], 1)
put([4, 3], [i([0])], [3], dtype="float32")
put([4, 3], [i([0])], [3], valueDtype="int64")
put([4, 3], [i([0])], [], dtype="float32")
put([4, 3], [i([0])], [], valueDtype="int64")
# Assignment through masks
rows = [True, False, True, False]
full = [[True, False, False], [False, True, True], [False, False, False], [True, True, True]]
put([4, 3], [m(rows)], 0)
put([4, 3], [m(full)], 0)
put([4, 3], [m(full)], 1.5, dtype="int64")
put([4, 3], [m(full)], [])
put([4, 3], [m(full)], [1])
put([4, 3], [m(rows)], [])
put([4, 3], [m(rows)], [3])
put([4, 3], [m(rows)], [1, 3])
put([4, 3], [m(rows)], [1, 1])
put([4, 3], [m(rows)], [1, 1, 3])
put([4, 3], [m(rows), None], 2)
put([4, 3], [m(rows), 1], 2)
put([4, 3], [m(rows), s(1, None)], [2])
put([4, 3], [None, m([True, False, True])], 2)
put([4, 3], [None, m([True, False, True])], [4, 1])
put([4, 3], ["...", m([True, False, True])], [1])
put([2, 4, 3], [None, m(full)], [2, 1])
put([2, 4, 3], [1, m(full)], 3)
put([4, 3], [m([False] * 4)], 0)
put([4, 3], [m(full)], 0, leaf=True)
put([4, 3], [m([True, False])], 0)
put([4, 3], [None, m([True, False])], 0)
put([4, 3], [m([[True], [False], [True], [True]])], 0)
put([4], [m(full)], 0)
put([3], [m([True, True, False])], [], valueDtype="int64")
put([3], [m([True, True, False])], [1], valueDtype="int64")
put([0, 3], [m([])], 0)
# As many values as there are places
put([4, 3], [m(rows)], [2, 3])
put([4, 3], [m(rows)], [2, 1])
put([4, 3], [m(full)], [6])
put([4, 3], [m(full)], [6], dtype="float32")
put([4, 3], [None, m([True, False, True])], [4, 2])
put([4, 3], [None, m([True, False, True])], [2])
put([2, 4, 3], [None, m(full)], [2, 6])
put([2, 4, 3], [1, m(full)], [6])
put([4, 3], [m(full)], [6], leaf=True)
put([4, 3], [m(rows)], [3, 3])
put([4, 3], [m(full)], [4])
put([4, 3], [m([False] * 4)], [2, 3])
put([4, 3], [m(full)], [20])
put([3], [m([True, True, False])], [2], valueDtype="int64")

here = pathlib.Path(__file__).parent
lines = ",\n".join(json.dumps(c) for c in cases)
(here / "expected.json").write_text(f"[\n{lines}\n]\n")
