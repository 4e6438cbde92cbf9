"""Covariances, correlations, matrices with a diagonal."""


def fill(case, t, v):
    for fn in ("torch.cov", "torch.corrcoef", "x.cov", "x.corrcoef"):
        case(fn, t(3, 5))
        case(fn, t(4))
        case(fn, t(5, 3, **{"as": "t"}))
        case(fn, t(2, 2, 2))
    case("torch.cov", t(2, 4), correction=0)
    case("torch.cov", t(2, 4), fweights=v([1, 2, 1, 3], dtype="int64"))
    case("torch.cov", t(2, 4), aweights=v([0.5, 1, 0.25, 1]), correction=1)
    for offset in (0, 1, -2):
        case("torch.diagflat", t(2, 2), offset)
    case("x.diagflat", t(3))
    case("torch.diagflat", t(0))
    case("torch.chain_matmul", t(2, 5), t(5, 3), t(3, 4))
