"""Rows, planes and volumes made larger or smaller."""

MODES = {
    3: ("nearest", "nearest-exact", "linear", "area"),
    4: ("nearest", "nearest-exact", "bilinear", "bicubic", "area"),
    5: ("nearest", "nearest-exact", "trilinear", "area"),
}
SHAPES = {3: [2, 1, 5], 4: [1, 1, 4, 3], 5: [1, 1, 2, 3, 2]}
SIZES = {3: [[3], [7], 1], 4: [[7, 2], [4, 3], 1], 5: [[1, 4, 3], 2]}
FACTORS = {3: [2, 0.6], 4: [1.5, [0.5, 2.4]], 5: [1.7]}
ALIGNED = ("linear", "bilinear", "bicubic", "trilinear")


def fill(case, t, v):
    for rank, modes in MODES.items():
        x = lambda **o: t(*SHAPES[rank], **o)
        for mode in modes:
            for size in SIZES[rank]:
                case("F.interpolate", x(), size, mode=mode)
            for factor in FACTORS[rank]:
                case("F.interpolate", x(), None, factor, mode)
                case("F.interpolate", x(), scale_factor=factor, mode=mode, recompute_scale_factor=True)
            if mode in ALIGNED:
                case("F.interpolate", x(), SIZES[rank][0], None, mode, True)
                case("F.interpolate", x(), scale_factor=FACTORS[rank][0], mode=mode, align_corners=True)
                case("F.interpolate", x(), 1, mode=mode, align_corners=True)
            # Other layouts, nothing in the batch, other dtypes.
            case("F.interpolate", t(*SHAPES[rank][::-1], **{"as": "t"}), scale_factor=2, mode=mode)
            case("F.interpolate", t(0, *SHAPES[rank][1:]), 2, mode=mode)
            for dtype in ("float64", "bfloat16"):
                case("F.interpolate", x(dtype=dtype), 2, mode=mode)
            case("F.interpolate", x(dtype="uint8", high=256), 3, mode=mode)
            for dtype in ("int64", "bool"):
                case("F.interpolate", x(dtype=dtype), 3, mode=mode)
            # Errors.
            if mode != "area":
                case("F.interpolate", x(), 0, mode=mode)
                case("F.interpolate", t(1, 0, *SHAPES[rank][2:]), 2, mode=mode)
                case("F.interpolate", t(*SHAPES[rank][:-1], 0), 2, mode=mode)
                case("F.interpolate", x(), scale_factor=0.1, mode=mode)

    # Scales that do not give just the sizes: PyTorch leaves equal and doubled ones alone, here and there.
    for rank, modes in MODES.items():
        for mode in modes:
            for factor in (1.3, 2.3):
                case("F.interpolate", t(1, 1, *[3] * (rank - 2)), scale_factor=factor, mode=mode)
                if mode in ALIGNED:
                    case("F.interpolate", t(1, 1, *[3] * (rank - 2)), scale_factor=factor, mode=mode, align_corners=True)
    for mode in ("nearest", "bicubic"):
        case("F.interpolate", t(1, 1, 1, 65), scale_factor=[1.5, 2.005], mode=mode)
    for mode in ("bilinear", "bicubic", "lanczos"):
        case("F.interpolate", t(1, 1, 3, 3), scale_factor=1.3, mode=mode, antialias=True)
        case("F.interpolate", t(1, 1, 3, 3), scale_factor=[1.3, 2], mode=mode, antialias=True)

    for mode in ("bilinear", "bicubic", "lanczos"):
        o = {"mode": mode, "antialias": True}
        for size in ([3, 5], [9, 2], 1):
            case("F.interpolate", t(1, 2, 7, 6), size, **o)
        case("F.interpolate", t(1, 1, 7, 6), scale_factor=0.4, **o)
        case("F.interpolate", t(1, 1, 7, 6), scale_factor=0.4, recompute_scale_factor=True, **o)
        case("F.interpolate", t(1, 1, 7, 6), [3, 5], align_corners=True, **o)
        case("F.interpolate", t(1, 1, 7, 6, dtype="float64"), [3, 5], **o)
        case("F.interpolate", t(1, 1, 7, 6, dtype="bfloat16"), 3, **o)
        case("F.interpolate", t(1, 1, 7, 6, dtype="int32"), 3, **o)
        case("F.interpolate", t(1, 3, 7, 6, dtype="uint8", high=256), [3, 5], **o)
        case("F.interpolate", t(1, 1, 6, 6, dtype="uint8", high=256), [8, 4], **o)
        case("F.interpolate", t(1, 1, 0, 6), 3, **o)
    for mode in ("bilinear", "bicubic"):
        case("F.interpolate", t(1, 3, 7, 6, dtype="uint8", high=256), [3, 10], mode=mode)
        case("F.interpolate", t(1, 1, 6, 6, dtype="uint8", high=256), [8, 4], mode=mode, align_corners=True)

    for rank, shape in SHAPES.items():
        for mode in ("linear", "bilinear", "trilinear", "bicubic", "lanczos", "cubic"):
            case("F.interpolate", t(*shape), 2, mode=mode)
            case("F.interpolate", t(*shape), 2, mode=mode, antialias=True)
        case("F.interpolate", t(*shape), 2, mode="nearest", antialias=True)
        for mode in ("nearest", "area", "nearest-exact"):
            case("F.interpolate", t(*shape), 2, mode=mode, align_corners=False)
    for shape in ([3], [3, 3], [1, 1, 2, 2, 2, 2]):
        for mode in ("nearest", "bilinear", "area"):
            case("F.interpolate", t(*shape), 2, mode=mode)
    for o in (
        {},
        {"size": 2, "scale_factor": 2},
        {"size": [2, 2], "scale_factor": [2, 2]},
        {"size": [2]},
        {"size": [2, 2, 2]},
        {"scale_factor": [2.0]},
        {"scale_factor": [1.5, 2.0, 0.25]},
        {"size": 2, "recompute_scale_factor": True},
        {"size": 2, "recompute_scale_factor": False},
        {"scale_factor": 1.3, "recompute_scale_factor": False},
        {"scale_factor": -1.0},
    ):
        case("F.interpolate", t(1, 1, 3, 4), **o)

    case("F.upsample", t(1, 1, 3), scale_factor=2, mode="linear", align_corners=True)
    case("F.upsample", t(1, 1, 3, 2), [2, 4], mode="bicubic")
    case("F.upsample", t(1, 1, 3, 2), None, [2, 1.5])
    case("F.upsample_nearest", t(1, 1, 3, 2), [2, 4])
    case("F.upsample_nearest", t(1, 1, 3, 2), scale_factor=2)
    case("F.upsample_bilinear", t(1, 1, 3, 2), 5)
    case("F.upsample_bilinear", t(1, 1, 3, 2), scale_factor=[2, 1.5])
