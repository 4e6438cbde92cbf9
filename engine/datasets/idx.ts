/**
 * IDX files, the format of MNIST: two zero bytes, the type (8 for unsigned bytes), the number of dimensions, their
 * sizes as big-endian 32-bit numbers, then the elements; packed by gzip or not.
 */
import { OSError } from "../host/files.ts";
import { gunzip, gunzipStart, isGzip } from "./gzip.ts";

/** An opened file: its sizes are known, its elements are unpacked when they are asked for. */
export interface IdxFile {
  readonly shape: readonly number[];
  readonly elements: () => Uint8Array;
}

const MOST_DIMS = 4;
/** Elements of a file at most: what one run may hold of files. */
const MOST_ELEMENTS = 2 ** 30;

/**
 * @param dims how many dimensions the file has to have
 * @throws OSError for files that are of another kind, too short, too long or too large, with the path
 */
export function openIdx(bytes: Uint8Array, path: string, dims: number): IdxFile {
  const packed = isGzip(bytes);
  const headerLength = 4 + 4 * dims;
  const header = packed ? gunzipStart(bytes, headerLength, path) : bytes.subarray(0, headerLength);
  const [zero, alsoZero, type, found] = header;
  if (zero !== 0 || alsoZero !== 0 || found === undefined || found < 1 || found > MOST_DIMS)
    throw new OSError(`'${path}' is no IDX file.`);
  if (type !== 8) {
    throw new OSError(
      `'${path}' holds elements of the type 0x${(type ?? 0).toString(16).padStart(2, "0")}; only unsigned bytes (0x08) can be read.`,
    );
  }
  if (found !== dims) throw new OSError(`'${path}' has ${found} dimensions, where ${dims} are expected.`);
  if (header.length < headerLength) throw new OSError(`'${path}' is cut off in its header.`);
  const shape = Array.from({ length: dims }, (_, i) => uint32(header, 4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_ELEMENTS)
    throw new OSError(`'${path}' says to hold ${shape.join(" × ")} bytes: too many.`);
  const length = headerLength + count;
  if (!packed && bytes.length !== length) {
    throw new OSError(
      `'${path}' says to hold ${shape.join(" × ")} elements, which makes ${length} bytes, but has ${bytes.length}.`,
    );
  }
  let elements: Uint8Array | null = null;
  return {
    shape,
    elements: () => {
      elements ??= (packed ? gunzip(bytes, length, path) : bytes).subarray(headerLength);
      return elements;
    },
  };
}

function uint32(bytes: Uint8Array, at: number): number {
  const byte = (i: number) => bytes[at + i] as number;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}
