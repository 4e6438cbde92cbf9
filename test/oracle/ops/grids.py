"""Planes and volumes read at the points of a grid, and the grids of affine maps."""

MODES = ("bilinear", "nearest", "bicubic")
PADDINGS = ("zeros", "border", "reflection")


def fill(case, t, v):
    for mode in MODES:
        for padding in PADDINGS:
            for align in (False, True):
                near = {"make": "rand"} if mode == "bicubic" else {}
                case("F.grid_sample", t(2, 2, 3, 4, **near), t(2, 3, 2, 2, **near), mode=mode, padding_mode=padding, align_corners=align)
                if mode != "bicubic":
                    case("F.grid_sample", t(1, 2, 2, 3, 2), t(1, 2, 1, 3, 3), mode, padding, align)
    case("F.grid_sample", t(1, 2, 4, 3), t(1, 5, 1, 2, dtype="float32", make="rand"), align_corners=False)
    case("F.grid_sample", t(4, 3, 2, 1, **{"as": "t"}), t(1, 3, 2, 2), align_corners=True)
    case("F.grid_sample", t(1, 1, 1, 1), t(1, 2, 2, 2), padding_mode="reflection", align_corners=True)
    case("F.grid_sample", t(1, 1, 1, 3), t(1, 2, 2, 2), mode="bicubic", padding_mode="reflection", align_corners=True)
    case("F.grid_sample", t(0, 2, 3, 3), t(0, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 2, 3, 3), t(1, 0, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 2, 3, 3, dtype="float64", make="rand"), t(1, 2, 2, 2, dtype="float64", make="rand"), align_corners=False)
    case("torch.grid_sampler", t(1, 2, 3, 3), t(1, 2, 2, 2), 0, 1, True)
    # Errors.
    case("F.grid_sample", t(1, 1, 3, 3), t(2, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3), t(1, 2, 2, 3), align_corners=False)
    case("F.grid_sample", t(1, 3, 3), t(1, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 3, 3), t(1, 2, 1), align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3), t(1, 2, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 1, 0, 3), t(1, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3, 3), t(1, 2, 2, 2, 3), mode="bicubic", align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3, dtype="float64"), t(1, 2, 2, 2), align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3, dtype="int64"), t(1, 2, 2, 2, dtype="int64"), align_corners=False)
    case("F.grid_sample", t(1, 1, 3, 3), t(1, 2, 2, 2), mode="cubic")
    case("F.grid_sample", t(1, 1, 3, 3), t(1, 2, 2, 2), padding_mode="edge")
    for align in (False, True):
        case("F.affine_grid", t(2, 2, 3), [2, 3, 3, 4], align_corners=align)
        case("F.affine_grid", t(1, 3, 4), [1, 1, 2, 3, 2], align_corners=align)
        case("F.affine_grid", t(1, 2, 3), [1, 1, 1, 3], align_corners=align)
    case("F.affine_grid", t(1, 2, 3, dtype="float64"), [1, 1, 2, 2], align_corners=False)
    case("F.affine_grid", t(2, 3), [1, 1, 2, 2], align_corners=False)
    case("F.affine_grid", t(1, 2, 4), [1, 1, 2, 2], align_corners=False)
    case("F.affine_grid", t(1, 2, 3), [1, 1, 2], align_corners=False)
    case("F.affine_grid", t(1, 2, 3), [1, 1, 0, 2], align_corners=False)
    case("F.affine_grid", t(1, 2, 3, dtype="int64"), [1, 1, 2, 2], align_corners=False)
