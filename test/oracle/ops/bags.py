"""Bags of embeddings."""


def fill(case, t, v):
    const = dict(grad=False)
    ids = lambda *values: v(list(values), dtype="int64")
    for mode in ("sum", "mean", "max"):
        case("F.embedding_bag", t(2, 3, dtype="int64", high=4), t(4, 2), mode=mode)
        case("F.embedding_bag", ids(1, 2, 2, 3, 0), t(4, 2), ids(0, 2), mode=mode)
        case("F.embedding_bag", ids(1, 2, 2, 3, 0), t(4, 2), ids(0, 3, 3, 5), mode=mode, padding_idx=2)
        case("F.embedding_bag", ids(1, 2, 3), t(4, 2), ids(0, 1, 3), mode=mode, include_last_offset=True)
    case("F.embedding_bag", t(2, 3, dtype="int64", high=4), t(4, 2), mode="sum", per_sample_weights=t(2, 3))
    case("F.embedding_bag", ids(1, 2, 2), t(4, 2), ids(0, 2), mode="sum", per_sample_weights=t(3))
    case("F.embedding_bag", ids(1, 2), t(3, 2))
    case("F.embedding_bag", t(1, 2, dtype="int64", high=3), t(3, 2), ids(0))
    case("F.embedding_bag", ids(1, 2), t(3, 2), ids(0, 5))
    case("F.embedding_bag", ids(1, 7), t(3, 2), ids(0))
    case("F.embedding_bag", ids(1, 2), t(3, 2), ids(0), mode="other")
    case("F.embedding_bag", ids(1, 2), t(3, 2), ids(0), per_sample_weights=t(2))
