"""Distances of pairs of rows."""


def fill(case, t, v):
    for p in (2.0, 1.0, 3.0, 1.5, 0.0, {"n": "inf"}):
        case("F.pdist", t(4, 3), p)
    case("torch.pdist", t(3, 4, **{"as": "t"}))
    case("F.pdist", t(1, 3))
    case("F.pdist", t(3, 3, dtype="float64"))
    case("F.pdist", t(3))
    case("F.pdist", t(3, 3), -1.0)
