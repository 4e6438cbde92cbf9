"""What weight and spectral normalization are made of."""


def fill(case, t, v):
    for dim in (0, 1, 2, -1):
        case("torch.norm_except_dim", t(2, 3, 2), 2, dim)
    case("torch.norm_except_dim", t(3, 2, **{"as": "t"}))
    case("torch.norm_except_dim", t(3, 2), 1, 0)
    case("torch.vdot", t(4), t(4))
    case("x.vdot", t(8, **{"as": "step"}), t(4))
    case("torch.vdot", t(4), t(3))
    case("torch.vdot", t(0), t(0))
