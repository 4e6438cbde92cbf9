"""Numbers at the ends of their range: casts between dtypes, rests by plain numbers, integers divided by zero."""


def fill(case, t, v):
    floats = [300.0, -1.0, -1.5, 255.9, 256.0, 1e5, -129.0, 2.0**31 - 128, -(2.0**31), 0.9, -0.9, 0.0, 65504.0, 70000.0]
    # These are no int64 on WebGPU.
    wide = [2.0**31, 2.0**32, 1e10, -3e9, 1e20, "inf", "-inf", "nan"]
    integers = [0, 1, -1, 127, 128, 255, 256, -129, 32768, 65536, 2**24 + 1, 2**31 - 1, -(2**31)]
    plain = {"grad": False}
    for dtype in ("uint8", "int8", "int16", "int32", "bool", "float16", "bfloat16"):
        case("x.to", v(floats + wide, dtype="float32", **plain), {"dtype": dtype})
        case("x.to", v(integers, dtype="int64"), {"dtype": dtype})
    case("x.to", v(floats, dtype="float32", **plain), {"dtype": "int64"})
    case("x.to", v(integers, dtype="int64"), {"dtype": "float32"})
    case("x.to", v([65504.0, 70000.0, 0.1, -1e-8, "nan"], dtype="float32", **plain), {"dtype": "float16"})
    for dtype in ("float32", "float16", "bfloat16"):
        for name in ("fmod", "remainder", "floor_divide"):
            for by in (0.1, -0.1, 3, 2.5):
                x = v([1.0, 7.25, -5.0, 0.0, 100.0], dtype=dtype, **({"grad": False} if name == "floor_divide" else {}))
                case(f"torch.{name}", x, by)
    for name in ("fmod", "remainder", "floor_divide"):
        grad = {"grad": False} if name == "floor_divide" else {}
        case(f"torch.{name}", v([1.0, 1.0, 5.0, -5.0, 0.0], dtype="float32", **grad), v([0.1, "inf", 0.0, -3.0, 2.0], dtype="float32", **grad))
        case(f"torch.{name}", v([1, -1], dtype="int64"), 0)
        case(f"torch.{name}", v([1, -1], dtype="int64"), v([1, 0], dtype="int64"))
        case(f"torch.{name}", v([1, 255], dtype="uint8"), v([0, 1], dtype="uint8"))
        case(f"torch.{name}", v([], dtype="int64"), v([0], dtype="int64"))
        case(f"torch.{name}", v([-(2**31)], dtype="int32"), v([-1], dtype="int32"))
    for mode in ("floor", "trunc"):
        case("torch.div", v([1, -1], dtype="int64"), v([1, 0], dtype="int64"), rounding_mode=mode)
        case("torch.div", v([1, -1], dtype="int64"), 0, rounding_mode=mode)
        case("torch.div", v([7, -7, 7, -7], dtype="int64"), v([2, 2, -2, -2], dtype="int64"), rounding_mode=mode)
    case("torch.div", v([1, -1, 0], dtype="int64"), 0)
    for name in ("bitwise_left_shift", "bitwise_right_shift"):
        case(f"torch.{name}", v([1, 1, 1, -8, -1], dtype="int32"), v([31, 32, -1, 40, 1], dtype="int32"))
        case(f"torch.{name}", v([1, 1, 255, 128], dtype="uint8"), v([7, 8, 1, 1], dtype="uint8"))
    for dtype in ("int8", "uint8", "int16"):
        high = {"int8": 127, "uint8": 255, "int16": 32767}[dtype]
        low = {"int8": -128, "uint8": 0, "int16": -32768}[dtype]
        a, b = v([high, high, low, low], dtype=dtype), v([1, high, 1, high], dtype=dtype)
        for name in ("add", "sub", "mul", "maximum"):
            case(f"torch.{name}", a, b)
        for name in ("neg", "abs", "square", "sign", "bitwise_not"):
            case(f"torch.{name}", a)
        case("torch.sum", a)
        case("torch.cumsum", a, 0)
        case("x.clamp", a, 3, 100)
