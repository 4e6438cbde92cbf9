"""Arithmetic, comparisons, views, joining, products, convolutions, creation: what everything else rests on."""


def fill(case, t, v):
    nan, inf = float("nan"), float("inf")

    # --- arithmetic: shapes that broadcast, layouts, dtypes that promote
    pairs = [
        (t(2, 3), t(2, 3)), (t(2, 3), t(3)), (t(2, 1, 4), t(3, 1)), (t(), t(2)), (t(0, 3), t(1, 3)),
        (t(3, 2, **{"as": "t"}), t(2, 3)), (t(3, **{"as": "expand"}), t(3, 1)), (t(4, 3, **{"as": "slice"}), t(3, 3)),
        (t(2, 6, **{"as": "step"}), t(2, 3)),
    ]
    for name in ("add", "sub", "mul", "div"):
        for a, b in pairs:
            case(f"torch.{name}", a, b)
        case(f"x.{name}", t(2, 2), 2)
        case(f"x.{name}", t(2, 2), 2.5)
        case(f"x.{name}", t(3, dtype="int64", high=9), 2)
        case(f"x.{name}", t(3, dtype="int64", high=9), 2.5)
        case(f"x.{name}", t(3, dtype="int32", high=9), t(3, dtype="int64", low=1, high=9))
        case(f"x.{name}", t(3, dtype="float64"), t(3))
        case(f"x.{name}", t(3), t(dtype="float64"))
        case(f"torch.{name}", t(2, 3), t(2, 4))
    case("x.add", t(2, 2), t(2, 2), alpha=3)
    case("x.sub", t(2, 2), t(2), alpha=0.5)
    case("x.add", t(3, dtype="bool"), t(3, dtype="bool"))
    case("x.mul", t(3, dtype="bool"), t(3, dtype="uint8", high=200))

    # --- comparisons
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        case(f"x.{name}", t(2, 3, dtype="int64", high=3), t(3, dtype="int64", high=3))
        case(f"x.{name}", t(4, grad=False), 0)
        case(f"x.{name}", t(3, dtype="int64", high=4), 1.5)
        case(f"torch.{name}", v([nan, 1.0, inf], grad=False), v([nan, 1.0, -inf], grad=False))
    for name in ("logical_and", "logical_or", "logical_xor"):
        case(f"torch.{name}", t(6, dtype="bool"), t(6, dtype="bool"))
        case(f"torch.{name}", t(6, dtype="int64", high=3), t(6, grad=False))
    for name in ("logical_not", "isnan", "isinf", "isfinite"):
        case(f"torch.{name}", v([nan, inf, -inf, 0.0, 1.0], grad=False))

    # --- functions of one element
    for name in ("neg", "abs", "sign", "exp", "tanh", "sigmoid", "relu"):
        case(f"torch.{name}", t(2, 3))
        case(f"x.{name}", t(3, 2, **{"as": "t"}))
        case(f"torch.{name}", t())
        case(f"torch.{name}", t(0, 2))
        case(f"torch.{name}", t(5, dtype="float64"))
        case(f"torch.{name}", t(4, dtype="int64", low=-4, high=5))
        case(f"torch.{name}", v([nan, inf, -inf, 0.0], grad=False))
    for name in ("log", "sqrt"):
        case(f"torch.{name}", t(2, 3, make="positive"))
        case(f"x.{name}", t(3, 2, make="positive", **{"as": "t"}))
        case(f"torch.{name}", t(4, dtype="int64", low=1, high=9))
        case(f"torch.{name}", v([nan, inf, -1.0, 0.0], grad=False))

    # --- sums and means
    for name in ("sum", "mean"):
        case(f"torch.{name}", t(2, 3))
        case(f"torch.{name}", t())
        case(f"torch.{name}", t(4, 3, **{"as": "t"}))
        for dim in (0, 1, -1, [0, 2], [-1, 0, 1]):
            case(f"torch.{name}", t(2, 3, 4), dim)
            case(f"x.{name}", t(2, 3, 4), dim, keepdim=True)
        case(f"torch.{name}", t(0, 3))
        case(f"torch.{name}", t(0, 3), 0)
        case(f"torch.{name}", t(3, dtype="int64", high=9))
        case(f"torch.{name}", t(3, 4), 2)
        case(f"torch.{name}", t(3, 4), [0, 0])
        case(f"torch.{name}", t(3, 4), dtype={"dtype": "float64"})
    case("torch.sum", t(5, dtype="bool"))
    case("x.sum_to_size", t(2, 3, 4), [3, 1])

    # --- views
    case("x.view", t(2, 3, 4), -1)
    case("x.view", t(2, 3, 4), 6, 4)
    case("x.view", t(2, 3, 4), [2, -1])
    case("x.view", t(2, 3), 7)
    case("x.view", t(2, 3), -1, -1)
    case("x.view", t(3, 2, **{"as": "t"}), 6)
    case("x.view", t(0, 3), -1, 0)
    case("x.reshape", t(3, 2, **{"as": "t"}), 6)
    case("x.reshape", t(2, 3, 4), 4, -1)
    case("torch.reshape", t(2, 3), [3, 2])
    case("torch.flatten", t(2, 3, 4))
    case("torch.flatten", t(2, 3, 4), 1)
    case("torch.flatten", t(2, 3, 4), 0, 1)
    case("torch.flatten", t())
    case("x.t", t(2, 3))
    case("x.t", t(2, 3, 4))
    case("x.t", t(3))
    case("x.transpose", t(2, 3, 4), 0, 2)
    case("x.transpose", t(2, 3, 4), -1, -2)
    case("x.transpose", t(2, 3), 0, 2)
    case("x.permute", t(2, 3, 4), 2, 0, 1)
    case("x.permute", t(2, 3, 4), [0, -1, 1])
    case("x.permute", t(2, 3, 4), 0, 1)
    case("x.expand", t(3, 1), 3, 4)
    case("x.expand", t(3), 2, -1)
    case("x.expand", t(3, 2), 3, 4)
    case("x.expand", t(3), -1, 3)
    case("x.squeeze", t(1, 3, 1))
    case("x.squeeze", t(1, 3, 1), 0)
    case("x.squeeze", t(1, 3, 1), 1)
    case("x.unsqueeze", t(2, 3), 0)
    case("x.unsqueeze", t(2, 3), -1)
    case("x.unsqueeze", t(2, 3), 4)
    case("x.select", t(2, 3), 1, -1)
    case("x.select", t(2, 3), 0, 2)
    case("x.contiguous", t(3, 2, **{"as": "t"}))
    case("torch.clone", t(3, 2, **{"as": "t"}))
    case("x.detach", t(2))

    # --- joining
    case("torch.cat", {"ts": [t(2, 3), t(1, 3)]})
    case("torch.cat", {"ts": [t(2, 3), t(2, 2), t(2, 1)]}, 1)
    case("torch.cat", {"ts": [t(2, 3), t(2, 4)]})
    case("torch.cat", {"ts": [t(2, 3), t(3)]})
    case("torch.cat", {"ts": [t(2), t(0)]})
    case("torch.cat", {"ts": [t(2), t(2, dtype="float64")]})
    case("torch.stack", {"ts": [t(2, 3), t(2, 3)]})
    case("torch.stack", {"ts": [t(2, 3), t(2, 3)]}, -1)
    case("torch.stack", {"ts": [t(2, 3), t(2, 4)]})

    # --- products
    case("torch.mm", t(2, 3), t(3, 4))
    case("torch.mm", t(3, 2, **{"as": "t"}), t(4, 3, **{"as": "t"}))
    case("torch.mm", t(2, 3), t(2, 3))
    case("torch.mm", t(2, 3), t(3))
    case("torch.mm", t(0, 3), t(3, 4))
    case("torch.mm", t(2, 0), t(0, 4))
    case("torch.mm", t(2, 3), t(3, 4, dtype="float64"))
    case("torch.addmm", t(4), t(2, 3), t(3, 4))
    case("torch.addmm", t(2, 4), t(2, 3), t(3, 4), beta=0.5, alpha=2)
    case("torch.addmm", t(3), t(2, 3), t(3, 4))
    case("torch.bmm", t(2, 3, 4), t(2, 4, 5))
    case("torch.bmm", t(2, 3, 4), t(3, 4, 5))
    case("torch.mv", t(2, 3), t(3))
    case("torch.mv", t(2, 3), t(2))
    case("torch.dot", t(3), t(3))
    case("torch.dot", t(3), t(4))
    for a, b in [
        ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 2, 3), (3, 4)), ((2, 2, 3), (3,)),
        ((2, 1, 2, 3), (4, 3, 2)), ((3,), (2, 3, 4)), ((2, 3, 4), (2, 4, 1)), ((), (3,)), ((2, 3), (2, 3)),
    ]:
        case("torch.matmul", t(*a), t(*b))
    case("F.linear", t(2, 3), t(4, 3), t(4))
    case("F.linear", t(2, 3), t(4, 3))
    case("F.linear", t(2, 5, 3), t(4, 3), t(4))
    case("F.linear", t(2, 5, 3), t(4, 3))
    case("F.linear", t(3), t(4, 3), t(4))
    case("F.linear", t(2, 3), t(4, 5), t(4))

    # --- convolutions and pools
    for o in ({}, {"stride": 2}, {"padding": 1}, {"dilation": 2}, {"stride": [2, 1], "padding": [0, 2]}):
        case("F.conv2d", t(2, 3, 7, 6), t(4, 3, 3, 2), t(4), **o)
    case("F.conv2d", t(2, 4, 5, 5), t(6, 2, 3, 3), None, 1, 1, 1, 2)
    case("F.conv2d", t(3, 5, 5), t(2, 3, 3, 3))
    case("F.conv2d", t(1, 3, 5, 5), t(2, 4, 3, 3))
    case("F.conv2d", t(1, 3, 2, 2), t(2, 3, 3, 3))
    case("F.conv2d", t(1, 3, 5, 5), t(2, 3, 3, 3), t(3))
    case("F.conv1d", t(2, 3, 8), t(4, 3, 3), t(4), padding=1)
    case("F.conv3d", t(1, 2, 4, 4, 4), t(3, 2, 2, 2, 2), t(3))
    case("F.conv_transpose2d", t(2, 3, 4, 4), t(3, 4, 3, 3), t(4), stride=2, padding=1, output_padding=1)
    case("F.conv_transpose2d", t(2, 4, 3, 3), t(4, 2, 2, 2), None, 2, 0, 0, 2)
    for o in ({}, {"stride": 1}, {"padding": 1}, {"ceil_mode": True}, {"dilation": 2, "stride": 1}):
        case("F.max_pool2d", t(2, 3, 7, 6), 3, **o)
    case("F.max_pool2d", t(3, 6, 6), [2, 3])
    case("F.max_pool2d", t(1, 1, 2, 2), 3)
    case("F.max_pool2d", t(1, 1, 4, 4), 3, padding=2)

    # --- creation
    case("torch.zeros", 2, 3)
    case("torch.ones", [2], dtype={"dtype": "int64"})
    case("torch.full", [2, 2], 3)
    case("torch.full", [2, 2], 0.5)
    case("torch.arange", 5)
    case("torch.arange", 1, 10, 3)
    case("torch.arange", 0, 1, 0.25)
    case("torch.arange", 3, 0)
    case("torch.zeros_like", t(2, 3, dtype="int32", high=4))
    case("torch.ones_like", t(2))
    case("torch.randn", 2, 3)
    case("torch.randint", 0, 10, [4])
    case("torch.randperm", 6)
