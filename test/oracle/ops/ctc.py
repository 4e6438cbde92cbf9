"""Connectionist temporal classification: samples, lengths, reductions, errors."""


def fill(case, t, v):
    def targets(*shape):
        return t(*shape, dtype="int64", low=1, high=4)

    def lengths(*values):
        return v(list(values), dtype="int64")

    for reduction in ("mean", "sum", "none"):
        case("F.ctc_loss", t(6, 2, 4), targets(2, 3), lengths(6, 5), lengths(3, 2), reduction=reduction)
        case("F.ctc_loss", t(6, 4), targets(2), lengths(5), lengths(2), reduction=reduction)
    case("F.ctc_loss", t(6, 2, 4), targets(2, 3), [6, 5], [3, 0])
    case("F.ctc_loss", t(6, 2, 4), t(5, dtype="int64", low=0, high=3), [6, 6], [2, 3], blank=3)
    case("F.ctc_loss", t(4, 2, 3), v([1, 1, 1, 2], dtype="int64"), [4, 4], [2, 2])
    # Two equal labels need a blank between them: not in two steps.
    for zero in (False, True):
        case("F.ctc_loss", t(5, 2, 3), v([1, 1, 1, 2], dtype="int64"), [2, 5], [2, 2], reduction="none", zero_infinity=zero)
        case("F.ctc_loss", t(5, 2, 3), v([1, 2], dtype="int32"), [0, 0], [0, 2], reduction="none", zero_infinity=zero)
    case("F.ctc_loss", t(4, 3, 2, **{"as": "t"}), targets(2, 2), [3, 4, 4], [1, 1, 1])
    case("F.ctc_loss", t(5, 2, 4, dtype="float64", make="rand"), targets(2, 2), [5, 4], [2, 1])
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5, 6], [2, 2])
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5], [2, 2])
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5, 5], [2, 3])
    case("F.ctc_loss", t(5, 2, 4), targets(3), [5, 5], [2, 2])
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5, -1], [2, 2])
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5, 5], [2, 2], blank=4)
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), lengths(5, 5), v([2, 2]))
    case("F.ctc_loss", t(5, 2, 4), targets(2, 2), [5, 5], [2, 2], reduction="x")
    case("F.ctc_loss", t(5, 2, 4, dtype="int64"), targets(2, 2), [5, 5], [2, 2])
