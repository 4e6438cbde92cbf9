/** The errors that PIL raises for image files, with its texts. */
import { OSError } from "../host/files.ts";

/** The bytes are no image that any decoder here knows, or their header is broken. */
export class UnidentifiedImageError extends OSError {
  override name = "UnidentifiedImageError";
}

/** The header promises more pixels than a photograph has: decoding it would only fill the memory. */
export class DecompressionBombError extends OSError {
  override name = "DecompressionBombError";
}

/** A decoder cannot make sense of the header. `Image.open` turns it into `UnidentifiedImageError`. */
export class BadHeader extends Error {
  override name = "BadHeader";
}

/** The file ends inside a segment of its header. */
export const truncatedRead = () => new OSError("Truncated File Read");

/** The file ends before its pixels do. `left` bytes at its end were not enough for another piece of the image. */
export const truncated = (left?: number) =>
  new OSError(
    left === undefined ? "image file is truncated" : `image file is truncated (${left} bytes not processed)`,
  );

/** The compressed data contradict themselves or their header. */
export const brokenStream = (why?: string) =>
  new OSError(`broken data stream when reading image file${why ? ` (${why})` : ""}`);

/** A value that the format does not define. */
export const unrecognizedStream = () =>
  new OSError("unrecognized data stream contents when reading image file");
