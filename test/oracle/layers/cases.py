"""Layers with their options, and initializers."""

LAYERS = []
INITIALIZERS = []


def layer(name, args, inputs, **options):
    LAYERS.append([name, args, options, inputs])


def init(name, shape, *args, **options):
    INITIALIZERS.append([name, shape, list(args), options])


PLANE = [2, 4, 6, 6]
SIZES = {1: [6], 2: [6, 5], 3: [4, 5, 4]}

for n, size in SIZES.items():
    x = [1, 2, *size]
    for mode in ("zeros", "reflect", "replicate", "circular"):
        layer(f"Conv{n}d", [2, 3, 3], [x], padding=1, padding_mode=mode)
    layer(f"Conv{n}d", [2, 4, [2, 3, 2][:n]], [x], padding="same", padding_mode="circular", groups=2, bias=False)
    layer(f"Conv{n}d", [2, 3, 2], [x], padding="same", dilation=2)
    layer(f"Conv{n}d", [2, 3, 2], [x], padding="valid", padding_mode="reflect")
    layer(f"ConvTranspose{n}d", [2, 3, 3], [x])
    layer(f"ConvTranspose{n}d", [2, 4, 3, 2, 1, 1], [x], groups=2, bias=False)
    for kind in ("ZeroPad", "ReflectionPad", "ReplicationPad", "CircularPad"):
        layer(f"{kind}{n}d", [1], [x])
        layer(f"{kind}{n}d", [[1, 2, 0, 1, 1, 0][: 2 * n]], [x])
    layer(f"ConstantPad{n}d", [1, 3.5], [x])
    layer(f"MaxPool{n}d", [2], [x])
    layer(f"MaxPool{n}d", [3, 2, 1], [x], ceil_mode=True)
    layer(f"MaxPool{n}d", [2], [x], return_indices=True)
    layer(f"MaxPool{n}d", [[2, 3, 1][:n]], [x], stride=1)
    layer(f"AvgPool{n}d", [2], [x])
    layer(f"AvgPool{n}d", [3, 2], [x], padding=1, count_include_pad=False)
    layer(f"AdaptiveAvgPool{n}d", [3], [x])
    layer(f"LPPool{n}d", [2, 3], [x])
    layer(f"MaxUnpool{n}d", [2], [[1, 1, *[2] * n], [[1, 1, *[2] * n], 4]])
layer("AdaptiveAvgPool2d", [[None, 2]], [PLANE])
layer("AdaptiveAvgPool3d", [[1, None, 2]], [[1, 2, 3, 4, 4]])
layer("AdaptiveMaxPool1d", [3], [[2, 3, 7]])
layer("AdaptiveMaxPool1d", [3], [[2, 3, 7]], return_indices=True)
layer("AdaptiveMaxPool2d", [[3, None]], [PLANE])
layer("AdaptiveMaxPool3d", [[2, None, 1]], [[1, 2, 4, 3, 2]])
layer("FractionalMaxPool2d", [2], [PLANE], output_size=3)
layer("FractionalMaxPool3d", [[2, 1, 2]], [[1, 2, 4, 5, 4]], output_ratio=0.5)
layer("FractionalMaxPool2d", [2], [PLANE])
layer("LPPool2d", [2, 3, 2], [PLANE])
layer("ConvTranspose2d", [2, 3, 3], [PLANE], padding_mode="reflect")
layer("AvgPool3d", [2], [[4, 4, 4, 4]], divisor_override=3)

for name in ("Hardshrink", "Softshrink", "RReLU", "Softmax2d"):
    layer(name, [], [[2, 3, 2, 2], "eval"])
layer("Hardshrink", [0.1], [[5]])
layer("Softshrink", [0.3], [[5]])
layer("Threshold", [0.1, 20], [[5]])
layer("Threshold", [0.1, 20, True], [[5]])
layer("RReLU", [], [[9]])
layer("RReLU", [0.1, 0.2, True], [[9]])
layer("Softmax2d", [], [[4, 4]])

layer("MultiMarginLoss", [], [[3, 4], [[3], 4]])
layer("MultiMarginLoss", [], [[3, 4], [[3], 4]], p=2, margin=0.5, reduction="sum")
layer("MultiLabelMarginLoss", [], [[3, 4], [[3, 4], 4]])
layer("MultiLabelSoftMarginLoss", [], [[3, 4], [[3, 4], 2]])
layer("TripletMarginWithDistanceLoss", [], [[3, 4], [3, 4], [3, 4]])
layer("TripletMarginWithDistanceLoss", [], [[3, 4], [3, 4], [3, 4]], swap=True, margin=2.0)
layer("GaussianNLLLoss", [], [[3, 2], [3, 2], [[3, 2], 0]], full=True)
layer("PoissonNLLLoss", [], [[3, 2], [[3, 2], 5]])
layer("PoissonNLLLoss", [], [[[3, 2], 5], [[3, 2], 5]], log_input=False, full=True)

for n, size in SIZES.items():
    layer(f"Dropout{n}d", [0.3], [[1, 2, *size], "eval"])
    layer(f"Dropout{n}d", [0.0], [[1, 2, *size]])
    layer(f"Dropout{n}d", [1.0], [[2, *size]])
layer("AlphaDropout", [0.1], [[3, 4], "eval"])
layer("AlphaDropout", [1.0], [[3, 4]])
layer("FeatureAlphaDropout", [], [[3, 4], "eval"])
layer("Dropout1d", [1.5], [[3, 4]])
layer("Dropout1d", [], [[4]])
layer("Dropout2d", [], [[4]])
layer("Dropout", [1.0, True], [[3, 4]])

layer("EmbeddingBag", [5, 3], [[[2, 4], 5]])
layer("EmbeddingBag", [5, 3], [[[2, 4], 5]], mode="max")
layer("EmbeddingBag", [5, 3], [[[2, 4], 5]], mode="sum", padding_idx=-1)
layer("ChannelShuffle", [2], [[2, 4, 3]])
layer("ChannelShuffle", [3], [[1, 6, 2, 2]])
layer("LocalResponseNorm", [2], [[2, 4, 3]])
layer("LocalResponseNorm", [3], [[2, 4, 3, 3]], alpha=0.1, beta=0.5, k=2.0)
layer("LocalResponseNorm", [2], [[2, 4, 2, 2, 2]])
layer("PixelUnshuffle", [2], [[1, 1, 4, 6]])
layer("Unfold", [2], [[1, 2, 4, 5]])
layer("Unfold", [[2, 3]], [[1, 2, 4, 5]], padding=1, stride=2, dilation=[1, 2])
layer("Fold", [[4, 5], [2, 2]], [[1, 8, 12]])
layer("UpsamplingNearest2d", [], [[1, 2, 3, 3]], scale_factor=2)
layer("UpsamplingBilinear2d", [[5, 4]], [[1, 2, 3, 3]])
layer("Upsample", [5], [[1, 2, 3]], mode="linear")
layer("Upsample", [None, 1.5, "bicubic", True], [[1, 2, 3, 4]])
layer("Upsample", [[4, 5]], [[1, 2, 3, 3]], mode="nearest-exact")
layer("Upsample", [], [[1, 1, 3, 3]], scale_factor=1.4, mode="bilinear", recompute_scale_factor=True)
layer("Upsample", [None, 2, "trilinear"], [[1, 1, 2, 2, 2]])
layer("Upsample", [], [[1, 1, 4, 4]], scale_factor=0.5, mode="area")

for shape in ([3, 4], [5, 2], [4, 2, 3, 3], [8, 8], [3]):
    init("orthogonal_", shape)
init("orthogonal_", [3, 3], 2.5)
for shape in ([5], [40], [3, 4, 3, 3]):
    init("trunc_normal_", shape)
    init("trunc_normal_", shape, std=0.02)
    init("trunc_normal_", shape, 0.0, 1.0, 1.5, 2.0)
    init("trunc_normal_", shape, 0.5, 2.0, 0.0, 1.0)
for shape in ([3, 4], [4, 2], [2, 2, 2]):
    init("eye_", shape)
    init("sparse_", shape, 0.5)
init("sparse_", [10, 5], sparsity=0.25, std=1.0)
for shape in ([4, 2, 3], [2, 3, 3, 4], [2, 2, 3, 3, 3], [3, 3]):
    init("dirac_", shape)
init("dirac_", [4, 2, 3, 3], 2)
init("dirac_", [4, 2, 3, 3], 3)
