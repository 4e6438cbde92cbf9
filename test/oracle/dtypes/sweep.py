"""Every op with operands of every dtype, in PyTorch, into sweep.json: values, or the error's text.

    python sweep.py

Calls as in ../ops/generate.py; the dtype "$" stands for each in turn. float16 also has its gradients recorded.
"""
import json, sys, warnings
sys.path.insert(0, "../ops")
import torch
import generate

warnings.filterwarnings("ignore")
DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]
CASES = []


def case(fn, *args, **kwargs):
    CASES.append([fn, list(args), kwargs])


def x(*shape, **o):
    """Positive numbers, so that no op leaves its domain; integers 1 to 4."""
    return {"t": list(shape), "dtype": "$", "make": "positive", "low": 1, "high": 5, **o}


def f(*shape):
    return {"t": list(shape), "make": "positive", "grad": False}


def index(values):
    return {"v": values, "dtype": "int64"}


def mask(values):
    return {"v": values, "dtype": "bool"}


UNARY = ["neg", "abs", "sign", "exp", "log", "sqrt", "sigmoid", "tanh", "relu", "sin", "cos", "erf", "log1p", "log2",
         "expm1", "rsqrt", "reciprocal", "square", "floor", "ceil", "round", "trunc", "isnan", "isinf", "isfinite",
         "logical_not", "bitwise_not", "nan_to_num", "clone", "selu", "celu"]
for name in UNARY:
    case("torch." + name, x(2, 3))
for name in ["exp", "sqrt", "reciprocal", "sigmoid", "floor", "relu", "neg"]:
    case("x." + name + "_", x(2, 3, grad=False))

BINARY = ["add", "sub", "mul", "div", "floor_divide", "remainder", "fmod", "pow", "eq", "lt", "ge", "maximum", "minimum",
          "logical_and", "logical_xor", "bitwise_and", "bitwise_xor", "rsub"]
# PyTorch tells in the backward pass that there is no derivative: not here.
NO_GRAD = {"floor_divide": {"grad": False}}
for name in BINARY:
    case("torch." + name, x(2, 3, **NO_GRAD.get(name, {})), x(3, **NO_GRAD.get(name, {})))
for name in ["add", "sub", "mul", "div", "floor_divide", "remainder", "fmod", "pow", "eq", "rsub"]:
    case("torch." + name, x(2, 3, **NO_GRAD.get(name, {})), 2)
    case("torch." + name, x(2, 3, **NO_GRAD.get(name, {})), 0.3)
for name in ["add_", "mul_", "div_", "pow_", "sub_"]:
    case("x." + name, x(2, 3, grad=False), 2)
case("torch.div", x(2, 3), x(3), rounding_mode="floor")
case("torch.div", x(2, 3), x(3), rounding_mode="trunc")
case("torch.add", x(2, 3), x(3), alpha=2)
case("torch.add", x(2, 3), x(3), alpha=0.5)
case("torch.sub", x(2, 3), x(3), alpha=2)
case("torch.pow", 2, x(3))
case("torch.lerp", x(2, 3), x(2, 3), 0.3)
case("torch.lerp", x(2, 3), x(2, 3), x(2, 3))
case("torch.addcmul", x(2, 3), x(2, 3), x(2, 3))
case("torch.addcdiv", x(2, 3), x(2, 3), x(2, 3))
case("torch.clamp", x(2, 3), 1, 2)
case("torch.clamp", x(2, 3), max=0.5)
case("torch.where", mask([1, 0, 1]), x(2, 3), x(3))
case("torch.where", mask([1, 0, 1]), x(2, 3), 0)
case("x.masked_fill", x(2, 3), mask([1, 0, 1]), 7)
case("x.masked_fill", x(2, 3), mask([1, 0, 1]), 0.5)

for name in ["sum", "mean", "prod", "any", "all", "max", "min", "amax", "amin", "argmax", "argmin", "std", "var"]:
    case("torch." + name, x(2, 3))
for name in ["sum", "mean", "prod", "any", "all", "max", "min", "amax", "amin", "argmax", "argmin", "std", "cumsum",
             "cumprod", "logsumexp", "softmax", "log_softmax"]:
    case("torch." + name, x(2, 3), 1)
case("torch.norm", x(2, 3))
case("torch.sum", x(2, 3), dtype={"dtype": "float64"})
case("torch.mean", x(2, 3), dtype={"dtype": "float32"})
case("torch.cumsum", x(2, 3, grad=False), 0, dtype={"dtype": "int32"})

case("torch.mm", x(2, 3), x(3, 2))
case("torch.bmm", x(2, 2, 3), x(2, 3, 2))
case("torch.mv", x(2, 3), x(3))
case("torch.dot", x(3), x(3))
case("torch.matmul", x(2, 3), x(3))
case("torch.addmm", x(2), x(2, 3), x(3, 2))
case("torch.outer", x(2), x(3))
case("F.linear", x(2, 3), x(2, 3), x(2))
case("F.linear", x(2, 3), x(2, 3))
for other in (f,):
    case("torch.mm", x(2, 3), other(3, 2))
    case("torch.bmm", x(2, 2, 3), other(2, 3, 2))
    case("torch.mv", x(2, 3), other(3))
    case("torch.dot", x(3), other(3))
    case("F.linear", x(2, 3), other(2, 3), other(2))
    case("F.linear", x(2, 3), other(2, 3))
    case("F.conv2d", x(1, 1, 3, 3), other(1, 1, 2, 2), other(1))
    case("F.layer_norm", x(2, 3), [3], other(3), other(3))
    case("F.batch_norm", x(2, 3), other(3), other(3))
    case("F.batch_norm", x(2, 3), other(3), other(3), other(3), other(3))
case("F.conv1d", x(1, 1, 4), x(1, 1, 2))
case("F.conv2d", x(1, 1, 3, 3), x(1, 1, 2, 2), x(1))
case("F.conv_transpose2d", x(1, 1, 2, 2), x(1, 1, 2, 2))

for name in ["gelu", "silu", "mish", "elu", "leaky_relu", "softplus", "hardtanh", "relu6", "hardswish", "hardsigmoid",
             "softsign", "tanhshrink", "logsigmoid"]:
    case("F." + name, x(2, 3))
case("F.softmin", x(2, 3), dim=1)
case("F.glu", x(2, 4))
case("F.prelu", x(2, 3), x(1))
for name in ["max_pool2d", "avg_pool2d", "adaptive_avg_pool2d", "adaptive_max_pool2d"]:
    case("F." + name, x(1, 1, 4, 4), 2)
case("F.max_pool1d", x(1, 1, 4), 2)
case("F.avg_pool1d", x(1, 1, 4), 2)
case("F.adaptive_avg_pool1d", x(1, 1, 4), 2)
case("F.interpolate", x(1, 1, 2, 2), scale_factor=2, mode="bilinear")
case("F.interpolate", x(1, 1, 2, 2), scale_factor=2)
case("F.pad", x(2, 3), [1, 1])
case("F.pad", x(1, 3), [1, 1], mode="reflect")
case("F.pixel_shuffle", x(1, 4, 1, 1), 2)
case("F.layer_norm", x(2, 3), [3])
case("F.layer_norm", x(2, 3), [3], x(3), x(3))
case("F.group_norm", x(2, 2, 3), 1)
case("F.instance_norm", x(2, 2, 3))
case("F.rms_norm", x(2, 3), [3])
case("F.batch_norm", x(2, 3), None, None, x(3), x(3), training=True)
case("F.normalize", x(2, 3))
case("F.dropout", x(2, 3), 0.5, False)
case("F.embedding", index([0, 1]), x(2, 3))
for name in ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "soft_margin_loss", "kl_div",
             "binary_cross_entropy_with_logits", "cosine_similarity", "pairwise_distance"]:
    case("F." + name, x(2, 3), x(2, 3, grad=False))
case("F.cross_entropy", x(2, 3), index([0, 2]))
case("F.nll_loss", x(2, 3), index([0, 2]))
case("F.cross_entropy", x(2, 3), x(2))
case("F.mse_loss", x(2, 3), f(2, 3))
case("F.one_hot", x(3), 5)

case("torch.cat", {"ts": [x(2, 3), x(1, 3)]})
case("torch.stack", {"ts": [x(2), x(2)]})
case("torch.flip", x(2, 3), [0])
case("torch.roll", x(2, 3), 1)
case("torch.tril", x(3, 3))
case("torch.index_select", x(2, 3), 0, index([1, 0]))
case("x.index_select", f(4, 3), 0, x(2, high=4, grad=False))
case("torch.gather", f(4, 3), 0, x(2, 3, high=4, grad=False))
case("torch.scatter_add", x(3), 0, index([0, 2]), x(2))
case("x.index_add", x(3), 0, index([0, 2]), x(2))
case("x.scatter", x(3), 0, index([0, 2]), x(2))
case("torch.diagonal", x(3, 3))
case("x.repeat", x(2), 2)
case("torch.zeros_like", x(2))
case("torch.ones", 2, dtype={"dtype": "$"})
case("torch.full", [2], 3, dtype={"dtype": "$"})
case("torch.full", [2], 300, dtype={"dtype": "$"})
case("torch.full", [2], -1.5, dtype={"dtype": "$"})
case("torch.arange", 5, dtype={"dtype": "$"})
case("torch.linspace", 0, 4, 5, dtype={"dtype": "$"})
case("torch.eye", 2, dtype={"dtype": "$"})
case("torch.rand", 2, dtype={"dtype": "$"})
case("torch.rand", 20, dtype={"dtype": "$"})
case("torch.randn", 2, dtype={"dtype": "$"})
case("torch.randn", 20, dtype={"dtype": "$"})
case("torch.randint", 0, 5, [4], dtype={"dtype": "$"})
case("torch.randperm", 5, dtype={"dtype": "$"})
case("x.new_zeros", x(2), [2])
case("x.fill_", x(2, grad=False), 0.5)
case("x.sum_to_size", x(2, 3), [1, 3])

# Casts: what fits, what does not, what is no number.
for values in ([0.0, 1.5, -1.5, 2.5, 300.7, -300.5, 70000.0, 1e10, -1e10, 1e20, "nan", "inf", "-inf"],
               [6e-8, 2e-8, 65504.0, 65519.0, 65520.0, 1e-45, 0.1, 1.0009765625, 1.00146484375, 3.4e38]):
    for dtype in ("float32", "float64"):
        case("x.to", {"v": [float(v) for v in values], "dtype": dtype, "grad": False}, {"dtype": "$"})
case("x.to", {"v": [0, 1, -1, 127, 128, 255, 256, -129, 32768, 65535, 70000, 2**31, -(2**31) - 1, 2**40 + 3],
              "dtype": "int64"}, {"dtype": "$"})
# Integers wrap around.
big = {"v": [100, 120, 127, 1, 0], "dtype": "$", "grad": False}
for fn in ("torch.add", "torch.mul", "torch.sub"):
    case(fn, big, big)
case("torch.neg", big)
case("torch.sum", big)
case("torch.square", big)
case("torch.mul", {"v": [100000, 2147483647, -5], "dtype": "int32"}, {"v": [100000, 3, 7], "dtype": "$"})
case("torch.add", {"v": [100000, 2147483647, -2147483648], "dtype": "int32"}, {"v": [1, 1, 127], "dtype": "$"})
case("torch.pow", {"v": [7, 3, -5], "dtype": "$"}, 13)
case("torch.bitwise_not", big)
# By zero.
for fn in ("torch.div", "torch.floor_divide", "torch.remainder", "torch.fmod"):
    case(fn, big, 0)
    case(fn, big, {"v": [1, 2, 0, 3, 4], "dtype": "$", "grad": False})
case("torch.div", big, 0, rounding_mode="trunc")
case("torch.floor_divide", {"v": [7, -7, 7, -7], "dtype": "$", "grad": False}, {"v": [2, 2, -2, -2], "dtype": "$", "grad": False})
case("torch.remainder", {"v": [7, -7, 7, -7], "dtype": "$", "grad": False}, {"v": [2, 2, -2, -2], "dtype": "$", "grad": False})
case("torch.fmod", {"v": [7, -7, 7, -7], "dtype": "$", "grad": False}, {"v": [2, 2, -2, -2], "dtype": "$", "grad": False})


def with_dtype(arg, dtype):
    if isinstance(arg, dict):
        out = {k: with_dtype(a, dtype) for k, a in arg.items()}
        if out.get("dtype") == "bool" and "t" in out:
            out["low"], out["high"] = 0, 2
        return out
    if isinstance(arg, list):
        return [with_dtype(a, dtype) for a in arg]
    return dtype if arg == "$" else arg


def numbers(a):
    """NaN and infinity as text."""
    if isinstance(a, dict):
        return {k: numbers(b) for k, b in a.items()}
    if isinstance(a, list):
        return [numbers(b) for b in a]
    return generate.number(a) if isinstance(a, float) else a


rows = []
for fn, args, kwargs in CASES:
    by_dtype = {}
    for dtype in DTYPES:
        r = generate.run(fn, with_dtype(args, dtype), with_dtype(kwargs, dtype))
        if "error" in r:
            by_dtype[dtype] = "! " + r["error"][1].split("\n")[0]
            continue
        by_dtype[dtype] = [[o["dtype"], o["values"]] for o in r["out"]]
        if dtype == "float16" and r.get("grads"):
            by_dtype["float16 gradients"] = [g and g["values"] for g in r["grads"]]
    rows.append({"fn": fn, "args": numbers(args), "kwargs": kwargs, "results": by_dtype})
with open("sweep.json", "w") as out:
    out.write("[\n%s\n]\n" % ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows))
print(len(rows), "calls")
