"""torch.linalg. What has a sign of its own (vectors) is seen through its squares, or through a product."""


def fill(case, t, v):
    def m(*shape, **o):
        return t(*shape, dtype="float64", make="rand", **o)

    for fn in ("inv", "det", "slogdet", "qr", "pinv", "svdvals"):
        for a in (m(3, 3), m(2, 2, 2), m(1, 1), m(3, 3, **{"as": "t"}), t(0, 0), t(0, 3, 3), t(3, 3, make="rand")):
            # Float32 has too few digits for what these do to a matrix.
            if not (fn == "inv" and a["t"] == [0, 0]) and not (fn == "qr" and a.get("as")) and not (fn == "pinv" and not a.get("dtype") and a["t"] == [3, 3]):
                case(f"linalg.{fn}", a)
        for a in (t(2, 3), t(3), t(3, 3, dtype="int64", high=5), t(3, 3, dtype="float16")):
            if fn not in ("det", "qr") or a.get("dtype") != "float16":
                case(f"linalg.{fn}", a)
    for a in (m(3, 2), m(2, 3), m(2, 3, 2)):
        case("linalg.qr", a)
        case("linalg.pinv", a)
        case("linalg.svdvals", a)
    case("linalg.qr", m(3, 3), mode="complete")
    case("linalg.qr", t(3, 2, dtype="float64", make="rand", grad=False), mode="r")
    case("linalg.qr", t(3, 2, dtype="float64", make="rand", grad=False), mode="complete")
    case("linalg.qr", t(2, 2), mode="x")
    case("linalg.inv", v([0], dtype="float32"))
    case("torch.inverse", m(3, 3))
    case("x.inverse", m(2, 2))
    case("torch.det", m(3, 3))
    case("torch.slogdet", m(3, 3))
    case("torch.logdet", m(2, 2))
    case("torch.logdet", m(4, 4))
    case("torch.pinverse", m(3, 2))
    # A triangle alone: what is above the diagonal is not read, and gets a gradient as if it were.
    for a in (m(3, 3), m(2, 2, 2)):
        case("linalg.pinv", a, hermitian=True)
    case("linalg.inv", t(2, 2, dtype="float32", make="rand", grad=False))
    for a, b in ((m(3, 3), m(3)), (m(3, 3), m(3, 2)), (m(2, 3, 3), m(2, 3)), (m(2, 3, 3), m(2, 3, 2)), (t(2, 2, make="rand"), t(2, make="rand"))):
        case("linalg.solve", a, b)
    case("linalg.solve", t(3, 3), t(4, 2))
    case("linalg.solve", t(2, 3), t(3))
    case("linalg.solve", t(3, 3), t(3, dtype="float64"))
    case("linalg.solve_triangular", m(3, 3), m(3, 2), upper=True)
    case("linalg.solve_triangular", m(2, 3, 3), m(2, 3, 1), upper=False, unitriangular=True)
    case("linalg.cholesky", t(2, 2))
    case("linalg.cholesky", t(2, 3))
    case("linalg.eigvalsh", m(3, 3))
    case("linalg.eigvalsh", m(2, 3, 3), UPLO="U")
    case("linalg.eigvalsh", t(2, 3))
    case("linalg.eigvalsh", t(2, 2, dtype="int64"))
    for b in (m(4, 2), m(4)):
        case("linalg.lstsq", m(4, 2), b)
    case("linalg.lstsq", m(2, 4), m(2, 3))
    case("linalg.matrix_power", t(2, 2, dtype="float64", grad=False), 0)
    for n in (-2, -1, 1, 2, 3, 5, 6):
        case("linalg.matrix_power", m(2, 2), n)
    case("torch.matrix_power", m(2, 2, 2), 3)
    case("linalg.matrix_power", t(2, 3), 2)
    case("linalg.multi_dot", {"ts": [m(2, 5), m(5, 3), m(3, 4)]})
    case("linalg.multi_dot", {"ts": [m(2), m(2, 3), m(3)]})
    case("linalg.multi_dot", {"ts": [m(2, 6), m(6, 1), m(1, 5), m(5, 2)]})
    case("linalg.multi_dot", {"ts": [t(2, 2)]})
    for ord in ("fro", "nuc", 1, -1, 2, -2, {"n": "inf"}, {"n": "-inf"}):
        case("linalg.norm", m(3, 2), ord)
        case("linalg.matrix_norm", m(2, 3, 4), ord)
        case("linalg.matrix_norm", m(2, 3, 4), ord, [2, 0], keepdim=True)
    case("linalg.norm", m(4))
    case("linalg.norm", m(2, 3, 2))
    case("linalg.norm", m(4), 3)
    case("linalg.norm", m(2, 3), 2, 1)
    case("linalg.norm", t(2, 2, 2), 2)
    case("linalg.norm", t(2, 2), "x")
    case("linalg.matrix_norm", t(2, 2), 3)
    case("linalg.matrix_norm", t(2))
    case("linalg.matrix_norm", t(2, 2), dim=[0, 0])
    case("linalg.vector_norm", m(2, 3), 3, dim=[1])
