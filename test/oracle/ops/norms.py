"""Normalisation: batch, instance, layer, group, root mean square."""


def fill(case, t, v):
    T = {"as": "t"}
    stats = lambda c: (t(c, grad=False), t(c, make="positive", grad=False))

    # --- batch: training and evaluation, with and without statistics, weight, bias
    for shape in ((4, 3), (2, 3, 5), (2, 3, 4, 2), (2, 3, 2, 2, 2)):
        c = shape[1]
        case("F.batch_norm", t(*shape), *stats(c), t(c), t(c), True)
        case("F.batch_norm", t(*shape), *stats(c), t(c), t(c), False)
    case("F.batch_norm", t(2, 3, 4, 4), None, None, None, None, True)
    case("F.batch_norm", t(2, 3, 4, 4), None, None, t(3), None, True)
    case("F.batch_norm", t(2, 3, 4, 4), *stats(3), None, t(3), True)
    case("F.batch_norm", t(2, 3, 4, 4), *stats(3))
    case("F.batch_norm", t(2, 3, 4, 4), *stats(3), training=True, momentum=0.5, eps=0.1)
    case("F.batch_norm", t(4, 3, 2, **T), *stats(3), t(3), t(3), True)
    case("F.batch_norm", t(4, 3, grad=False), *stats(3), t(3), t(3), True)
    case("F.batch_norm", t(4, 3, dtype="float64"), None, None, None, None, True)
    case("F.batch_norm", t(1, 3, 1, 1), None, None, None, None, True)
    case("F.batch_norm", t(1, 3), *stats(3), None, None, True)
    case("F.batch_norm", t(2, 3, 4), *stats(2), None, None, True)
    case("F.batch_norm", t(2, 3, 4), *stats(3), t(4), t(3), True)
    case("F.batch_norm", t(2, 3, 4), None, None, None, None, False)
    case("F.batch_norm", t(2, 3, 4), None, None, None, None, True, 0.1, 0)
    case("F.batch_norm", t(2, 3, 4), *stats(3), None, None, False, 0.1, -1)

    # --- instance
    case("F.instance_norm", t(2, 3, 4, 4))
    case("F.instance_norm", t(2, 3, 5), weight=t(3), bias=t(3))
    case("F.instance_norm", t(2, 3, 5), *stats(3))
    case("F.instance_norm", t(2, 3, 5), *stats(3), t(3), t(3), False)
    case("F.instance_norm", t(4, 3, 2, **T))
    case("F.instance_norm", t(2, 3, 1))
    case("F.instance_norm", t(2, 3, 2), eps=0.5)

    # --- layer
    case("F.layer_norm", t(2, 3), [3], t(3), t(3))
    case("F.layer_norm", t(2, 3), [3])
    case("F.layer_norm", t(2, 3), [3], t(3))
    case("F.layer_norm", t(2, 3), [3], None, t(3))
    case("F.layer_norm", t(2, 3, 4), [3, 4], t(3, 4), t(3, 4))
    case("F.layer_norm", t(2, 3, 4), [4], t(4), t(4), 0.1)
    case("F.layer_norm", t(2, 3, 4), [2, 3, 4])
    case("F.layer_norm", t(4, 3, **T), [4], t(4), t(4))
    case("F.layer_norm", t(1, 4), [4], t(4), t(4))
    case("F.layer_norm", t(0, 3), [3])
    case("F.layer_norm", t(2, 40), [40], t(40), t(40))
    case("F.layer_norm", t(2, 3, dtype="float64"), [3])
    case("torch.layer_norm", t(2, 3), [3])
    case("F.layer_norm", t(2, 3), [4])
    case("F.layer_norm", t(2, 3), [2, 3, 1])
    case("F.layer_norm", t(2, 3), [3], t(2))
    case("F.layer_norm", t(2, 3), [3], t(3), t(1, 3))

    # --- group
    for groups in (1, 2, 4):
        case("F.group_norm", t(2, 4, 3, 3), groups, t(4), t(4))
    case("F.group_norm", t(2, 4), 2)
    case("F.group_norm", t(2, 6), 2, t(6))
    case("F.group_norm", t(2, 4, 3), 2, t(4), t(4), 0.1)
    case("F.group_norm", t(3, 4, 2, **T), 2)
    case("torch.group_norm", t(2, 4, 3), 2)
    case("F.group_norm", t(2, 4, 3), 3)
    case("F.group_norm", t(4), 2)
    case("F.group_norm", t(2, 4, 3), 2, t(3))
    case("F.group_norm", t(1, 2), 2)

    # --- root mean square
    case("F.rms_norm", t(2, 3), [3])
    case("F.rms_norm", t(2, 3), [3], t(3))
    case("F.rms_norm", t(2, 3, 4), [3, 4], t(3, 4), 0.1)
    case("F.rms_norm", t(2, 3, 4), [4], eps=0.01)
    case("F.rms_norm", t(4, 3, **T), [4])
    case("F.rms_norm", t(2, 3, dtype="float64"), [3])
    case("F.rms_norm", t(2, 3), [4])
    case("F.rms_norm", t(2, 3), [3], t(4))
