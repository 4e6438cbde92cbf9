"""What torchvision's transforms give: `transforms.json` beside this file, for the images of `expected.json`.

    python -m venv venv && venv/bin/pip install torch torchvision pillow numpy
    venv/bin/python generateTransforms.py transforms.json

Made with torchvision 0.28.0, PyTorch 2.13.0 and Pillow 12.3.0. A transform is named as in the product, its arguments
are in its order: `["Resize", [7, 5], "bicubic"]`. A result is the kind, shape and the beginning of the SHA-1 of the
bytes (for images the pixels, for tensors the elements in row-major order), after `manual_seed(seed)`.
"""
import base64, hashlib, io, json, sys, warnings
from pathlib import Path
import numpy as np
import torch

# A torchvision built for another kind of machine still has the transforms: what its C++ library lacks is not needed.
register = torch.library.register_fake
torch.library.register_fake = lambda name, *a, **k: (lambda f: f) if str(name).startswith("torchvision::") else register(name, *a, **k)
from PIL import Image
from torchvision import transforms as T

warnings.simplefilter("ignore")
images = {name: base64.b64decode(data) for name, data in json.loads((Path(__file__).parent / "expected.json").read_text())["images"].items()}


def open_image(name):
    return Image.open(io.BytesIO(images[name]))


def build(spec):
    name, *args = spec
    if name == "Compose":
        return T.Compose([build(each) for each in args[0]])
    if name in ("RandomApply", "RandomChoice", "RandomOrder"):
        return getattr(T, name)([build(each) for each in args[0]], *args[1:])
    if name == "ConvertImageDtype":
        return T.ConvertImageDtype(getattr(torch, args[0]))
    if name == "LinearTransformation":
        return T.LinearTransformation(*(torch.tensor(each) for each in args))
    args = [tuple(a) if isinstance(a, list) else a for a in args]
    named = {}
    if args and isinstance(args[-1], dict):
        named = {key: tuple(v) if isinstance(v, list) else v for key, v in args.pop().items()}
    policies = [policy.value for policy in T.AutoAugmentPolicy]
    mode = lambda v: T.InterpolationMode(v) if v in ("nearest", "nearest-exact", "bilinear", "bicubic", "box", "hamming", "lanczos") else T.AutoAugmentPolicy(v) if v in policies else v
    args = [mode(a) if isinstance(a, str) and name != "RandomErasing" and name != "Pad" and name != "ToPILImage" else a for a in args]
    named = {snake(key): mode(v) if key in ("interpolation", "policy") else v for key, v in named.items()}
    return getattr(T, name)(*args, **named)


def snake(key):
    return "".join("_" + c.lower() if c.isupper() else c for c in key)


def result(value):
    if isinstance(value, tuple):
        return [result(each) for each in value]
    if isinstance(value, torch.Tensor):
        data = value.contiguous().numpy()
        # The product has no 16-bit elements.
        data = data.astype(np.int32) if data.dtype in (np.uint16, np.int16) else data
        # Of a two-level image NumPy keeps the bytes 0 and 255.
        data = data != 0 if data.dtype == bool else data
        kind = {"float32": "float32", "int32": "int32", "uint8": "uint8", "bool": "bool"}[str(data.dtype)]
        return [kind, list(value.shape), hashlib.sha1(data.tobytes()).hexdigest()[:12]]
    w, h = value.size
    levels = (value.convert("L") if value.mode == "1" else value).tobytes()
    return [value.mode, [w, h], hashlib.sha1(levels).hexdigest()[:12]]


rgb, gray, rgba, two, words, palette, cmyk = "37x29-444.jpg", "gray.jpg", "rgba-8-13x11.png", "gray-1-13x11.png", "gray-16-13x11.png", "palette-8-13x11.png", "cmyk.jpg"
kinds = [rgb, gray, rgba, two, words, palette, cmyk, "gray-alpha-8-13x11.png"]
results = []


def add(image, *specs, seeds=(0,)):
    spec = specs[0] if len(specs) == 1 else ["Compose", list(specs)]
    for seed in seeds:
        torch.manual_seed(seed)
        results.append([image, spec, seed, result(build(spec)(open_image(image)))])


for image in kinds:
    # Above 32767 torchvision's 16-bit elements wrap around; the product's do not.
    if image != words:
        add(image, ["ToTensor"])
        add(image, ["PILToTensor"])
        add(image, ["Resize", 8], ["ToTensor"])
    add(image, ["CenterCrop", 6])
    add(image, ["CenterCrop", [40, 9]])
    add(image, ["RandomHorizontalFlip"], seeds=range(4))
    add(image, ["RandomCrop", [5, 6]], seeds=range(4))
half = [0.5, 0.5, 0.5]
add(rgb, ["Resize", [720, 480]], ["ToTensor"], ["Normalize", half, half])
add(rgb, ["Resize", 20], ["CenterCrop", 16], ["ToTensor"], ["Normalize", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])
add(gray, ["ToTensor"], ["Normalize", [0.1307], [0.3081]])
add(rgb, ["ToTensor"], ["ToPILImage"])
add(rgba, ["PILToTensor"], ["ToPILImage"])
add(gray, ["ToTensor"], ["ToPILImage"])
for size in (8, [8], 50, 29, [7, 5]):
    add(rgb, ["Resize", size])
for interpolation in ("nearest", "nearest-exact", "bilinear", "bicubic", "box", "hamming", "lanczos"):
    add(rgb, ["Resize", [9, 12], {"interpolation": interpolation}])
add(rgb, ["Resize", 25, {"maxSize": 30}])
add("palette-8-13x11.png", ["Resize", 7])
add(rgb, ["RandomVerticalFlip", 0.3], seeds=range(6))
add(rgb, ["RandomCrop", 16, {"padding": 4}], seeds=range(6))
add(rgb, ["RandomCrop", [40, 33], {"padIfNeeded": True, "fill": [1, 2, 3]}], seeds=range(4))
add(rgb, ["RandomCrop", 20, {"padding": [3, 5], "paddingMode": "reflect"}], seeds=range(4))
add(rgb, ["RandomResizedCrop", 14], seeds=range(12))
add(rgb, ["RandomResizedCrop", [9, 20], {"scale": [0.5, 1.0], "ratio": [0.2, 0.3]}], seeds=range(8))
add(rgb, ["RandomResizedCrop", 8, {"scale": [0.9, 1.0], "ratio": [4, 5], "interpolation": "nearest"}], seeds=range(4))
add(gray, ["RandomResizedCrop", 8, {"interpolation": "bicubic"}], seeds=range(4))
add(rgb, ["ColorJitter", 0.4, 0.3, 0.5, 0.2], seeds=range(12))
add(rgb, ["ColorJitter", {"contrast": [0.2, 3.0]}], seeds=range(4))
add(gray, ["ColorJitter", 0.4, 0.3, 0.5, 0.2], seeds=range(4))
add(rgb, ["RandomRotation", 30], seeds=range(6))
add(rgb, ["RandomRotation", [-5, 95], {"interpolation": "bilinear", "expand": True, "fill": 7}], seeds=range(6))
add(rgba, ["RandomRotation", 80, {"interpolation": "bicubic", "fill": [1, 2, 3, 4]}], seeds=range(3))
add(rgb, ["RandomRotation", 45, {"center": [3, 4]}], seeds=range(3))
add(rgb, ["Pad", 3])
add(rgb, ["Pad", [1, 2], {"fill": [9, 8, 7]}])
add(rgb, ["Pad", [1, 2, 3, 4], 0, "symmetric"])
add(gray, ["Pad", [-2, 5, 0, -3], 77])
add(palette, ["Pad", 2, 1])
add(rgb, ["Grayscale"])
add(rgb, ["Grayscale", 3])
add(rgba, ["Grayscale", 3])
add(rgb, ["RandomHorizontalFlip"], ["ColorJitter", 0.2], ["RandomCrop", 12], ["RandomRotation", 20], ["ToTensor"], seeds=range(4))

add(rgb, ["RandomAffine", 30], seeds=range(4))
add(rgb, ["RandomAffine", 0, {"translate": [0.2, 0.1]}], seeds=range(4))
add(rgb, ["RandomAffine", 0, {"scale": [0.5, 1.5]}], seeds=range(4))
add(rgb, ["RandomAffine", [-20, 70], {"translate": [0.1, 0.3], "scale": [0.6, 1.4], "shear": 20, "interpolation": "bilinear", "fill": [1, 2, 3]}], seeds=range(6))
add(rgba, ["RandomAffine", 90, {"shear": [-10, 10, -30, 30], "interpolation": "bicubic", "center": [2, 3]}], seeds=range(3))
add(gray, ["RandomAffine", 10, {"translate": [0.5, 0.5], "fill": 9}], seeds=range(3))
add(palette, ["RandomAffine", 10, {"translate": [0.2, 0.2]}])
add(rgb, ["RandomPerspective", {"p": 1.0}], seeds=range(5))
add(rgb, ["RandomPerspective", 0.8, 0.7, {"interpolation": "nearest", "fill": 5}], seeds=range(5))
add(rgba, ["RandomPerspective", 0.3, 1.0, {"interpolation": "bicubic"}], seeds=range(3))
for name, args in (("RandomInvert", []), ("RandomPosterize", [3]), ("RandomSolarize", [90]), ("RandomAutocontrast", []), ("RandomEqualize", []), ("RandomAdjustSharpness", [2.5]), ("RandomAdjustSharpness", [0])):
    add(rgb, [name, *args], seeds=range(4))
    add(gray, [name, *args, 1.0])
add(rgba, ["RandomAdjustSharpness", 0.3, 1.0])
add(two, ["RandomInvert", 1.0])
add(rgb, ["RandomGrayscale", 0.5], seeds=range(4))
add(gray, ["RandomGrayscale", 1.0])
add(rgb, ["RandomApply", [["RandomRotation", 30], ["ColorJitter", 0.4]], 0.6], seeds=range(4))
add(rgb, ["RandomChoice", [["Pad", 2]]])
add(rgb, ["RandomOrder", [["RandomRotation", 30]]])
add(rgb, ["FiveCrop", 11])
add(gray, ["FiveCrop", [9, 14]])
add(rgb, ["TenCrop", 11])
add(rgb, ["TenCrop", [9, 14], {"verticalFlip": True}])
add(rgb, ["GaussianBlur", 5], seeds=range(3))
add(gray, ["GaussianBlur", [3, 9], {"sigma": [1, 3]}], seeds=range(3))
add(rgba, ["GaussianBlur", 7, 2.5])
add(rgb, ["ToTensor"], ["RandomErasing", 1.0], seeds=range(5))
add(rgb, ["ToTensor"], ["RandomErasing", {"p": 0.6, "value": [0.1, 0.2, 0.3], "scale": [0.1, 0.9], "ratio": [0.2, 0.9]}], seeds=range(5))
add(rgb, ["PILToTensor"], ["RandomErasing", 0.9, {"value": 77}], seeds=range(3))
add(rgb, ["PILToTensor"], ["ConvertImageDtype", "float32"])
add(rgb, ["ToTensor"], ["ConvertImageDtype", "uint8"])
add(rgb, ["PILToTensor"], ["ConvertImageDtype", "int32"])
add(rgb, ["PILToTensor"], ["ConvertImageDtype", "int32"], ["ConvertImageDtype", "uint8"])

add(rgb, ["TrivialAugmentWide"], seeds=range(40))
add(gray, ["TrivialAugmentWide", 8, "bilinear", 7], seeds=range(10))
add(rgb, ["TrivialAugmentWide", {"fill": [1, 2, 3], "interpolation": "bicubic"}], seeds=range(10))
add(rgb, ["RandAugment"], seeds=range(20))
add(rgb, ["RandAugment", 3, 13, 17, {"fill": [9, 8, 7], "interpolation": "bilinear"}], seeds=range(20))
add(gray, ["RandAugment", 1, 0], seeds=range(10))
for policy in ("imagenet", "cifar10", "svhn"):
    add(rgb, ["AutoAugment", policy], seeds=range(20))
    add(gray, ["AutoAugment", {"policy": policy, "interpolation": "bilinear", "fill": 5}], seeds=range(6))
add(rgb, ["AutoAugment"], ["RandAugment"], ["TrivialAugmentWide"], ["RandomHorizontalFlip"], seeds=range(4))
# Whole numbers and halves: their sums have no other order's last bit.
whitening = [[((i * 7 + j * 3) % 5 - 2) / 2 for j in range(4)] for i in range(4)], [0.5, 100.0, -3.0, 7.25]
add(gray, ["CenterCrop", 2], ["PILToTensor"], ["LinearTransformation", *whitening])

texts = [
    ["Compose", [["Resize", [720, 480]], ["ToTensor"], ["Normalize", half, half]]],
    ["Compose", []],
    ["Resize", 256], ["Resize", [3, 4], {"interpolation": "bicubic"}], ["Resize", 64, {"maxSize": 100, "antialias": None}],
    ["CenterCrop", 10], ["CenterCrop", [3, 4]], ["PILToTensor"], ["ToPILImage"], ["ToPILImage", "RGB"], ["Grayscale"], ["Grayscale", 3],
    ["Pad", 3], ["Pad", [1, 2], {"fill": 3, "paddingMode": "edge"}], ["RandomHorizontalFlip"], ["RandomVerticalFlip", 0.3],
    ["RandomCrop", 32, {"padding": 4}], ["RandomCrop", [8, 9]], ["RandomResizedCrop", 224],
    ["RandomResizedCrop", [8, 9], {"scale": [0.2, 1.0], "interpolation": "nearest"}],
    ["ColorJitter"], ["ColorJitter", 0.1, 0.2, 0.3, 0.1], ["ColorJitter", {"hue": [-0.25, 0.5]}],
    ["RandomRotation", 10], ["RandomRotation", [0, 2.5], {"expand": True, "center": [1, 2], "fill": [1, 2, 3]}],
    ["RandomAffine", 10], ["RandomAffine", [1, 2], {"translate": [0.1, 0.25], "scale": [0.5, 2.0], "shear": [1, 2, 3, 4], "interpolation": "bilinear", "fill": 3, "center": [1, 2]}],
    ["RandomPerspective"], ["RandomInvert"], ["RandomPosterize", 3], ["RandomSolarize", 90, 0.25], ["RandomAutocontrast", 1.0], ["RandomEqualize"],
    ["RandomAdjustSharpness", 2.5], ["RandomGrayscale"], ["RandomApply", [["Pad", 2], ["RandomInvert"]], 0.3], ["RandomChoice", [["Pad", 2], ["RandomInvert"]]],
    ["RandomOrder", [["Pad", 2], ["RandomInvert"]]], ["FiveCrop", 11], ["TenCrop", [3, 4]], ["GaussianBlur", [3, 5]], ["GaussianBlur", 3, [0.5, 1.5]], ["RandomErasing"], ["ConvertImageDtype", "float32"],
    ["Normalize", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
    ["TrivialAugmentWide"], ["TrivialAugmentWide", 8, "bilinear", [1, 2, 3]], ["RandAugment"], ["RandAugment", 1, 2, {"fill": 3, "interpolation": "nearest-exact"}],
    ["AutoAugment"], ["AutoAugment", "cifar10", {"fill": 128}], ["LinearTransformation", *whitening], ["LinearTransformation", [[0.1, 0.2], [0.3, 1e-7]], [0.0, 1.0]],
]

# What goes wrong, with the message: building the transform, or applying it to an image or to zeros of a shape.
refusals = []


def refuse(spec, given=None, dtype="float32"):
    try:
        made = build(spec)
        made(torch.zeros(given, dtype=getattr(torch, dtype)) if isinstance(given, list) else open_image(given) if given in images else given)
    except Exception as error:
        refusals.append([spec, given, dtype, type(error).__name__, str(error)])
        return
    raise SystemExit(f"{spec} did not fail")


refuse(["Resize", [1, 2, 3]])
refuse(["Resize", [1, 2], {"maxSize": 3}], rgb)
refuse(["Resize", 8, {"maxSize": 8}], rgb)
refuse(["Resize", [0, 4]], rgb)
refuse(["CenterCrop", [1, 2, 3]])
refuse(["ToTensor"], "text")
refuse(["ToTensor"], [3, 4, 4])
refuse(["PILToTensor"], [3, 4, 4])
refuse(["Normalize", half, half], rgb)
refuse(["Normalize", half, half], [3, 4, 4], "uint8")
refuse(["Normalize", half, half], [4, 4])
refuse(["Normalize", half, [0.5, 0, 0.5]], [3, 4, 4])
refuse(["Normalize", half, [1e-50] * 3], [3, 4, 4])
refuse(["ToPILImage"], rgb)
refuse(["ToPILImage"], [3])
refuse(["ToPILImage"], [5, 4, 4])
refuse(["ToPILImage"], [3, 4, 4], "int32")
refuse(["ToPILImage", "RGB"], [2, 4, 4])
refuse(["Pad", "3"])
refuse(["Pad", 1, "x"])
refuse(["Pad", [1, 2, 3]])
refuse(["Pad", 1, 0, "mirror"])
refuse(["Pad", 1, [1, 2]], rgb)
refuse(["RandomCrop", 64], rgb)
refuse(["ColorJitter", -1])
refuse(["ColorJitter", "x"])
refuse(["ColorJitter", {"hue": 0.6}])
refuse(["ColorJitter", [2, 1]])
refuse(["RandomRotation", -1])
refuse(["RandomRotation", [1, 2, 3]])
refuse(["Lambda", 3])
refuse(["Grayscale", 2], rgb)
refuse(["Resize", 4], "text")
refuse(["RandomAffine", -1])
refuse(["RandomAffine", [1, 2, 3]])
refuse(["RandomAffine", 1, {"translate": [0.5, 2]}])
refuse(["RandomAffine", 1, {"scale": [0, 2]}])
refuse(["RandomAffine", 1, {"shear": [1, 2, 3]}])
refuse(["RandomAffine", 1, {"center": [1]}])
refuse(["RandomInvert", 1.0], rgba)
refuse(["RandomEqualize", 1.0], cmyk)
refuse(["RandomPosterize", 2, 1.0], palette)
refuse(["FiveCrop", 300], rgb)
refuse(["GaussianBlur", 4])
refuse(["GaussianBlur", 3, -1])
refuse(["GaussianBlur", 3, [2, 1]])
refuse(["RandomErasing", 2])
refuse(["RandomErasing", {"value": "x"}])
refuse(["RandomErasing", {"scale": [0, 2]}])
refuse(["RandomErasing", {"p": 1.0, "value": [1, 2]}], [3, 4, 4])
refuse(["ConvertImageDtype", "int32"], [3, 4, 4])
refuse(["RandAugment", 1, 31], rgb)
refuse(["LinearTransformation", [[1.0, 2.0]], [1.0]])
refuse(["LinearTransformation", [[1.0, 2.0], [3.0, 4.0]], [1.0]])
refuse(["LinearTransformation", [[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0]], [3, 4, 4])

with open(sys.argv[1], "w") as out:
    lines = lambda rows: ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    out.write('{"results": [\n' + lines(results) + '\n],\n"texts": [\n' + lines([[spec, str(build(spec))] for spec in texts]) + '\n],\n"refusals": [\n' + lines(refusals) + "\n]}\n")
