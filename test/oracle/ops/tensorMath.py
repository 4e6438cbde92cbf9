"""Functions of one and two elements, second names, and in-place forms."""


def fill(case, t, v):
    # --- one element
    for name in "tan asinh atan sinh cosh exp2 sinc erfc frac sgn lgamma digamma deg2rad rad2deg".split():
        case(f"torch.{name}", t(2, 3))
        case(f"x.{name}", t(3, 2, **{"as": "t"}))
        case(f"x.{name}", t(0, 2))
    for name in "asin acos atanh erfinv log10 logit".split():
        case(f"torch.{name}", t(2, 3, make="rand"))
        case(f"x.{name}", v([-1.5, -1.0, 0.0, 1.0, 1.5, "nan"], grad=False))
    case("x.acosh", v([1.25, 1.75, 3.5, 100.0]))
    case("x.acosh", v([1.0, 0.5, "inf", "nan"], grad=False))
    for name in "tan asin acos atan sinh cosh asinh atanh log10 exp2 erfc erfinv lgamma digamma sinc".split():
        case(f"x.{name}", v([-2.5, -0.75, 0.0, 0.25, 0.75, 3.25, "inf", "-inf", "nan"], grad=False))
    for name in "sinh erfc asinh lgamma digamma cosh erfinv acos atan exp2".split():
        case(f"x.{name}", v([-0.75, -0.25, 0.125, 0.5, 0.875], dtype="float64"))
    for name in "tan sinh asinh atan exp2 sinc erfc lgamma log10 deg2rad rad2deg sgn".split():
        case(f"x.{name}", v([1, 2, 3], dtype="int64"))
    case("x.frac", v([-2.75, 3.5, "inf"], grad=False))
    case("x.frac", v([1, 2], dtype="int64"))
    case("x.sgn", v([True, False], dtype="bool"))
    case("x.digamma", v([-1.0, -1.5, -0.25, 5.0, 30.0], grad=False))
    case("x.lgamma", v([-1.0, -1.5, -0.25, 5.0, 30.0, 1.0, 2.0], grad=False))
    for n in (0, 1, 2, 3):
        case("torch.polygamma", n, t(2, 3, make="positive"))
    case("x.polygamma", t(3, make="positive"), 1)
    case("torch.polygamma", -1, t(2))
    case("torch.logit", v([-0.5, 0.1, 0.5, 0.95, 1.5]), 0.1)
    for name in "signbit isposinf isneginf isreal".split():
        case(f"torch.{name}", v([-1.0, 0.0, 2.0, "inf", "-inf", "nan"], grad=False))
        case(f"x.{name}", v([-1, 0, 2], dtype="int64"))
    case("torch.positive", t(2))
    case("torch.positive", v([True], dtype="bool"))

    # --- two
    for name in "atan2 hypot logaddexp logaddexp2 copysign fmax fmin ldexp".split():
        case(f"torch.{name}", t(2, 3), t(2, 3))
        case(f"x.{name}", t(3, 1), t(2, **{"grad": False}))
        case(f"x.{name}", t(3, 2, **{"as": "t"}), t(2, 3))
        case(f"x.{name}", t(2, 3), t(4, 3))
        case(f"x.{name}", v([1, -2, 0], dtype="int64"), v([3, 0, -4], dtype="int64"))
    odd = [0.0, -0.0, 1.0, -2.0, "inf", "-inf", "nan", "inf"]
    even = [-0.0, 1.0, "nan", 0.0, "inf", 3.0, 1.0, "-inf"]
    for name in "atan2 hypot logaddexp logaddexp2 copysign fmax fmin xlogy".split():
        case(f"x.{name}", v(odd, grad=False), v(even, grad=False))
    case("torch.xlogy", t(2, 3), t(2, 3, make="positive"))
    case("torch.xlogy", v([0.0, 1.0, 2.0]), v([0.5, 2.0, 3.0]))
    case("x.xlogy", t(3), 2.5)
    case("torch.xlogy", 2.5, t(3, make="positive"))
    case("x.xlogy", v([0, 1], dtype="int64"), v([0, 2], dtype="int64"))
    case("x.copysign", t(3), -2.0)
    case("x.copysign", v([1, 2], dtype="int64"), -1)
    case("torch.heaviside", t(3, grad=False), t(3, grad=False))
    case("torch.heaviside", v([-1.0, 0.0, 1.0, "nan"], grad=False), v([5.0], grad=False))
    case("torch.heaviside", t(3, grad=False), v([1, 2, 3], dtype="int64"))
    case("torch.float_power", t(2, 3, make="positive"), t(3))
    case("torch.float_power", t(2, 3), 2)
    case("x.float_power", v([1, 2, 3], dtype="int64"), 0.5)
    for name in ("gcd", "lcm"):
        case(f"torch.{name}", v([4, -6, 0, 0, 35], dtype="int64"), v([6, 9, 5, 0, 14], dtype="int64"))
        case(f"torch.{name}", t(2), t(2))
    for name in ("bitwise_left_shift", "bitwise_right_shift"):
        case(f"torch.{name}", v([1, -5, 7, 100], dtype="int32"), v([1, 2, 30, 3], dtype="int32"))
        case(f"torch.{name}", v([1, -5, 7], dtype="int64"), 2)
        case(f"torch.{name}", t(2), t(2))
    close = v([1.0, 2.0, "nan", "inf", 3.0], grad=False)
    near = v([1.000001, 2.1, "nan", "inf", "-inf"], grad=False)
    case("torch.isclose", close, near)
    case("torch.isclose", close, near, equal_nan=True)
    case("x.isclose", close, near, 0.1, 0.0)
    case("torch.isclose", close, near, rtol=0, atol=0)
    case("torch.isclose", v([1, 2], dtype="int64"), v([1, 3], dtype="int64"))
    case("torch.isclose", t(2, grad=False), v([1, 3], dtype="int64"))
    case("torch.isclose", close, near, rtol=-1)

    # --- second names
    for name in "absolute negative arcsinh arctan fix".split():
        case(f"torch.{name}", t(2, 2))
        case(f"x.{name}", t(2))
    for name in "multiply divide true_divide subtract arctan2 greater greater_equal less less_equal not_equal".split():
        case(f"torch.{name}", t(2, 2), t(2))
        case(f"x.{name}", t(2, 2), t(2))
    case("torch.multiply", t(2), 3)
    case("torch.clip", t(2, 3), -0.5, 0.5)
    case("torch.swapaxes", t(2, 3), 0, 1)
    case("x.swapdims", t(2, 3, 4), -1, 0)
    case("x.moveaxis", t(2, 3, 4), 0, 1)
    case("torch.concat", {"ts": [t(2), t(3)]})
    case("torch.concatenate", {"ts": [t(2, 1), t(2, 3)]}, 1)

    # --- in place, on a copy that is no leaf
    def inplace(name, *args, of=(2, 3), **o):
        case("x." + name, {"copy": t(*of, **o)}, *args)
        case("x." + name, {"part": t(*of, **o)}, *args)

    for name in "eq_ ne_ lt_ le_ gt_ ge_ greater_ greater_equal_ less_ less_equal_ not_equal_".split():
        inplace(name, 0)
        inplace(name, t(2, 3))
    for name in "logical_and_ logical_or_ logical_xor_".split():
        inplace(name, t(2, 3, grad=False))
    for name in "logical_not_ nan_to_num_ square_ abs_ negative_ fix_ tan_ sinh_ erfc_ frac_ sgn_".split():
        inplace(name)
    for name in "cumsum_ cumprod_".split():
        inplace(name, 1)
    inplace("clip_", -0.5, 0.5)
    inplace("atan2_", t(2, 3))
    inplace("xlogy_", t(2, 3, make="positive"))
    inplace("hypot_", t(3))
    inplace("copysign_", -1.0)
    case("x.cumsum_", v([1, 2, 3], dtype="int32"), 0)
    case("x.eq_", v([1, 2, 3], dtype="int64"), 2)
    case("x.gt_", v([True, False], dtype="bool"), 0.5)
    inplace("t_")
    inplace("transpose_", 0, 1)
    inplace("swapaxes_", 0, -1)
    inplace("unsqueeze_", 1)
    inplace("squeeze_", of=(2, 1, 3))
    inplace("squeeze_", 1, of=(2, 1, 3))
    inplace("squeeze_", [0, 1], of=(1, 1, 3))
    inplace("as_strided_", [2, 2], [3, 1])
    case("x.squeeze", t(1, 2, 1, 1), [0, 2])
    case("x.squeeze", t(1, 2, 1), [0, 0])
    case("x.t_", t(2, 3))
    case("x.eq_", t(2, 3), 0)
    case("torch.tan_", {"copy": t(2)})
    case("torch.fill_", {"copy": t(2)}, 3)
    case("x.fill_", {"copy": t(2)}, t())
    case("x.fill_", {"part": t(2)}, t())
    case("x.fill_", {"copy": t(2)}, t(2))
    case("torch.zero_", {"copy": t(2)})
