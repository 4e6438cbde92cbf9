/** Archives of small files, as numpy's `.npz` are: read without trusting what they say of their sizes. */
import { type UnzipFileInfo, unzipSync, zipSync } from "fflate";

/** No deflate stream grows more than this. */
const MAX_GROWTH = 1032;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** All files by name. */
export function unzip(bytes: Uint8Array, fail: (what: string) => never): Map<string, Uint8Array> {
  if (!isZip(bytes)) return fail("this is no .npz file");
  const names = new Set<string>();
  let packed = 0;
  const check = (file: UnzipFileInfo): boolean => {
    if (names.has(file.name)) fail(`'${file.name}' is in it twice`);
    names.add(file.name);
    if (file.compression !== 0 && file.compression !== 8)
      fail(`'${file.name}' is compressed by method ${file.compression}; 0 and 8 are read`);
    packed += file.size;
    // Entries that share their bytes are how a small archive unpacks to a huge one.
    if (packed > bytes.length) fail("its files take more bytes than it has");
    const most = file.compression === 0 ? file.size : file.size * MAX_GROWTH;
    if (file.originalSize > most)
      fail(`'${file.name}' is said to have ${file.originalSize} bytes, which cannot be in it`);
    return true;
  };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, { filter: check });
  } catch (error) {
    // fflate tells of broken archives by errors with a number; others are the refusals above.
    if (error instanceof Error && "code" in error) return fail(`the archive is broken: ${error.message}`);
    throw error;
  }
  return new Map(Object.entries(files));
}

/** Not compressed, and of no date, so that equal files give equal bytes. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}
