"""Bounds of tensors, of which either may be left out."""


def fill(case, t, v):
    case("x.clamp", t(2, 3), min=t(3))
    case("x.clamp", t(2, 3), max=t(2, 1))
    case("x.clamp", t(2, 3), None, t(3))
    case("torch.clamp", t(2, 3), t(2, 3))
    case("torch.clamp", t(3, 2, **{"as": "t"}), max=t(2, 3))
    case("x.clamp", t(4, dtype="int64", low=0, high=9), max=t(4, dtype="int64", low=0, high=9))
    case("x.clamp", t(0, 3), min=t(3))
    case("x.clamp_", {"copy": t(2, 3)}, max=t(3))
    case("x.clamp", t(2, 3), t(4))
