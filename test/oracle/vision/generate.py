"""What Pillow gives for small images of every kind: `expected.json` beside this file.

    python -m venv venv && venv/bin/pip install pillow numpy
    venv/bin/python generate.py expected.json

Made with Pillow 12.3.0 (libjpeg-turbo 3.1.4). A case is an image, the steps applied to it and what came out: mode,
width, height, the beginning of the SHA-1 of its bytes, and a pixel of the middle that helps to find out what is wrong. JPEG files that
Pillow cannot write are made with `cjpeg` from libjpeg-turbo-progs. `--wide` makes many more cases, for a check by
hand after a change to the decoders or to the resampling; they are not kept.
"""
import base64, hashlib, io, json, subprocess, struct, sys, warnings, zlib
import numpy as np
from PIL import Image, ImageEnhance, ImageOps

warnings.simplefilter("ignore")
wide = "--wide" in sys.argv
images, cases = {}, []

# A picture with edges, gradients and noise; alpha with holes.
rng = np.random.default_rng(0)


def picture(w, h):
    y, x = np.mgrid[0:h, 0:w]
    rgb = np.stack([x * 255 / max(w - 1, 1), y * 255 / max(h - 1, 1), 128 + 100 * np.sin(x / 3.0 + y / 5.0)], -1)
    rgb[(x - w / 2) ** 2 + (y - h / 2) ** 2 < (min(w, h) / 4) ** 2] = [250, 30, 60]
    rgb = rgb + rng.normal(0, 6, rgb.shape)
    alpha = np.where((x + y) % 7 == 0, 0, np.where((x + y) % 5 == 0, 255, (x * 13 + y * 7) % 256))
    return np.dstack([rgb, alpha]).clip(0, 255).astype(np.uint8)


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def cjpeg(image, *options):
    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    return subprocess.run(["cjpeg", *options], input=ppm.getvalue(), capture_output=True, check=True).stdout


def png_file(w, h, depth, color, rows, interlaced=False, chunks=()):
    """A PNG file from the samples of each row, `[w, samples]`; filters take turns."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for x0, y0, dx, dy in passes:
        part = rows[y0::dy, x0::dx]
        if part.size == 0:
            continue
        step = max(1, depth * rows.shape[2] // 8)
        above = None
        for i, samples in enumerate(part):
            if depth == 16:
                row = samples.astype(">u2").tobytes()
            elif depth == 8:
                row = samples.astype(np.uint8).tobytes()
            else:
                bits = ((samples.reshape(-1, 1) >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
                row = np.packbits(bits.reshape(-1)).tobytes()
            raw += filtered(row, above or bytes(len(row)), i % 5, step)
            above = row

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packed = zlib.compress(raw, 9)
    half = len(packed) // 2
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, int(interlaced)))
        + b"".join(chunk(name, data) for name, data in chunks)
        + chunk(b"IDAT", packed[:half])
        + chunk(b"IDAT", b"")
        + chunk(b"IDAT", packed[half:])
        + chunk(b"IEND", b"")
    )


def filtered(row, above, kind, step):
    def left(i, of):
        return of[i - step] if i >= step else 0

    def paeth(a, b, c):
        p = a + b - c
        return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]

    guess = [lambda i: 0, lambda i: left(i, row), lambda i: above[i], lambda i: (left(i, row) + above[i]) // 2, lambda i: paeth(left(i, row), above[i], left(i, above))][kind]
    return bytes([kind]) + bytes((row[i] - guess(i)) & 255 for i in range(len(row)))


def add_jpegs():
    sizes = [(37, 29), (17, 1), (1, 9), (2, 2), (3, 5)] + ([(97, 63), (16, 16), (64, 8)] if wide else [])
    for w, h in sizes:
        rgb = Image.fromarray(picture(w, h)[:, :, :3])
        for sampling, name in ((0, "444"), (1, "422"), (2, "420")):
            for progressive in (False, True):
                if (w, h) != sizes[0] and name == "422" and not wide:
                    continue
                images[f"{w}x{h}-{name}{'-progressive' if progressive else ''}.jpg"] = jpeg(rgb, quality=80, subsampling=sampling, progressive=progressive)
    w, h = sizes[0]
    rgb = Image.fromarray(picture(w, h)[:, :, :3])
    images["gray.jpg"] = jpeg(rgb.convert("L"), quality=70)
    images["gray-progressive.jpg"] = jpeg(rgb.convert("L"), quality=70, progressive=True)
    images["cmyk.jpg"] = jpeg(rgb.convert("CMYK"), quality=85)
    images["rgb.jpg"] = jpeg(rgb, quality=85, keep_rgb=True)
    images["restart.jpg"] = jpeg(rgb, quality=60, restart_marker_blocks=2)
    images["quality-5.jpg"] = jpeg(rgb, quality=5)
    images["quality-100.jpg"] = jpeg(rgb, quality=100, subsampling=0)
    samplings = ["1x2", "4x1", "2x2,2x1,1x2"] + (["1x4", "4x2", "2x4", "2x1,1x1,2x1", "1x1,2x2,1x1", "2x2,1x1,2x2", "3x1", "1x3"] if wide else [])
    for sampling in samplings:
        images[f"sampling-{sampling}.jpg"] = cjpeg(rgb, "-sample", sampling)
    images["sampling-1x2-progressive-restart.jpg"] = cjpeg(rgb, "-sample", "1x2", "-progressive", "-restart", "2B")
    images["wide-tables.jpg"] = cjpeg(rgb, "-quality", "2")
    images["gray-2x2.jpg"] = cjpeg(rgb, "-grayscale", "-sample", "2x2")
    with open("/tmp/scans.txt", "w") as f:
        f.write("1 2;\n0;\n")
    images["scan-by-scan.jpg"] = cjpeg(rgb, "-scans", "/tmp/scans.txt", "-sample", "2x2", "-restart", "3B")
    # A frame of Motion JPEG: the standard Huffman tables, left out.
    motion = bytearray(images["37x29-420.jpg"])
    while (at := motion.find(b"\xff\xc4")) >= 0:
        del motion[at : at + 2 + motion[at + 2] * 256 + motion[at + 3]]
    images["motion.jpg"] = bytes(motion)
    # The same levels as CMYK, but said to be YCCK.
    ycck = bytearray(images["cmyk.jpg"])
    at = ycck.index(b"Adobe")
    ycck[at + 11] = 2
    images["ycck.jpg"] = bytes(ycck)


def add_pngs():
    for w, h in [(13, 11), (1, 1), (3, 2)] + ([(33, 17), (8, 8)] if wide else []):
        for interlaced in (False, True):
            tag = f"{w}x{h}{'-interlaced' if interlaced else ''}"
            for color, name, depths, samples in ((0, "gray", (1, 2, 4, 8, 16), 1), (2, "rgb", (8, 16), 3), (4, "gray-alpha", (8, 16), 2), (6, "rgba", (8, 16), 4)):
                for depth in depths:
                    rows = rng.integers(0, 2**depth, (h, w, samples))
                    images[f"{name}-{depth}-{tag}.png"] = png_file(w, h, depth, color, rows, interlaced)
            for depth in (1, 2, 4, 8):
                colors = min(2**depth, 40)
                palette = rng.integers(0, 256, colors * 3).astype(np.uint8).tobytes()
                rows = rng.integers(0, colors, (h, w, 1))
                images[f"palette-{depth}-{tag}.png"] = png_file(w, h, depth, 3, rows, interlaced, [(b"PLTE", palette)])
    w, h = 13, 11
    rows = rng.integers(0, 9, (h, w, 1))
    palette = [(b"PLTE", rng.integers(0, 256, 27).astype(np.uint8).tobytes())]
    images["palette-alphas.png"] = png_file(w, h, 8, 3, rows, False, palette + [(b"tRNS", bytes([0, 100, 255, 30]))])
    images["palette-clear.png"] = png_file(w, h, 4, 3, rows, False, palette + [(b"tRNS", bytes([255, 0, 255]))])
    images["palette-missing.png"] = png_file(w, h, 8, 3, rows)
    images["gray-clear.png"] = png_file(w, h, 8, 0, rows, False, [(b"tRNS", struct.pack(">H", 4))])
    images["gray-1-clear.png"] = png_file(w, h, 1, 0, rows & 1, False, [(b"tRNS", struct.pack(">H", 1))])
    images["rgb-clear.png"] = png_file(w, h, 8, 2, np.dstack([rows, rows, rows]), False, [(b"tRNS", struct.pack(">HHH", 5, 5, 5))])


RESAMPLINGS = {"NEAREST": 0, "LANCZOS": 1, "BILINEAR": 2, "BICUBIC": 3, "BOX": 4, "HAMMING": 5}


def apply(image, steps):
    for name, *args in steps:
        if name in ("brightness", "contrast", "saturation"):
            kind = {"brightness": "Brightness", "contrast": "Contrast", "saturation": "Color"}[name]
            image = getattr(ImageEnhance, kind)(image).enhance(args[0])
        elif name == "hue":
            if image.mode not in ("L", "1", "I", "F"):
                hue, s, v = image.convert("HSV").split()
                levels = np.array(hue, dtype=np.uint8)
                levels += np.int32(args[0] * 255).astype(np.uint8)
                image = Image.merge("HSV", (Image.fromarray(levels), s, v)).convert(image.mode)
        elif name == "pad":
            image = padded(image, *args)
        elif name == "resize":
            image = image.resize(*(tuple(a) if isinstance(a, list) else a for a in args))
        elif name == "rotate":
            options = dict(args[1])
            if "fillcolor" in options:
                options["fillcolor"] = tuple(options["fillcolor"])
            image = image.rotate(args[0], **options)
        else:
            image = getattr(image, name)(*args)
    return image


def padded(image, border, mode, fill):
    if mode == "constant":
        return ImageOps.expand(image, tuple(border), fill=tuple(fill) if len(fill) > 1 else fill[0])
    left, top, right, bottom = border
    a = np.asarray(image.crop((max(0, -left), max(0, -top), image.width - max(0, -right), image.height - max(0, -bottom))))
    pads = [(max(0, top), max(0, bottom)), (max(0, left), max(0, right))] + [(0, 0)] * (a.ndim - 2)
    return Image.fromarray(np.pad(a, pads, mode=mode))


def bytes_of(image):
    """As the arrays of the product hold them: two-level pixels as 0 and 255, one byte each."""
    return (image.convert("L") if image.mode == "1" else image).tobytes()


def case(name, *steps):
    image = apply(Image.open(io.BytesIO(images[name])), steps)
    w, h = image.size
    level = image.getpixel((w // 2, h // 2)) if w * h else ()
    middle = level if isinstance(level, tuple) else [255 if image.mode == "1" and level else level]
    cases.append([name, steps, image.mode, w, h, hashlib.sha1(bytes_of(image)).hexdigest()[:12], middle])


add_jpegs()
add_pngs()
for name in images:
    case(name)
    if name[0].isdigit() and name != "37x29-420.jpg" and not wide:
        continue
    for mode in ("L", "RGB", "RGBA") + (("LA", "CMYK", "1", "I", "F", "HSV") if wide else ()):
        try:
            case(name, ["convert", mode])
        except ValueError:
            pass
if not wide:
    for name in ("37x29-444.jpg", "cmyk.jpg", "gray-8-13x11.png", "gray-alpha-8-13x11.png", "palette-alphas.png", "gray-1-13x11.png", "rgba-8-13x11.png"):
        for mode in ("LA", "CMYK", "1", "I", "F", "HSV"):
            case(name, ["convert", mode])
for name in ("gray-16-13x11.png",):
    for mode in ("I", "F"):
        case(name, ["convert", mode])
case("palette-clear.png", ["convert", "RGB"], ["convert", "RGBA"])

kinds = ["37x29-444.jpg", "gray.jpg", "cmyk.jpg", "rgba-8-13x11.png", "gray-alpha-8-13x11.png", "gray-16-13x11.png", "palette-8-13x11.png", "gray-1-13x11.png"]
if wide:
    kinds += ["97x63-420.jpg", "1x9-444.jpg", "17x1-444.jpg", "2x2-444.jpg", "rgb-8-33x17.png"]
for name in kinds:
    for resampling in RESAMPLINGS.values():
        for size in [(7, 5), (40, 20)] + ([(37, 3), (13, 40), (1, 1), (37, 29), (100, 11), (3, 29), (500, 2)] if wide else []):
            case(name, ["resize", size, resampling])
    case(name, ["resize", (11, 6), 2, (1, 0.5, 10.25, 9)] if not name.startswith(("1x9", "17x1", "2x2")) else ["resize", (3, 3), 2])
    case(name, ["resize", (11, 6)])
    if not name.startswith(("gray-1-", "palette", "17x1", "1x9", "2x2")):
        case(name, ["convert", "F"] if "16" in name else ["convert", "L"], ["convert", "F"], ["resize", (9, 8), 3])
        case(name, ["convert", "I"] if "16" in name else ["convert", "L"], ["convert", "I"], ["resize", (9, 8), 1])
    for box in ((1, 1, 5, 4), (-3, -2, 8, 20), (50, 50, 55, 52), (0, 0, 0, 3), (2.5, 1.5, 5.5, 6.5)):
        case(name, ["crop", box])
    for method in range(7):
        case(name, ["transpose", method])
    for angle in (0, 90, 180, 270, 17, -101.5, 360):
        for expand in (False, True):
            for resampling in (0, 2, 3) if (wide or angle in (17, 90)) else (0,):
                if resampling and name.startswith("gray-16"):
                    continue
                case(name, ["rotate", angle, {"resample": resampling, "expand": expand}])
    bands = len(Image.open(io.BytesIO(images[name])).getbands())
    case(name, ["rotate", 30, {"center": [3, 4], "fillcolor": [9, 8, 7, 6][:bands]}])
    if not name.startswith(("palette", "gray-1-", "gray-16")):
        case(name, ["rotate", 30, {"center": [3, 4], "fillcolor": [9, 8, 7, 6][:bands], "resample": 2}])
        for factor in (0, 0.3, 1, 1.7) + ((0.123, 2.5, 0.999) if wide else ()):
            for what in ("brightness", "contrast", "saturation"):
                case(name, [what, factor])
        if name.startswith(("37", "97", "rgb-")):
            for factor in (-0.5, -0.11, 0, 0.07, 0.5) + ((0.3, -0.33) if wide else ()):
                case(name, ["hue", factor])
    border = (2, 3, 1, 4)
    case(name, ["pad", border, "constant", [5, 6, 7, 8][:bands]])
    case(name, ["pad", (-1, 2, 0, -1) if "x1" not in name[:4] and "1x" not in name[:2] and "2x2" not in name else border, "constant", [0] * bands])
    if not name.startswith(("palette", "gray-1-", "gray-16", "cmyk")):
        for mode in ("edge", "reflect", "symmetric"):
            case(name, ["pad", border, mode, []])
            case(name, ["pad", (40, 0, 30, 33), mode, []])
# A very tall image is reduced in the other order.
tall = io.BytesIO()
Image.fromarray(picture(2, 301)[:, :, :3]).save(tall, "PNG", optimize=True)
images["tall.png"] = tall.getvalue()
case("tall.png", ["resize", (5, 40), 2])
case("tall.png", ["resize", (5, 400), 2])

with open(sys.argv[1], "w") as out:
    out.write('{"images": {\n')
    out.write(",\n".join(f"{json.dumps(name)}: {json.dumps(base64.b64encode(data).decode())}" for name, data in images.items()))
    out.write('\n},\n"cases": [\n')
    out.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    out.write("\n]}\n")
