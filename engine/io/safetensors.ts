/** `safetensors`: weights in files, as `safetensors.torch` reads and writes them. */
import { deviceFrom } from "../api/device.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { readFile } from "../host/files.ts";
import { Device, Tensor } from "../tensor.ts";
import type { DeviceName } from "../trace/trace.ts";
import { DTYPE_CODES, type Header, readHeader, SafetensorError } from "./safetensorsHeader.ts";
import { setText, sharedNames } from "./sharedTensors.ts";
import { storedFrom, tensorFrom } from "./tensors.ts";

export { SafetensorError };

export type DeviceOption = Device | DeviceName | "auto" | { device?: Device | DeviceName | "auto" };

function deviceOf(option: DeviceOption): Device {
  const named = typeof option === "object" && !(option instanceof Device) ? option.device : option;
  return deviceFrom(named ?? "cpu");
}

/** A safetensors file whose header was read and checked; tensors are made when they are asked for. */
export class SafeOpen {
  readonly #bytes: Uint8Array;
  readonly #header: Header;
  readonly #device: Device;
  readonly #fail: (what: string) => never;

  constructor(file: string | Uint8Array, options: DeviceOption = {}) {
    const name = typeof file === "string" ? file : "the bytes given";
    this.#fail = (what) => {
      throw new SafetensorError(`Error while deserializing ${name}: ${what}`);
    };
    this.#bytes = typeof file === "string" ? readFile(file) : file;
    this.#device = deviceOf(options);
    this.#header = readHeader(this.#bytes, this.#fail);
  }

  /** The names of the tensors, in the order of the file. */
  keys(): string[] {
    return [...this.#header.tensors.keys()];
  }

  /** What was written beside the tensors, or null. */
  metadata(): Record<string, string> | null {
    return this.#header.metadata && Object.fromEntries(this.#header.metadata);
  }

  getTensor(name: string): Tensor {
    const entry = this.#header.tensors.get(name);
    if (!entry) throw new SafetensorError(`File does not contain tensor ${name}`);
    const { code, shape, begin, end } = entry;
    return tensorFrom({ code, shape, bytes: this.#bytes.subarray(begin, end) }, this.#device, (what) =>
      this.#fail(`tensor ${JSON.stringify(name)}: ${what}`),
    );
  }
}

/** Opens a file to look into its header, or to take single tensors out of it. */
export function safeOpen(file: string | Uint8Array, options: DeviceOption = {}): SafeOpen {
  return new SafeOpen(file, options);
}

function all(file: SafeOpen): Record<string, Tensor> {
  return Object.fromEntries(file.keys().map((name) => [name, file.getTensor(name)]));
}

/** The tensors of a file in the workspace, by name: `net.loadStateDict(safetensors.loadFile("net.safetensors"))`. */
export function loadFile(path: string, options: DeviceOption = {}): Record<string, Tensor> {
  return all(new SafeOpen(path, options));
}

/** The tensors in the bytes of a file. */
export function load(bytes: Uint8Array, options: DeviceOption = {}): Record<string, Tensor> {
  return all(new SafeOpen(bytes, options));
}

/**
 * The bytes of a file that holds these tensors, which must be contiguous and share no elements. A program cannot write files; bytes can be
 * compared, loaded again, or handed on.
 */
export async function save(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const names = Object.keys(tensors);
  for (const name of names) {
    const t: unknown = tensors[name];
    if (!(t instanceof Tensor))
      throw new TypeError(`Key \`${name}\` is invalid, expected torch.Tensor but received ${typeof t}`);
    if (!t.isContiguous()) {
      throw new ValueError(
        `You are trying to save a non contiguous tensor: \`${name}\` which is not allowed. It either means you are trying to save tensors which are reference of each other in which case it's recommended to save only the full tensors, and reslice at load time, or simply call \`.contiguous()\` on your tensor to pack it before saving.`,
      );
    }
    if (name === "__metadata__") throw new SafetensorError("A tensor cannot be called `__metadata__`.");
  }
  const shared = sharedNames(tensors);
  if (shared.length) {
    throw new RuntimeError(
      `Some tensors share memory, this will lead to duplicate memory on disk and potential differences when loading them again: [${shared.map(setText).join(", ")}]. A potential way to correctly save your model is to use \`saveModel\`. More information at https://huggingface.co/docs/safetensors/torch_shared_tensors`,
    );
  }
  const stored = await Promise.all(
    names.map(async (name) => ({ name, ...(await storedFrom(tensors[name] as Tensor)) })),
  );
  const rank = Object.values<string>(DTYPE_CODES);
  stored.sort((a, b) => rank.indexOf(a.code) - rank.indexOf(b.code) || compareUtf8(a.name, b.name));
  const header: string[] = metadata ? [`"__metadata__":${JSON.stringify(metadata)}`] : [];
  let offset = 0;
  for (const { name, code, shape, bytes } of stored) {
    const [dtype] = Object.entries(DTYPE_CODES).find(([, c]) => c === code) ?? [""];
    const info = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    header.push(`${JSON.stringify(name)}:${JSON.stringify(info)}`);
    offset += bytes.length;
  }
  const json = new TextEncoder().encode(`{${header.join(",")}}`);
  const length = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(json, 8);
  let at = 8 + length;
  for (const { bytes } of stored) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** By code points, which is the order of UTF-8; JavaScript compares UTF-16. */
function compareUtf8(a: string, b: string): number {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
