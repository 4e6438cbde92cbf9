/** `npy`: arrays in numpy's files, as `np.load`, `np.save` and `np.savez` read and write them. */
import { deviceFrom } from "../api/device.ts";
import { bfloat16 } from "../dtype.ts";
import { ValueError } from "../errors.ts";
import { readFile } from "../host/files.ts";
import type { Tensor } from "../tensor.ts";
import { bytesOf, swapBytes } from "./elements.ts";
import { npyHeader, readNpyHeader } from "./npyHeader.ts";
import { storedFrom, tensorFrom } from "./tensors.ts";
import { isZip, unzip, zip } from "./zip.ts";

const contents = (file: string | Uint8Array): { name: string; bytes: Uint8Array } =>
  typeof file === "string" ? { name: file, bytes: readFile(file) } : { name: "the bytes given", bytes: file };

const failFor =
  (name: string) =>
  (what: string): never => {
    throw new ValueError(`Cannot load ${name}: ${what}`);
  };

function tensorOf(name: string, bytes: Uint8Array): Tensor {
  const fail = failFor(name);
  const { code, isBigEndian, fortranOrder, shape, begin, end } = readNpyHeader(bytes, fail);
  const elements = bytes.subarray(begin, end);
  return tensorFrom(
    { code, shape, fortranOrder, bytes: isBigEndian ? swapBytes(elements, bytesOf(code)) : elements },
    deviceFrom("cpu"),
    fail,
  );
}

/** The array of an `.npy` file in the workspace, or of its bytes. Fortran order gives a tensor with its strides. */
export function load(file: string | Uint8Array): Tensor {
  const { name, bytes } = contents(file);
  if (isZip(bytes)) failFor(name)("it is an archive of several arrays (.npz): npy.loadz reads it");
  return tensorOf(name, bytes);
}

/** The arrays of an `.npz` file, by name. */
export function loadz(file: string | Uint8Array): Record<string, Tensor> {
  const { name, bytes } = contents(file);
  const files = unzip(bytes, failFor(name));
  return Object.fromEntries(
    [...files].map(([inner, content]) => [
      inner.replace(/\.npy$/, ""),
      tensorOf(`${name} (${inner})`, content),
    ]),
  );
}

/** The bytes of an `.npy` file. A program cannot write files; bytes can be compared, loaded again, or handed on. */
export async function save(t: Tensor): Promise<Uint8Array<ArrayBuffer>> {
  if (t.dtype === bfloat16) throw new TypeError("Got unsupported ScalarType BFloat16");
  const { code, shape, bytes } = await storedFrom(t);
  const header = npyHeader(code, shape);
  const out = new Uint8Array(header.length + bytes.length);
  out.set(header);
  out.set(bytes, header.length);
  return out;
}

/** The bytes of an `.npz` file, not compressed. */
export async function savez(tensors: Readonly<Record<string, Tensor>>): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [name, t] of Object.entries(tensors)) files.set(`${name}.npy`, await save(t));
  return zip(files);
}
