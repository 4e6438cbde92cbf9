"""Classes as rows of zeros and a one, without saying how many there are."""


def fill(case, t, v):
    case("F.one_hot", v([1, 0, 2], dtype="int64"))
    case("F.one_hot", t(2, 2, dtype="int64", high=4))
    case("F.one_hot", t(2, 3, dtype="int64", high=4, **{"as": "t"}), -1)
    case("F.one_hot", v([3, 3], dtype="int64"), num_classes=-1)
    case("F.one_hot", t(0, 3, dtype="int64"))
    case("F.one_hot", t(0, dtype="int64"), 2)
    case("F.one_hot", v([-1, 2], dtype="int64"))
    case("F.one_hot", v([0, 2], dtype="int64"), -2)
    case("F.one_hot", t(2))
    case("F.one_hot", t(2, dtype="int32"))
