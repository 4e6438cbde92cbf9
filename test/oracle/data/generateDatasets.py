"""What torchvision's data sets give: `datasets.json` beside this file.

    python -m venv venv && venv/bin/pip install torch torchvision pillow numpy
    venv/bin/python generateDatasets.py datasets.json

Made with torchvision 0.28.0 and PyTorch 2.13.0. The files that the data sets read are part of the result.
"""
import base64, gzip, hashlib, json, os, struct, sys, tempfile
import numpy as np
import torch

# A torchvision built for another kind of machine still has the data sets: what its C++ library lacks is not needed.
register = torch.library.register_fake
torch.library.register_fake = lambda name, *a, **k: (lambda f: f) if str(name).startswith("torchvision::") else register(name, *a, **k)
from PIL import Image
from torchvision import datasets, transforms as T

target = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp()
os.chdir(folder)
files = {}


def put(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "wb").write(content)
    files[path] = base64.b64encode(content).decode()


rng = np.random.default_rng(0)
for part, n in (("train", 5), ("t10k", 3)):
    images = rng.integers(0, 256, (n, 6, 4)).astype(np.uint8)
    labels = rng.integers(0, 10, n).astype(np.uint8)
    put(f"data/MNIST/raw/{part}-images-idx3-ubyte", struct.pack(">IIII", 0x803, *images.shape) + images.tobytes())
    put(f"data/MNIST/raw/{part}-labels-idx1-ubyte", struct.pack(">II", 0x801, n) + labels.tobytes())
for i, name in enumerate(["dog/b.png", "dog/a.PNG", "cat/z/2.png", "cat/z/1.png", "cat/y.png", "cat/z-x/3.png", "cat/notes.txt", "Emu/a/b/c.png"]):
    if name.endswith("txt"):
        put("animals/" + name, b"no image")
        continue
    Image.fromarray(rng.integers(0, 256, (3, 2, 3)).astype(np.uint8)).save("x.png")
    put("animals/" + name, open("x.png", "rb").read())
os.makedirs("animals-empty/cat")
os.makedirs("animals-empty/ape")


def plain(value):
    if isinstance(value, torch.Tensor):
        return [str(value.dtype), list(value.shape), hashlib.sha1(value.contiguous().numpy().tobytes()).hexdigest()[:12]]
    if isinstance(value, Image.Image):
        return [value.mode, list(value.size), hashlib.sha1(value.tobytes()).hexdigest()[:12]]
    return value


def samples(dataset):
    return [[plain(image), target] for image, target in (dataset[i] for i in range(len(dataset)))]


mnist = {}
for train in (True, False):
    plain_set = datasets.MNIST("data", train=train)
    changed = datasets.MNIST("data", train=train, transform=T.Compose([T.Pad(1), T.ToTensor()]), target_transform=lambda y: y * 2)
    mnist["train" if train else "test"] = {
        "samples": samples(plain_set), "changed": samples(changed), "text": str(plain_set),
        "data": plain(plain_set.data), "targets": plain_set.targets.tolist(),
    }
text = str(datasets.MNIST("data", transform=T.Compose([T.Pad(1), T.ToTensor()]), target_transform=T.ToTensor()))
animals = datasets.ImageFolder("animals")


def message(run):
    try:
        run()
    except Exception as error:
        return [type(error).__name__, str(error)]


fakes = [
    {"options": options, "samples": samples(datasets.FakeData(**{{"imageSize": "image_size", "numClasses": "num_classes", "randomOffset": "random_offset"}.get(k, k): v for k, v in options.items()})), "text": str(datasets.FakeData(options["size"]))}
    for options in ({"size": 3, "imageSize": [3, 7, 5]}, {"size": 2, "imageSize": [1, 3, 3], "numClasses": 3, "randomOffset": 100})
]
out = {
    "files": files,
    "mnist": mnist,
    "mnistText": text,
    "imageFolder": {
        "classes": animals.classes, "paths": [path for path, _ in animals.samples], "samples": samples(animals), "text": str(animals),
        "empty": message(lambda: datasets.ImageFolder("animals-empty")),
        "allowed": len(datasets.ImageFolder("animals-empty", allow_empty=True)),
        "none": message(lambda: datasets.ImageFolder("animals/dog")),
        "own": [path for path, _ in datasets.ImageFolder("animals", is_valid_file=lambda path: "z" in path or "c" in path, allow_empty=True).samples],
    },
    "fakes": fakes,
}
with open(target, "w") as f:
    f.write("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in out.items()) + "\n}\n")
