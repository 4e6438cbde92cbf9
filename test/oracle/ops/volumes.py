"""Pools of volumes, of one dimension, with indices and back, by power means."""


def fill(case, t, v):
    const = dict(grad=False)
    for o in ({}, {"stride": 1}, {"padding": 1, "stride": 2}, {"ceil_mode": True}):
        case("F.max_pool3d", t(1, 2, 4, 3, 5), 2, **o)
        case("F.avg_pool3d", t(1, 2, 4, 3, 5), 2, **o)
    case("F.max_pool3d", t(1, 1, 5, 5, 5), 2, dilation=2)
    case("F.max_pool3d", t(2, 3, 3, 3), [1, 2, 3], [1, 1, 2])
    case("F.max_pool3d", t(1, 2, 4, 3, 4, **{"as": "t"}), 2)
    case("F.max_pool3d", t(1, 1, 4, 4, 4), 2, return_indices=True)
    case("F.max_pool3d_with_indices", t(1, 1, 4, 4, 4), 2, 1)
    case("F.max_pool3d", t(1, 1, 4, 4, 4), 2, padding=2)
    case("F.max_pool3d", t(1, 1, 1, 4, 4), 2)
    case("F.max_pool3d", t(1, 4, 4), 2)
    case("F.avg_pool3d", t(1, 1, 4, 4, 4), 3, padding=1, count_include_pad=False)
    case("F.avg_pool3d", t(1, 1, 4, 4, 4), 3, ceil_mode=True, padding=1, stride=2)
    case("F.avg_pool3d", t(2, 3, 3, 3), [1, 2, 3], divisor_override=5)
    case("F.avg_pool3d", t(1, 1, 4, 4, 4), 2, divisor_override=0)
    case("F.avg_pool3d", t(1, 1, 1, 4, 4), 2)
    case("F.avg_pool3d", t(1, 1, 4, 4, 4), 2, padding=2)
    case("F.avg_pool3d", t(4, 4), 2)
    for size in (1, 2, [2, 3, 5], [5, 1, 4]):
        case("F.adaptive_avg_pool3d", t(1, 2, 4, 3, 5), size)
    case("F.adaptive_avg_pool3d", t(2, 4, 3, 3), 2)
    case("F.adaptive_avg_pool3d", t(4, 4), 2)

    # --- indices
    case("F.max_pool1d", t(2, 3, 6), 2, return_indices=True)
    case("F.max_pool1d_with_indices", t(3, 6), 3, 1, 1)
    case("F.max_pool2d", t(2, 4, 6), 2, return_indices=True)
    case("F.max_pool2d_with_indices", t(1, 2, 4, 4), 3, stride=2, padding=1)
    case("F.adaptive_max_pool1d", t(2, 3, 7), 3)
    case("F.adaptive_max_pool1d", t(3, 7), 4, return_indices=True)
    case("F.adaptive_max_pool2d", t(1, 2, 5, 5), [2, 3], return_indices=True)
    case("F.adaptive_max_pool1d", t(4), 2)

    # --- and back
    for n, shape in (
        (1, [1, 1, 3]),
        (2, [1, 1, 2, 2]),
        (3, [1, 1, 1, 2, 2]),
    ):
        case(f"F.max_unpool{n}d", t(*shape), t(*shape, dtype="int64", high=4), 2)
        case(f"F.max_unpool{n}d", t(*shape[1:]), t(*shape[1:], dtype="int64", high=4), 2, stride=1)
    case("F.max_unpool2d", t(1, 2, 2, 2), t(1, 2, 2, 2, dtype="int64", high=16), 3, stride=1, padding=0)
    case("F.max_unpool2d", t(1, 1, 2, 2), t(1, 1, 2, 2, dtype="int64", high=20), 2, output_size=[5, 5])
    case("F.max_unpool2d", t(1, 1, 2, 2), t(1, 1, 2, 2, dtype="int64", low=99, high=100), 2)
    case("F.max_unpool2d", t(1, 1, 2, 2), t(1, 1, 2, 1, dtype="int64"), 2)
    case("F.max_unpool2d", t(1, 1, 2, 2), t(1, 1, 2, 2, dtype="int64"), 2, output_size=[9, 9])
    case("F.max_unpool2d", t(1, 1, 2, 2), t(1, 1, 2, 2, dtype="int32"), 2)

    # --- power means
    case("F.lp_pool1d", t(2, 3, 7), 2, 3)
    case("F.lp_pool2d", t(1, 2, 5, 5), 2, 3, stride=2)
    case("F.lp_pool2d", t(1, 2, 5, 5, make="positive"), 3.0, [2, 3], ceil_mode=True)
    case("F.lp_pool3d", t(1, 1, 4, 4, 4, make="positive"), 2, 2)
