"""Writes small files with safetensors and numpy, and what is in them: `python generate.py`. Says whether both read ours, when given them: `python generate.py ours.json`."""
import base64, io, json, sys
import numpy as np
import torch
from safetensors.torch import load, save

TORCH = {
    "float64": [1 / 3, -0.0, float("inf")], "float32": [0.1, -2.5, 1e-40], "float16": [1.0, -0.099975586, 65504.0, 6e-08, float("inf")], "bfloat16": [1.0, -3.140625, 1e38],
    "int64": [2**53 - 1, -(2**53) + 1, 0], "int32": [2**31 - 1, -(2**31)], "int16": [32767, -32768], "int8": [127, -128],
    "uint8": [0, 255], "uint16": [65535], "uint32": [2**32 - 1], "bool": [True, False],
}


def base64_of(data):
    return base64.b64encode(data).decode()


def numbers(values):
    """JSON has no infinity."""
    return [str(v) if isinstance(v, float) and not np.isfinite(v) else v for v in values]


def all_dtypes():
    tensors = {d: torch.tensor(v, dtype=getattr(torch, d)) for d, v in TORCH.items()}
    values = {d: dict(shape=list(t.shape), values=numbers((t.double() if t.is_floating_point() else t.long()).tolist())) for d, t in tensors.items()}
    return dict(file=base64_of(save(tensors, {"format": "pt"})), tensors=values)


def shapes():
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    tensors = {**net.state_dict(), "scalar": torch.tensor(1.5), "nothing": torch.zeros(0, 3), "flags": torch.tensor([[True], [False]]), "é\"\n/": torch.tensor([1, 2]), "double": torch.tensor([0.1], dtype=torch.float64), "bytes": torch.tensor([1, 2, 3], dtype=torch.uint8), "ints": torch.tensor([7], dtype=torch.int32)}
    return base64_of(save(tensors, {"format": "pt"}))


def npy(array):
    f = io.BytesIO()
    np.save(f, array)
    return base64_of(f.getvalue())


def npy_version(version):
    f = io.BytesIO()
    np.lib.format.write_array(f, np.arange(6, dtype=np.int32).reshape(2, 3), version=version)
    return base64_of(f.getvalue())


def npz(write):
    f = io.BytesIO()
    write(f, a=np.arange(3), b=np.ones((2, 2), np.float32) / 3)
    return base64_of(f.getvalue())


ARRAYS = {
    **{d: np.array([[1, 2, 3], [4, 5, 250]]).astype(d) for d in ("<f8", "<f4", "<f2", "<i8", "<i4", "<i2", "|i1", "|u1", "<u2", "<u4", "<u8", "|b1", ">f4", ">f8", ">i8", ">i2")},
    "scalar": np.float32(1.5), "vector": np.arange(4), "empty": np.zeros((0, 3)), "deep": np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2),
    "fortran": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)), "fortran3": np.asfortranarray(np.arange(24).reshape(2, 3, 4)),
}
if len(sys.argv) > 1:
    ours = json.load(open(sys.argv[1]))
    for name, data in ours["safetensors"].items():
        print(name, {k: (v.dtype, v.flatten().tolist()) for k, v in load(base64.b64decode(data)).items()})
    for name, data in ours["npy"].items():
        print(name, np.load(io.BytesIO(base64.b64decode(data))).tolist())
    print({k: v.tolist() for k, v in np.load(io.BytesIO(base64.b64decode(ours["npz"]))).items()})
else:
    with open("expected.json", "w") as f:
        json.dump(
            {
                "allDtypes": all_dtypes(),
                "shapes": shapes(),
                "npy": {name: dict(file=npy(a), shape=list(a.shape), values=[int(v) if a.dtype.kind in "iub" else float(v) for v in a.flatten()], fortran=bool(a.flags.f_contiguous and not a.flags.c_contiguous)) for name, a in ARRAYS.items()},
                "versions": {str(v): npy_version(v) for v in ((1, 0), (2, 0), (3, 0))},
                "npz": npz(np.savez),
                "npzCompressed": npz(np.savez_compressed),
                "refused": {
                    "objects": npy(np.array([None, "a"], dtype=object)),
                    "records": npy(np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")])),
                    "complex": npy(np.zeros(2, np.complex64)),
                    "text": npy(np.array(["ab"])),
                },
            },
            f,
        )
        f.write("\n")
