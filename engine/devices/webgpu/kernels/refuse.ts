/** Kernels that compute nothing: they refuse values, which the next read raises (`faults.ts`). */
import { RuntimeError } from "../../../errors.ts";
import { isContiguous } from "../../../shape.ts";
import { floatOf, notHeld } from "../elements.ts";
import type { FaultError } from "../faults.ts";
import { RAISE } from "../faults.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuClone } from "./copy.ts";

const UNIFORMS = {
  n: "u32",
  selfOffset: "u32",
  code: "i32",
  low: "i32",
  high: "i32",
  except: "i32",
} as const;

/** What is refused: WGSL of the element `x`, and of what the error is told. */
const REFUSED = {
  negative: { type: "f32", test: "x < 0.0", value: "i32(x)" },
  outside: { type: "i32", test: "(x < u.low || x >= u.high) && x != u.except", value: "x" },
  zero: { type: "i32", test: "x == 0", value: "x" },
  // From 2^31 on, infinity and NaN: by their bits, as WGSL need not know NaN. -2^31 itself does fit.
  wide: {
    type: "f32",
    test: "(bitcast<u32>(x) & 0x7fffffffu) >= 0x4f000000u && bitcast<u32>(x) != 0xcf000000u",
    value: "bitcast<i32>(x)",
  },
} as const satisfies Record<string, { type: ElementType; test: string; value: string }>;

const program = variants(
  (what: keyof typeof REFUSED) => what,
  (what): ProgramSource<typeof UNIFORMS> => {
    const { type, test, value } = REFUSED[what];
    return {
      key: `refuse ${what}`,
      bindings: [
        { name: "selfData", type, access: "read" },
        { name: "faults", type: "atomic<i32>", access: "write" },
      ],
      uniforms: UNIFORMS,
      workgroup: [64],
      functions: RAISE,
      body: `  if (index >= u.n) { return; }
  let x = selfData[u.selfOffset + index];
  if (${test}) { raise(u.code, ${value}); }`,
    };
  },
);

function refuse(
  gpu: GpuEncoder,
  what: keyof typeof REFUSED,
  given: GpuTensor,
  error: FaultError,
  [low, high]: readonly [number, number] = [0, 0],
  except = 0,
): void {
  const self = rowMajor(gpu, given);
  const { code, faults } = gpu.fault(error);
  const uniforms = { n: self.size, selfOffset: self.offset, code, low, high, except };
  gpu.dispatch(program(what), [self, faults], uniforms, self.size);
}

function rowMajor(gpu: GpuEncoder, self: GpuTensor): GpuTensor {
  if (isContiguous(self.shape, self.strides)) return self;
  const copy = gpu.scratch(self.dtype, self.shape);
  gpuClone({ self }, [copy], gpu);
  return copy;
}

/** Raises `error` if an element is below 0. */
export function gpuRefuseNegative(gpu: GpuEncoder, self: GpuTensor, error: FaultError): void {
  refuse(gpu, "negative", self, error);
}

/** Raises `error` of the first integer that is not in [low, high) and not `except`. */
export function gpuRefuseOutside(
  gpu: GpuEncoder,
  self: GpuTensor,
  bounds: readonly [number, number],
  except: number,
  error: FaultError,
): void {
  refuse(gpu, "outside", self, error, bounds, except);
}

const divisionByZero = () => new RuntimeError("ZeroDivisionError");

/** Raises PyTorch's error if an integer is 0: at once if it is a number of the program, else at the next read. */
export function gpuRefuseZero(gpu: GpuEncoder, divisor: GpuTensor | number): void {
  const number = typeof divisor === "number" ? divisor : divisor.scalar;
  if (number === 0) throw divisionByZero();
  if (typeof divisor !== "number" && divisor.scalar === null) refuse(gpu, "zero", divisor, divisionByZero);
}

/** Raises an error if a float is none of the integers that int64 tensors hold here. */
export function gpuRefuseWide(gpu: GpuEncoder, self: GpuTensor): void {
  refuse(gpu, "wide", self, (bits) => notHeld(floatOf(bits)));
}
