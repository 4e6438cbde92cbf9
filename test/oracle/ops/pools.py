"""Average and adaptive pools, resizing, shuffled pixels."""


def fill(case, t, v):
    for o in ({}, {"stride": 1}, {"padding": 1}, {"padding": 1, "count_include_pad": False}, {"ceil_mode": True},
              {"ceil_mode": True, "padding": 1}, {"divisor_override": 5}):
        case("F.avg_pool2d", t(2, 3, 7, 6), 3, **o)
    case("F.avg_pool2d", t(3, 6, 6), [2, 3], [1, 2])
    case("F.avg_pool2d", t(1, 1, 2, 2), 3)
    case("F.avg_pool2d", t(1, 1, 4, 4), 3, padding=2)
    case("F.avg_pool2d", t(1, 2, 5, 4, **{"as": "step"}), 2)
    for size in (1, 2, 3, [2, 5], [9, 4]):
        case("F.adaptive_avg_pool2d", t(2, 3, 7, 6), size)
        case("F.adaptive_max_pool2d", t(2, 3, 7, 6), size)
    case("F.adaptive_avg_pool2d", t(3, 5, 5), 2)
    case("F.max_pool1d", t(2, 3, 8), 2)
    case("F.max_pool1d", t(2, 3, 8), 3, stride=1, padding=1)
    case("F.avg_pool1d", t(2, 3, 8), 3)
    case("F.avg_pool1d", t(2, 3, 8), 2, stride=1, padding=1)
    case("F.adaptive_avg_pool1d", t(2, 3, 8), 3)
    for o in ({"scale_factor": 2}, {"size": 5}, {"size": [3, 9]}, {"scale_factor": 1.7}, {"scale_factor": [0.5, 3]}):
        case("F.interpolate", t(2, 2, 4, 5), **o)
        case("F.interpolate", t(2, 2, 4, 5), mode="bilinear", **o)
    case("F.interpolate", t(2, 2, 4, 5), size=[7, 3], mode="bilinear", align_corners=True)
    case("F.interpolate", t(2, 2, 4, 5), size=1, mode="bilinear", align_corners=True)
    case("F.interpolate", t(2, 2, 4, 5), size=3, align_corners=True)
    case("F.interpolate", t(2, 2, 4, 5))
    case("F.pixel_shuffle", t(2, 8, 2, 3), 2)
    case("F.pixel_shuffle", t(9, 2, 3), 3)
    case("F.pixel_shuffle", t(2, 6, 2, 3), 2)
    case("F.pixel_unshuffle", t(2, 2, 4, 6), 2)
