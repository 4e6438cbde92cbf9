"""Sliding windows, channels, dropout where nothing is left to chance."""


def fill(case, t, v):
    for x, k, o in (
        (t(1, 2, 4, 5), 2, {}),
        (t(2, 1, 4, 5), [2, 3], {"stride": 2}),
        (t(1, 1, 4, 4), 2, {"padding": 1, "dilation": 2}),
        (t(2, 4, 4), 3, {}),
        (t(4, 3, 2, 1, **{"as": "t"}), 2, {}),
        (t(1, 2, 4, 4), 2, {"stride": [2, 1], "padding": [1, 0]}),
        (t(1, 2, 2, 2), 3, {}),
        (t(4), 2, {}),
        (t(1, 1, 4, 4), 0, {}),
    ):
        if x["t"] != [4]:
            case("F.unfold", x, k, **o)
    case("F.fold", t(1, 4, 12), [4, 5], 2)
    case("F.fold", t(8, 4), [3, 3], [2, 2])
    case("F.fold", t(2, 4, 9), [4, 4], 2, padding=1, dilation=2, stride=1)
    case("F.fold", t(1, 6, 4), [4, 6], [2, 3], stride=[2, 3])
    case("F.fold", t(4), [2, 2], 2)
    case("F.fold", t(1, 7, 4), [3, 3], 2)
    case("F.fold", t(1, 8, 5), [3, 3], 2)

    case("x.unfold", t(7), 0, 3, 2)
    case("x.unfold", t(2, 6), 1, 2, 1)
    case("x.unfold", t(5, 3), 0, 2, 2)
    case("x.unfold", t(2, 3, 4), -2, 3, 1)
    case("x.unfold", t(4, 3, **{"as": "t"}), 1, 2, 1)
    case("x.unfold", t(4), 0, 0, 1)
    case("x.unfold", t(), 0, 1, 1)
    case("x.unfold", t(3), 0, 4, 1)
    case("x.unfold", t(3), 0, 2, 0)
    case("x.unfold", t(3), 0, -2, 1)
    case("x.unfold", t(3), 1, 1, 1)

    case("F.channel_shuffle", t(2, 4, 3), 2)
    case("F.channel_shuffle", t(1, 6, 2, 2), 3)
    case("F.channel_shuffle", t(3, 4, 2, **{"as": "t"}), 2)
    case("F.channel_shuffle", t(1, 3, 2), 2)
    case("F.channel_shuffle", t(3, 2), 2)
    case("F.channel_shuffle", t(1, 4, 2), 0)
    for shape in ([2, 4, 3], [1, 4, 2, 2], [1, 3, 2, 2, 2]):
        for size in (1, 2, 3):
            case("F.local_response_norm", t(*shape), size, 0.5)
    case("F.local_response_norm", t(3, 3), 2)
    case("F.upsample", t(1, 1, 2, 2), scale_factor=2)

    for fn in ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout"):
        rank = {"dropout3d": 5}.get(fn, 3)
        shape = [2] * rank
        case(f"F.{fn}", t(*shape), 0.5, False)
        case(f"F.{fn}", t(*shape), 0.0, True)
        case(f"F.{fn}", t(*shape), 1.0, True)
        case(f"F.{fn}", t(*shape, grad=False), 1.0, True, True)
        case(f"F.{fn}", t(*shape), 1.5, True)
