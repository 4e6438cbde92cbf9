/** `Image.open`: what it knows at once, when pixels are decoded, and what it says of files that are no images. */
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileNeeded, FileNotFoundError, neededFiles, setFileProvider } from "../../../engine/host/files.ts";
import { runtime } from "../../../engine/runtime.ts";
import { Image } from "../../../engine/vision/image.ts";
import { chelsea, chunk, end, grayPng, header, imageData, oracleImage, pngFile, rocket } from "./samples.ts";

const files = new Map<string, Uint8Array>([
  ["rocket.jpg", rocket],
  ["chelsea.png", chelsea],
  ["notes.txt", new TextEncoder().encode("just some text")],
]);

beforeEach(() => {
  setFileProvider((path) => {
    const bytes = files.get(path);
    if (!bytes) throw new FileNotFoundError(path);
    return { bytes };
  });
});

afterEach(() => {
  setFileProvider(null);
  runtime.shapesOnly = false;
});

describe("an opened file", () => {
  test("knows its size, mode and format", () => {
    const image = Image.open("rocket.jpg");
    expect([image.size, image.width, image.height]).toEqual([[640, 427], 640, 427]);
    expect([image.mode, image.format, image.getbands()]).toEqual(["RGB", "JPEG", ["R", "G", "B"]]);
  });

  test("prints as in PIL, without the address", () => {
    expect(String(Image.open("rocket.jpg"))).toBe(
      "<PIL.JpegImagePlugin.JpegImageFile image mode=RGB size=640x427>",
    );
    expect(String(Image.open("chelsea.png"))).toBe(
      "<PIL.PngImagePlugin.PngImageFile image mode=RGB size=451x300>",
    );
    expect(String(Image.open("chelsea.png").convert("L"))).toBe(
      "<PIL.Image.Image image mode=L size=451x300>",
    );
  });

  test("is decoded when its pixels are needed, and once", () => {
    const image = Image.open("rocket.jpg");
    expect(image.load()).toBe(image.load());
    expect(image.getpixel([320, 200])).toEqual(image.getpixel([-320, -227]));
  });

  test("may come from another realm, as a host's files do", () => {
    const bytes = oracleImage("palette-alphas.png");
    const foreign: Uint8Array = runInNewContext(`Uint8Array.of(${bytes.join()})`);
    const image = Image.open(foreign).convert("RGBA");
    expect([image.info, image.load().data]).toEqual([{}, Image.open(bytes).convert("RGBA").load().data]);
  });

  test("is not decoded in a run without values, whatever is done with it", () => {
    runtime.shapesOnly = true;
    // The header is whole, the pixels are missing: decoding would fail.
    const image = Image.open(rocket.subarray(0, 20_000));
    const small = image.convert("L").resize([50, 40]).crop([0, 0, 30, 20]).transpose(Image.ROTATE_90);
    expect(String(small.rotate(45, { expand: true }))).toBe("<PIL.Image.Image image mode=L size=36x36>");
  });
});

describe("a file that cannot be opened", () => {
  test("is missing", () => {
    expect(() => Image.open("x.jpg")).toThrow("[Errno 2] No such file or directory: 'x.jpg'");
  });

  test("is no image", () => {
    expect(() => Image.open("notes.txt")).toThrow("cannot identify image file 'notes.txt'");
    expect(() => Image.open(new Uint8Array(0))).toThrow("cannot identify image file of 0 bytes");
  });

  test("has not been delivered yet: the host hears of it even if the program goes on", () => {
    setFileProvider((path) => {
      throw new FileNeeded(path);
    });
    expect(() => Image.open("later.jpg")).toThrow(FileNeeded);
    expect(neededFiles()).toEqual(["later.jpg"]);
  });

  test("is asked for where there are no files", () => {
    setFileProvider(null);
    expect(() => Image.open("x.jpg")).toThrow("Files cannot be read here, so 'x.jpg' cannot be opened.");
  });
});

/** PIL's words for the same bytes. */
describe("a broken file", () => {
  const cases: readonly (readonly [what: string, bytes: Uint8Array, name: string, message: RegExp])[] = [
    ["JPEG cut off in its header", rocket.subarray(0, 300), "OSError", /^Truncated File Read$/],
    [
      "JPEG cut off in its pixels",
      rocket.subarray(0, 50_000),
      "OSError",
      /^image file is truncated \(\d+ bytes not processed\)$/,
    ],
    [
      "JPEG without its end",
      rocket.subarray(0, -2),
      "OSError",
      /^image file is truncated \(\d+ bytes not processed\)$/,
    ],
    ["PNG cut off in its header", chelsea.subarray(0, 20), "OSError", /^Truncated File Read$/],
    ["PNG cut off in its pixels", chelsea.subarray(0, 100_000), "OSError", /^image file is truncated$/],
    [
      "PNG with a bad checksum of its header",
      chelsea.with(20, 1),
      "UnidentifiedImageError",
      /^cannot identify image file/,
    ],
    [
      "PNG with damaged pixels",
      chelsea.with(20_000, 0),
      "OSError",
      /^broken data stream when reading image file/,
    ],
    [
      "PNG of an unknown kind",
      pngFile(header(1, 1, 8, 1), imageData(0, 0), end),
      "UnidentifiedImageError",
      /^cannot identify/,
    ],
    [
      "PNG without size",
      pngFile(header(0, 1, 8, 2), imageData(0), end),
      "UnidentifiedImageError",
      /^cannot identify/,
    ],
    ["PNG without pixels", pngFile(header(2, 1, 8, 0), end), "OSError", /^cannot load this image$/],
    [
      "PNG with too few rows",
      pngFile(header(4, 4, 8, 0), imageData(0, 0, 0), end),
      "OSError",
      /^image file is truncated \(0 bytes not processed\)$/,
    ],
    [
      "PNG with an unknown filter",
      pngFile(header(2, 1, 8, 0), imageData(7, 0, 0), end),
      "OSError",
      /^unrecognized data stream contents when reading image file$/,
    ],
    [
      "PNG whose data are not compressed",
      pngFile(header(2, 1, 8, 0), chunk("IDAT", [1, 2, 3]), end),
      "OSError",
      /^broken data stream when reading image file/,
    ],
  ];

  test.each(cases)("%s", (_, bytes, name, message) => {
    const load = () => Image.open(bytes).load();
    expect(load).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message) }));
  });

  test("what comes after the image does no harm", () => {
    const same = (bytes: Uint8Array, whole: Uint8Array) =>
      Buffer.from(Image.open(bytes).load().data.buffer).equals(
        Buffer.from(Image.open(whole).load().data.buffer),
      );
    expect(same(Uint8Array.from([...rocket, ...new Uint8Array(1000)]), rocket)).toBe(true);
    expect(same(chelsea.subarray(0, -12), chelsea)).toBe(true);
  });
});

describe("a file that promises too much", () => {
  const promising = (width: number, height: number) =>
    pngFile(header(width, height, 8, 2), imageData(0), end);

  test("is refused beyond twice the limit", () => {
    expect(() => Image.open(promising(65_535, 65_535))).toThrow(
      "Image size (4294836225 pixels) exceeds limit of 178956970 pixels, could be decompression bomb DOS attack.",
    );
  });

  test("is opened with a warning beyond the limit, which can be lifted", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const bytes = grayPng([[1, 2, 3]]);
    Image.MAX_IMAGE_PIXELS = 2;
    expect(Image.open(bytes).size).toEqual([3, 1]);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining("Image size (3 pixels) exceeds limit of 2 pixels"),
    );
    Image.MAX_IMAGE_PIXELS = 1;
    expect(() => Image.open(bytes)).toThrow("exceeds limit of 2 pixels");
    Image.MAX_IMAGE_PIXELS = null;
    expect(Image.open(promising(65_535, 65_535)).width).toBe(65_535);
    Image.MAX_IMAGE_PIXELS = 89_478_485;
    warn.mockRestore();
  });

  test("takes no memory for what its few bytes cannot hold", () => {
    expect(() => Image.open(promising(13_000, 13_000)).load()).toThrow(
      "image file is truncated (0 bytes not processed)",
    );
    const frame = rocket.findIndex((byte, i) => byte === 0xff && rocket[i + 1] === 0xc0);
    const bytes = rocket.slice();
    bytes.set([13_000 >> 8, 13_000 & 255, 13_000 >> 8, 13_000 & 255], frame + 5);
    expect(() => Image.open(bytes).load()).toThrow("image file is truncated (0 bytes not processed)");
  });
});
