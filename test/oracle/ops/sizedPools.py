"""Max pooling whose windows follow from the size of the result."""


def fill(case, t, v):
    case("F.adaptive_max_pool3d", t(2, 2, 4, 5, 3), 2)
    case("F.adaptive_max_pool3d", t(2, 3, 3, 2), [2, 1, 3])
    case("F.adaptive_max_pool3d", t(1, 2, 4, 4, 4), [1, 2, 3], return_indices=True)
    case("F.adaptive_max_pool3d", t(4, 4, 3, 1, **{"as": "t"}), 2)
    case("F.adaptive_max_pool3d", t(0, 2, 3, 3, 3), 2)
    case("F.adaptive_max_pool3d", t(2, 3), 2)
    case("F.adaptive_max_pool3d", t(2, 3, 4, 4, 0), 2)
    case("F.adaptive_max_pool3d", t(1, 3, 4, 4, dtype="int64"), 2)
    case("F.fractional_max_pool2d", t(2, 2, 7, 6, dtype="float64", make="rand"), 2, [3, 2])
    case("F.fractional_max_pool2d", t(2, 8, 8, dtype="float64", make="rand"), [3, 2], output_ratio=[0.5, 0.4])
    case("F.fractional_max_pool2d", t(1, 1, 6, 6, dtype="float64", make="rand"), 2, 1)
    case("F.fractional_max_pool3d", t(1, 1, 3, 3, 4, dtype="float64", make="rand"), 2, [1, 1, 2])
    case("F.fractional_max_pool2d", t(2, 3, 4, 4), 5, 2)
    case("F.fractional_max_pool2d", t(2, 3, 4, 4), 2, 4)
    case("F.fractional_max_pool2d", t(2, 3, 4, 4), 2)
    case("F.fractional_max_pool3d", t(2, 3, 4, 4, 4), 2, [4, 2, 2])
