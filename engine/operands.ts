/**
 * How the operands of an op are brought together before its kernel runs: one device, one dtype, and, where the kernel
 * wants it, row-major order. Neither graph nor trace sees the copies.
 */
import { defaultDtype } from "./defaults.ts";
import { DType, float32, float64, int64, resultType } from "./dtype.ts";
import { RuntimeError } from "./errors.ts";
import type { AnyArgs, AnyOp } from "./ops/op.ts";
import { opNamed } from "./ops/registry.ts";
import { isRounded } from "./rounding.ts";
import { backendFor } from "./runtime.ts";
import { contiguousStrides } from "./shape.ts";
import type { Storage } from "./storage.ts";
import { isTensorList, Tensor } from "./tensor.ts";
import type { DeviceName } from "./trace/trace.ts";

/** The tensors among the arguments, lists flattened, in order of the signature. */
export function tensorArgs(args: AnyArgs): Tensor[] {
  const found: Tensor[] = [];
  for (const key in args) {
    const value = args[key];
    if (value instanceof Tensor) found.push(value);
    else if (Array.isArray(value)) for (const v of value) if (v instanceof Tensor) found.push(v);
  }
  return found;
}

/** The one device of all operands; plain numbers and CPU tensors without dimensions go along with any. */
export function commonDevice(args: AnyArgs, into?: Tensor): DeviceName {
  let device: DeviceName | null = into?.storage.device ?? null;
  for (const t of tensorArgs(args)) {
    const d = t.storage.device;
    if (t.isWrappedNumber || (t.ndim === 0 && d === "cpu")) continue;
    if (device === null) device = d;
    else if (device !== d) {
      throw new RuntimeError(
        `Expected all tensors to be on the same device, but found at least two devices, ${device} and ${d}!`,
      );
    }
  }
  return device ?? tensorArgs(args)[0]?.storage.device ?? "cpu";
}

/** Numbers that an op takes for an operand have a say in promotion; factors, slopes and thresholds have none. */
const PROMOTING: ReadonlySet<string> = new Set(["self", "other", "base", "exponent", "min", "max"]);

/** The first one of the signature, whose dtype results have unless they say otherwise. */
function firstTensor(op: AnyOp, args: AnyArgs): Tensor | undefined {
  for (const { name } of op.schema.args) {
    const value = args[name];
    if (value instanceof Tensor) return value;
    if (isTensorList(value)) return value.find((t) => t !== null);
  }
  return undefined;
}

/** The operands in the dtype that the op computes in, by the op's rule of promotion. */
export function promote(
  op: AnyOp,
  args: AnyArgs,
  promotion: AnyOp["definition"]["promotes"],
  copies: Storage[],
): { args: AnyArgs; dtype: DType } {
  const tensors = tensorArgs(args);
  if (!promotion) {
    // Sums and products in an integer dtype are of integers: the fractions go first.
    const { self, dtype } = args;
    const cut = dtype instanceof DType && dtype.category === "int" && self instanceof Tensor;
    const whole = cut && self.dtype.isFloatingPoint ? { ...args, self: castRaw(self, dtype, copies) } : args;
    return { args: whole, dtype: firstTensor(op, args)?.dtype ?? defaultDtype() };
  }
  const scalars = op.schema.args
    .filter((a) => a.type === "Scalar" && typeof args[a.name] === "number" && PROMOTING.has(a.name))
    .map((a) => ({
      dtype: Number.isInteger(args[a.name]) ? int64 : float64,
      ndim: 0,
      isWrappedNumber: true,
    }));
  const apart = op.definition.unpromoted ?? [];
  const meeting = apart.length ? tensors.filter((t) => !apart.some((name) => args[name] === t)) : tensors;
  let dtype = resultType([...meeting, ...scalars], defaultDtype());
  if (promotion === "float" && !dtype.isFloatingPoint) dtype = defaultDtype();
  const forNumbers = op.definition.exactNumbers && isRounded(dtype) ? float32 : dtype;
  const cast = (t: Tensor) => {
    if (t.number !== null) return t.dtype === forNumbers ? t : numberAs(t.number, forNumbers);
    return t.dtype === dtype ? t : castRaw(t, dtype, copies);
  };
  return { args: mapTensors(args, cast, apart), dtype };
}

/** A plain number in a dtype; no kernel runs. */
function numberAs(value: number, dtype: DType): Tensor {
  const cpu = backendFor("cpu");
  const storage = cpu.allocate("cpu", dtype, 1);
  cpu.write(storage, Float64Array.of(value));
  return new Tensor(storage, [], [], 0, value);
}

export function mapTensors(args: AnyArgs, f: (t: Tensor) => Tensor, except: readonly string[] = []): AnyArgs {
  const out: Record<string, unknown> = {};
  for (const key in args) {
    const value = args[key];
    if (except.includes(key)) out[key] = value;
    else if (value instanceof Tensor) out[key] = f(value);
    else if (isTensorList(value)) out[key] = value.map((t) => t && f(t));
    else out[key] = value;
  }
  return out;
}

/** The same elements in row-major order: the tensor itself where it is so already. Outside of graph and trace. */
export function contiguousCopy(t: Tensor, copies: Storage[]): Tensor {
  return t.isContiguous() ? t : castRaw(t, t.dtype, copies);
}

/** A row-major copy in another dtype, outside of graph and trace. It joins `copies`, which die with the call. */
export function castRaw(t: Tensor, dtype: DType, copies?: Storage[]): Tensor {
  const backend = backendFor(t.storage.device);
  const out = new Tensor(
    backend.allocate(t.storage.device, dtype, t.numel()),
    t.shape,
    contiguousStrides(t.shape),
    0,
    t.number,
  );
  copies?.push(out.storage);
  if (t.numel() > 0) backend.run(opNamed("clone"), { self: t }, [out]);
  return out;
}

/** Writes the elements of one tensor into another of its size. Outside of graph and trace. */
export function copyInto(from: Tensor, into: Tensor): void {
  if (into.numel() > 0) backendFor(into.storage.device).run(opNamed("clone"), { self: from }, [into]);
}
