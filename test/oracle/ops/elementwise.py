"""Powers, roundings, elementary functions, clamps, choices by mask, bits."""


def fill(case, t, v):
    nan, inf = float("nan"), float("inf")
    special = lambda: v([nan, inf, -inf, 0.0, -0.5, 2.5], grad=False)

    # --- powers
    for exponent in (2, 3, 0.5, 0, 1, -1, -2.5):
        case("x.pow", t(2, 3, make="positive"), exponent)
    for exponent in (2, 3, 0, -1):
        case("torch.pow", t(2, 3), exponent)
    case("x.pow", t(3, 2, **{"as": "t"}), 2)
    case("x.pow", t(4, dtype="int64", low=-4, high=5), 2)
    case("x.pow", t(4, dtype="int64", low=1, high=5), 0.5)
    case("x.pow", t(4, dtype="int64", low=1, high=5), -1)
    case("x.pow", special(), 2)
    case("x.pow", special(), 0.5)
    case("x.pow", t(2, 3, make="positive"), t(3))
    case("torch.pow", t(2, 1, make="positive"), t(1, 3))
    case("torch.pow", t(3, dtype="int64", low=1, high=5), t(3, dtype="int64", high=4))
    case("torch.pow", v([0.0, 0.0, 2.0]), v([0.0, 2.0, 0.0]))
    case("torch.pow", 2, t(2, 3))
    case("torch.pow", 0, v([0.0, 2.0]))
    case("torch.pow", 2, t(3, dtype="int64", high=5))
    case("torch.square", t(2, 3))
    case("x.rsqrt", t(2, 3, make="positive"))
    case("x.rsqrt", special())
    case("x.reciprocal", t(3, 2, **{"as": "t"}))
    case("x.reciprocal", t(3, dtype="int64", low=1, high=5))

    # --- elementary
    for name in ("sin", "cos", "erf", "expm1"):
        case(f"torch.{name}", t(2, 3))
        case(f"x.{name}", t(3, 2, **{"as": "t"}))
        case(f"torch.{name}", t(8, dtype="float64"))
        case(f"torch.{name}", t(4, dtype="int64", low=-4, high=5))
        case(f"torch.{name}", t(0, 2))
        case(f"torch.{name}", v([nan, 0.0, 1e-3, 3.0], grad=False))
    for name in ("log1p", "log2"):
        case(f"torch.{name}", t(2, 3, make="positive"))
        case(f"torch.{name}", t(5, dtype="float64", make="positive"))
        case(f"torch.{name}", t(4, dtype="int64", low=1, high=9))
        case(f"torch.{name}", v([nan, inf, -2.0, 0.0], grad=False))

    # --- roundings
    for name in ("floor", "ceil", "round", "trunc"):
        case(f"torch.{name}", v([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.2, -0.7]))
        case(f"torch.{name}", t(3, dtype="int64", high=9))
        case(f"torch.{name}", special())
    for name in ("fmod", "remainder"):
        case(f"torch.{name}", t(2, 3), 0.7)
        case(f"torch.{name}", t(2, 3), -1)
        case(f"torch.{name}", t(5, dtype="int64", low=-9, high=9), 4)
        case(f"torch.{name}", t(5, dtype="int64", low=-9, high=9), -4)
        case(f"torch.{name}", t(2, 3), t(3))
        case(f"torch.{name}", t(3, dtype="int64", low=-9, high=9), t(3, dtype="int64", low=1, high=4))
    case("torch.floor_divide", t(2, 3, grad=False), 0.7)
    case("torch.floor_divide", t(5, dtype="int64", low=-9, high=9), 4)
    case("torch.floor_divide", t(2, 3, grad=False), t(3, grad=False))
    for mode in ("floor", "trunc"):
        case("torch.div", t(2, 3), t(3), rounding_mode=mode)
        case("torch.div", t(2, 3), 0.3, rounding_mode=mode)
        case("torch.div", t(5, dtype="int64", low=-9, high=9), 4, rounding_mode=mode)
    case("torch.div", t(2, 3), t(3), rounding_mode="up")

    # --- clamps
    for o in ({"min": -0.5}, {"max": 0.5}, {"min": -0.5, "max": 0.5}, {"min": 1, "max": -1}):
        case("x.clamp", t(3, 4), **o)
        case("x.clamp", special(), **o)
    case("torch.clamp", t(2, 3), -1, 1)
    case("x.clamp", t(5, dtype="int64", low=-9, high=9), -2, 3)
    case("x.clamp", t(5, dtype="int64", low=-9, high=9), min=0.5)
    case("x.clamp", t(3))
    case("x.clamp", t(2, 3), t(3), t(2, 3))
    case("x.clamp_min", t(2, 3), 0)
    case("x.clamp_min", t(2, 3), t(3))
    case("x.clamp_max", t(2, 3), 0.1)
    case("x.clamp_max", t(2, 3), t(3))
    case("torch.nan_to_num", v([nan, inf, -inf, 1.5]))
    case("torch.nan_to_num", v([nan, inf, -inf, 1.5]), 2.0, 3.0, -3.0)

    # --- choices and mixtures
    mask = t(2, 3, dtype="bool")
    case("torch.where", mask, t(2, 3), t(2, 3))
    case("torch.where", mask, t(3), t(2, 1))
    case("torch.where", mask, t(2, 3), 0.0)
    case("torch.where", mask, 1, t(2, 3))
    case("torch.where", mask, t(2, 3), t(2, 3, dtype="float64"))
    case("torch.where", mask, t(2, 3, dtype="int64"), t(2, 3))
    case("torch.where", t(2, 3, dtype="int64"), t(2, 3), t(2, 3))
    case("x.where", t(2, 3), mask, t(3))
    case("x.masked_fill", t(2, 3), mask, -1.5)
    case("x.masked_fill", t(2, 3), t(3, dtype="bool"), {"n": "-inf"})
    case("x.masked_fill", t(3), mask, 2)
    case("x.masked_fill", t(2, 3, dtype="int64", high=9), mask, 7)
    case("x.masked_fill", t(2, 3), mask, t())
    case("x.masked_fill", t(2, 3), t(2, 3, dtype="int64"), 0)
    case("torch.lerp", t(2, 3), t(2, 3), 0.3)
    case("torch.lerp", t(2, 3), t(3), 0.8)
    case("torch.lerp", t(2, 3), t(3), t(2, 1))
    case("torch.addcmul", t(2, 3), t(3), t(2, 1))
    case("torch.addcmul", t(2, 3), t(3), t(2, 1), value=0.5)
    case("torch.addcdiv", t(2, 3), t(3), t(2, 1), value=-2)
    case("torch.rsub", t(2, 3), 1)
    case("torch.rsub", t(2, 3), t(3))
    case("torch.rsub", t(2, 3), t(3), alpha=2)

    # --- bits
    for name in ("bitwise_and", "bitwise_or", "bitwise_xor"):
        case(f"torch.{name}", t(6, dtype="int64", low=-9, high=9), t(6, dtype="int64", low=-9, high=9))
        case(f"torch.{name}", t(6, dtype="bool"), t(6, dtype="bool"))
        case(f"torch.{name}", t(6, dtype="int32", high=9), 5)
        case(f"torch.{name}", t(6), t(6))
    case("torch.bitwise_not", t(6, dtype="int64", low=-9, high=9))
    case("torch.bitwise_not", t(6, dtype="bool"))
    case("torch.bitwise_not", t(6, dtype="uint8", high=9))
