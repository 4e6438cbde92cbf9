"""Convolutions with all their options, transposed ones, and borders."""


def fill(case, t, v):
    const = dict(grad=False)
    # --- plain and transposed, one to three dimensions
    for n, size in ((1, [6]), (2, [4, 3]), (3, [3, 3, 4])):
        x, w, b = t(1, 2, *size), t(2, 2, *[3] * n), t(2)
        conv, back = f"F.conv{n}d", f"F.conv_transpose{n}d"
        case(conv, x, w, b)
        case(conv, t(2, *size), w)
        case(conv, x, w, padding="same")
        case(conv, x, t(2, 2, *[2] * n), b, padding="same")
        case(conv, x, w, padding="valid")
        case(conv, x, t(1, 2, *[2] * n), padding="same", dilation=3)
        case(conv, x, w, padding="same", stride=2)
        case(conv, x, w, padding="other")
        case(conv, x, t(2, 1, *[3] * n), b, stride=2, padding=1, groups=2)
        w = t(2, 2, *[2] * n)
        case(back, x, w)
        case(back, x, w, t(2), stride=2)
        case(back, x, w, t(2), 2, 1, 1)
        case(back, t(2, *size), w, dilation=2)
        case(back, x, t(2, 1, *[2] * n), t(2), groups=2, stride=2)
        case(back, x, t(3, 2, *[2] * n))
        case(back, x, w, t(3))
    case("F.conv_transpose2d", t(1, 2, 3, 4, **{"as": "t"}), t(1, 2, 2, 2))
    case("F.conv_transpose1d", t(2, 3, 4), t(3, 2, 2), output_padding=1)
    case("F.conv2d", t(1, 2, 5, 6), t(3, 2, 4, 3), padding="same")

    # --- borders
    for n, size in ((1, [4]), (2, [4, 3]), (3, [3, 2, 4])):
        for mode in ("reflect", "replicate", "circular"):
            case("F.pad", t(1, 2, *size), [1, 1] * n, mode=mode)
            case("F.pad", t(1, 2, *size), [1, 0] * n, mode)
            case("F.pad", t(1, 2, *size), [0] * (2 * n), mode)
            case("F.pad", t(1, 2, *size), [-1, 1] * n, mode)
        for mode in ("reflect", "replicate"):
            case("F.pad", t(2, *size), [1, 1] * n, mode=mode)
    case("F.pad", t(2, 2, 4, **{"as": "t"}), [2, 1], mode="circular")
    case("F.pad", t(1, 2, 4), [4, 3], mode="circular")
    case("F.pad", t(1, 2, 4), [5, 5], mode="circular")
    case("F.pad", t(1, 2, 4), [-3, -2], mode="circular")
    case("F.pad", t(4), [1, 1], mode="circular")
    case("F.pad", t(1, 2, 4), [1, 1, 1], mode="reflect")
    case("F.pad", t(1, 2, 4), [1, 1], mode="other")
    case("F.pad", t(1, 2, 4), [4, 1], mode="reflect")
    case("F.pad", t(1, 2, 4), [1, 1], mode="reflect", value=1.0)
    case("F.pad", t(2, 3), [1, 2, 0, 1], value=2.5)
    case("F.pad", t(2, 3), [1, 1, 1, 1, 1, 1])
