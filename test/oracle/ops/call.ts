/** Makes the calls of the recorded cases by the rule that turns PyTorch's names into TypeScript's. */
import type { DType } from "../../../engine/dtype.ts";
import { F, slice, Tensor, torch } from "../subject.ts";

interface TensorArg {
  readonly t?: readonly number[];
  readonly v?: readonly (number | string)[];
  readonly dtype?: keyof typeof DTYPES;
  readonly make?: "rand" | "positive";
  readonly as?: keyof typeof VIEWS;
  readonly low?: number;
  readonly high?: number;
  readonly grad?: boolean;
}

export interface OpCase {
  readonly fn: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const DTYPES = {
  float32: torch.float32,
  float64: torch.float64,
  float16: torch.float16,
  bfloat16: torch.bfloat16,
  int64: torch.int64,
  int32: torch.int32,
  int16: torch.int16,
  int8: torch.int8,
  uint8: torch.uint8,
  bool: torch.bool,
};

const VIEWS = {
  t: (x: Tensor) => x.transpose(0, -1),
  expand: (x: Tensor) => x.unsqueeze(0).expand([3, ...x.shape]),
  slice: (x: Tensor) => x.at(slice(1)),
  step: (x: Tensor) => x.at("...", slice(null, null, 2)),
  select: (x: Tensor) => x.at(0),
};

/** JSON has no NaN and no infinity: they stand as Python prints them. */
export const numberOf = (x: number | string): number =>
  typeof x === "string" ? Number(x.replace("inf", "Infinity")) : x;

type Device = "cpu" | "webgpu";

interface Place {
  /** The call writes into its arguments: each gets new ones. */
  readonly writes: boolean;
  readonly device: Device;
  /** Takes the place of float32: finite differences need more digits. */
  readonly float: DType;
}

/** A tensor among the arguments: made of a leaf by what each call does anew. */
class Argument {
  readonly #show: () => Tensor;

  constructor(show: () => Tensor) {
    this.#show = show;
  }

  get tensor(): Tensor {
    return this.#show();
  }
}

function tensorArg(arg: TensorArg, leaves: Tensor[], { writes, device, float }: Place): Argument {
  const given = DTYPES[arg.dtype ?? "float32"];
  const dtype = given === torch.float32 ? float : given;
  const shape = arg.t ?? [];
  const drawn = (): Tensor => {
    if (arg.v !== undefined) return torch.tensor(arg.v.map(numberOf), { dtype });
    if (!dtype.isFloatingPoint) return torch.randint(arg.low ?? 0, arg.high ?? 2, shape).to(dtype);
    if (arg.make === "positive") return torch.rand(shape).add(0.1).to(dtype);
    return (arg.make === "rand" ? torch.rand(shape) : torch.randn(shape)).to(dtype);
  };
  const leaf = drawn().to(device);
  if (dtype.isFloatingPoint && arg.grad !== false) leaves.push(leaf.requiresGrad_());
  const { as } = arg;
  return new Argument(() => {
    const own = writes && !leaf.requiresGrad ? leaf.clone() : leaf;
    return as ? VIEWS[as](own) : own;
  });
}

function made(arg: unknown, leaves: Tensor[], place: Place): unknown {
  if (Array.isArray(arg)) return arg.map((a) => made(a, leaves, place));
  if (typeof arg !== "object" || arg === null) return arg;
  if ("ts" in arg) return (arg.ts as TensorArg[]).map((a) => tensorArg(a, leaves, place));
  if ("copy" in arg) {
    const original = tensorArg(arg.copy as TensorArg, leaves, place);
    return new Argument(() => original.tensor.mul(1));
  }
  if ("part" in arg) {
    const original = tensorArg(arg.part as TensorArg, leaves, place);
    return new Argument(() => original.tensor.mul(1).at(slice(null)));
  }
  if ("t" in arg || "v" in arg) return tensorArg(arg as TensorArg, leaves, place);
  if ("n" in arg) return numberOf(arg.n as string);
  if ("dtype" in arg) return DTYPES[arg.dtype as keyof typeof DTYPES];
  return arg;
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

function shown(value: unknown): unknown {
  if (value instanceof Argument) return value.tensor;
  return Array.isArray(value) ? value.map(shown) : value;
}

const OWNERS: Readonly<Record<string, object>> = { torch, F, linalg: torch.linalg };

export interface PreparedCall {
  /** The tensors that require a gradient. */
  readonly leaves: readonly Tensor[];
  /**
   * A promise where the result depends on values.
   * @param before sees the tensor that a method is called on
   */
  run(before?: (self: Tensor) => void): Tensor[] | Promise<Tensor[]>;
}

const listed = (out: unknown): Tensor[] => (Array.isArray(out) ? out : [out]) as Tensor[];

/** A call with its arguments made; it can be run again and again. */
export function prepare({ fn, args, kwargs }: OpCase, place: Partial<Place> = {}): PreparedCall {
  torch.manualSeed(0);
  const leaves: Tensor[] = [];
  const where = { device: "cpu", float: torch.float32, writes: fn.endsWith("_"), ...place } as const;
  const values = args.map((a) => made(a, leaves, where));
  const named = Object.entries(kwargs).map(([k, a]) => [camelCase(k), made(a, leaves, where)] as const);
  const [owner, name] = fn.split(".") as [string, string];
  const run = (before?: (self: Tensor) => void): Tensor[] | Promise<Tensor[]> => {
    const given = values.map(shown);
    if (named.length) given.push(Object.fromEntries(named.map(([k, a]) => [k, shown(a)])));
    const target: unknown = owner === "x" ? given.shift() : OWNERS[owner];
    if (target instanceof Tensor) before?.(target);
    const method: unknown = Reflect.get(target as object, camelCase(name));
    if (typeof method !== "function") throw new Error(`there is no ${fn}`);
    const out: unknown = Reflect.apply(method, target, given);
    return out instanceof Promise ? out.then(listed) : listed(out);
  };
  return { leaves, run };
}

/** The results of a call, and the leaves that it was given. */
export function call(
  wanted: OpCase,
  device: Device = "cpu",
): { outputs: Tensor[]; leaves: readonly Tensor[] } {
  const { leaves, run } = prepare(wanted, { device });
  const outputs = run();
  if (outputs instanceof Promise) {
    outputs.catch(() => {});
    throw new Error("the result depends on values");
  }
  return { outputs, leaves };
}

/** The same with results that depend on values, which it waits for. */
export async function callAwaited(
  wanted: OpCase,
  device: Device = "cpu",
): Promise<{ outputs: Tensor[]; leaves: readonly Tensor[] }> {
  const { leaves, run } = prepare(wanted, { device });
  return { outputs: await run(), leaves };
}
