"""The functions between the layers of a network."""


def fill(case, t, v):
    nan = float("nan")
    plain = ("gelu", "silu", "mish", "elu", "selu", "celu", "leaky_relu", "softplus", "hardtanh", "relu6", "hardswish",
             "hardsigmoid", "softsign", "logsigmoid", "tanhshrink")
    for name in plain:
        case(f"F.{name}", t(3, 4))
        case(f"F.{name}", t(3, 2, **{"as": "t"}))
        case(f"F.{name}", t(6, dtype="float64"))
        case(f"F.{name}", t(0, 2))
        case(f"F.{name}", v([-30.0, -3.0, -1.0, 0.0, 1.0, 3.0, 6.0, 30.0]))
        case(f"F.{name}", v([nan, -1.0], grad=False))
    case("F.gelu", t(3, 4), approximate="tanh")
    case("F.gelu", t(6, dtype="float64"), approximate="tanh")
    case("F.gelu", t(2), approximate="erf")
    case("F.elu", t(3, 4), 0.5)
    case("F.celu", t(3, 4), 0.5)
    case("F.leaky_relu", t(3, 4), 0.2)
    case("F.leaky_relu", t(3, 4), negative_slope=0.5)
    case("F.softplus", t(3, 4), 2, 1)
    case("F.hardtanh", t(3, 4), -0.5, 0.5)
    case("F.prelu", t(2, 3, 4), t(3))
    case("F.prelu", t(2, 3), t(1))
    case("F.prelu", t(3), t(1))
    case("F.prelu", t(2, 3), t(2))
    for dim in (-1, 0, 1):
        case("F.glu", t(4, 2, 6), dim)
    case("F.glu", t(2, 3))
    case("F.glu", t())
    case("F.glu", t(4, 2, **{"as": "t"}))
