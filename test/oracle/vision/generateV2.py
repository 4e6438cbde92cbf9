"""What torchvision's `transforms.v2` gives and prints: `v2.json` beside this file, for `v2.test.ts`.

    venv/bin/python generateV2.py v2.json

Made with torchvision 0.28.0 and PyTorch 2.13.0. Transforms are written, and images hashed, as in
generateTransforms.py. A tensor of shape s and dtype d has the elements `i * 37 % 251`, as floats divided by 256; results
are given as numbers.
"""
import base64, hashlib, io, json, math, sys, warnings
from pathlib import Path
import torch

# A torchvision built for another kind of machine still has the transforms: what its C++ library lacks is not needed.
register = torch.library.register_fake
torch.library.register_fake = lambda name, *a, **k: (lambda f: f) if str(name).startswith("torchvision::") else register(name, *a, **k)
from PIL import Image
from torchvision.transforms import v2

warnings.simplefilter("ignore")
OUTER = ("Compose", "RandomApply", "RandomChoice", "RandomOrder")
images = {name: base64.b64decode(data) for name, data in json.loads((Path(__file__).parent / "expected.json").read_text())["images"].items()}


def snake(key):
    return "".join("_" + c.lower() if c.isupper() else c for c in key)


def argument(value):
    if value in [policy.value for policy in v2.AutoAugmentPolicy if isinstance(value, str)]:
        return v2.AutoAugmentPolicy(value)
    return tuple(value) if isinstance(value, list) else value


def build(spec):
    name, *args = spec
    if name in OUTER:
        return getattr(v2, name)([build(each) for each in args[0]], *args[1:])
    if name == "ToDtype":
        return v2.ToDtype(getattr(torch, args[0]), *args[1:])
    named = args.pop() if args and isinstance(args[-1], dict) else {}
    return getattr(v2, name)(*map(argument, args), **{snake(key): argument(v) for key, v in named.items()})


def tensor(shape, dtype):
    values = torch.arange(math.prod(shape)) * 37 % 251
    return (values.to(torch.uint8) if dtype == "uint8" else values.to(torch.float32) / 256).reshape(shape)


def numbers(value):
    if isinstance(value, tuple):
        return [numbers(each) for each in value]
    if isinstance(value, torch.Tensor):
        round_ = (lambda x: x) if not value.is_floating_point() else (lambda x: float(f"{x:.9g}"))
        return [str(value.dtype)[6:], list(value.shape), [round_(x) for x in value.flatten().tolist()]]
    return [value.mode, list(value.size), hashlib.sha1(value.tobytes()).hexdigest()[:12]]


results = []


def add(given, *specs, seeds=(0,)):
    spec = specs[0] if len(specs) == 1 else ["Compose", list(specs)]
    for seed in seeds:
        torch.manual_seed(seed)
        made = tensor(*given) if isinstance(given, list) else Image.open(io.BytesIO(images[given]))
        results.append([given, spec, seed, numbers(build(spec)(made))])


levels, floats, batch = [[3, 5, 7], "uint8"], [[3, 5, 7], "float32"], [[2, 1, 4, 3], "float32"]
for given in (levels, floats):
    for size in ([3, 4], 3, [9, 5], [5, 2]):
        for interpolation in ("bilinear", "bicubic", "lanczos"):
            add(given, ["Resize", size, {"interpolation": interpolation}])
    add(given, ["Resize", [3, 4], {"antialias": False}])
    add(given, ["Resize", [8, 3], {"antialias": False}])
    add(given, ["Resize", [3, 9], {"interpolation": "nearest"}])
    add(given, ["Resize", [5, 7]])
    add(given, ["Resize", 4, {"maxSize": 5}])
    for mode in ("constant", "edge", "reflect", "symmetric"):
        add(given, ["Pad", [1, 2], {"paddingMode": mode}])
        add(given, ["Pad", [2, 0, 1, 3], 0, mode])
    add(given, ["Pad", [-1, 1, 2, -2], {"paddingMode": "symmetric"}])
    add(given, ["Pad", [-1, 1, 2, -2], 1])
    add(given, ["Pad", [1, 2, 0, 1], [1, 0, 1]])
    add(given, ["CenterCrop", 3])
    add(given, ["CenterCrop", [2, 9]])
    add(given, ["CenterCrop", [8, 8]])
    add(given, ["RandomHorizontalFlip"], seeds=range(3))
    add(given, ["RandomVerticalFlip", 0.7], seeds=range(3))
    add(given, ["RandomCrop", [3, 7]], seeds=range(3))
    add(given, ["RandomCrop", 4, {"padding": [1, 2]}], seeds=range(3))
    add(given, ["RandomCrop", [6, 9], {"padIfNeeded": True, "fill": 1}], seeds=range(3))
    add(given, ["RandomResizedCrop", [2, 3]], seeds=range(3))
    add(given, ["FiveCrop", 2])
    add(given, ["TenCrop", [2, 3]])
add(batch, ["Resize", [2, 5]])
add(batch, ["Pad", 1, 0, "reflect"])
add(batch, ["RandomHorizontalFlip", 1.0], ["RandomCrop", 2], ["Normalize", [0.5], [0.25]])
add(levels, ["Resize", 4], ["RandomCrop", 3], ["ToDtype", "float32", True], ["Normalize", [0.5, 0.4, 0.3], [0.2, 0.3, 0.4]])

rgb, gray = "37x29-444.jpg", "gray.jpg"
for each in (rgb, gray):
    add(each, ["TrivialAugmentWide"], seeds=range(20))
    add(each, ["RandAugment", 3], seeds=range(12))
    for policy in ("imagenet", "cifar10", "svhn"):
        add(each, ["AutoAugment", policy, "bilinear"], seeds=range(10))
add(rgb, ["RandomCrop", 20, {"padding": [3, 5], "paddingMode": "reflect"}], seeds=range(3))
add(rgb, ["RandomCrop", [29, 20]], seeds=range(3))
add(rgb, ["RandomCrop", [40, 33], {"padIfNeeded": True}], seeds=range(3))
add(rgb, ["RandomResizedCrop", 14], seeds=range(3))
add(rgb, ["RandomAffine", [-20, 70], {"translate": [0.1, 0.3], "scale": [0.6, 1.4], "shear": 20}], seeds=range(3))
add(rgb, ["RandomPerspective", 0.8, 0.7], seeds=range(3))
add(rgb, ["RandomRotation", 30], seeds=range(3))
add(rgb, ["ColorJitter", 0.4, 0.3, 0.5, 0.2], seeds=range(3))
add(rgb, ["GaussianBlur", 5], seeds=range(3))
for name, args in (("RandomInvert", []), ("RandomPosterize", [3]), ("RandomSolarize", [90]), ("RandomAutocontrast", []), ("RandomEqualize", []), ("RandomAdjustSharpness", [2.5]), ("RandomGrayscale", [0.5])):
    add(rgb, [name, *args], seeds=range(3))
add(rgb, ["RandomApply", [["RandomRotation", 30], ["RandomInvert"]], 0.6], seeds=range(3))
add(rgb, ["RandomOrder", [["RandomInvert"], ["RandomRotation", 30], ["RandomSolarize", 90]]], seeds=range(3))

half = [0.5, 0.5, 0.5]
pipeline = [["ToImage"], ["RandomResizedCrop", 224], ["ToDtype", "float32", True], ["Normalize", half, half]]
texts = [
    ["Compose", pipeline], ["Compose", [["Pad", 2]]], ["Compose", [["Pad", 2], ["Compose", pipeline], ["RandomApply", [["Pad", 1]], 0.3]]],
    ["RandomApply", [["Pad", 2], ["RandomInvert"]]], ["RandomChoice", [["Pad", 2], ["RandomInvert"]]], ["RandomOrder", [["Pad", 2], ["RandomInvert"]]],
    ["AutoAugment"], ["AutoAugment", "svhn", "bilinear", 5], ["RandAugment"], ["TrivialAugmentWide", {"fill": [1, 2, 3]}],
    ["Resize", 256], ["Resize", [3, 4], {"interpolation": "bicubic"}], ["Resize", 64, {"maxSize": 100, "antialias": False}], ["CenterCrop", 10],
    ["RandomCrop", 32, {"padding": 4}], ["RandomCrop", [8, 9], {"padding": [1, 2], "padIfNeeded": True, "fill": [1, 2, 3], "paddingMode": "edge"}],
    ["RandomCrop", 3, [1, 2, 3, 4]], ["RandomResizedCrop", 224], ["ColorJitter"], ["ColorJitter", 0.1, 0.2, 0.3, 0.1], ["Grayscale"], ["RandomGrayscale"],
    ["RandomHorizontalFlip"], ["RandomVerticalFlip", 0.3], ["RandomRotation", 10], ["RandomRotation", [0, 2.5], {"expand": True, "center": [1, 2], "fill": [1, 2, 3]}],
    ["RandomAffine", 10], ["RandomAffine", [1, 2], {"translate": [0.1, 0.25], "scale": [0.5, 2.0], "shear": [1, 2, 3, 4], "interpolation": "bilinear", "fill": 3, "center": [1, 2]}],
    ["RandomPerspective"], ["RandomPerspective", 0.8, 0.7, {"fill": 5}], ["RandomInvert"], ["RandomPosterize", 3], ["RandomSolarize", 90, 0.25], ["RandomAutocontrast", 1.0],
    ["RandomEqualize"], ["RandomAdjustSharpness", 2.5], ["GaussianBlur", 3], ["GaussianBlur", [3, 5], [0.5, 1.5]], ["RandomErasing"], ["RandomErasing", 0.3, {"value": [1, 2, 3]}],
    ["RandomErasing", {"value": "random"}], ["Pad", 3], ["Pad", [1, 2], {"fill": 3, "paddingMode": "edge"}], ["FiveCrop", 11], ["TenCrop", [3, 4]], ["Normalize", half, half],
    ["ToImage"], ["ToDtype", "float32", True], ["PILToTensor"], ["ToPILImage"], ["ToPILImage", "RGB"],
]

refusals = []


def refuse(spec, shape=None):
    try:
        build(spec)(tensor(shape, "float32"))
    except Exception as error:
        refusals.append([spec, shape, type(error).__name__, str(error)])
        return
    raise SystemExit(f"{spec} did not fail")


refuse(["Compose", []])
refuse(["RandomCrop", 6], [3, 5, 7])
refuse(["RandomCrop", 12, {"padding": 2}], [3, 5, 7])
refuse(["Resize", [3, 3], {"interpolation": "lanczos", "antialias": False}], [3, 5, 7])
refuse(["Pad", 1, [1, 0, 1], "edge"], [3, 5, 7])

with open(sys.argv[1], "w") as out:
    lines = lambda rows: ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    out.write('{"results": [\n' + lines(results) + '\n],\n"texts": [\n' + lines([[spec, str(build(spec))] for spec in texts]) + '\n],\n"refusals": [\n' + lines(refusals) + "\n]}\n")
