/** Makes the calls of the recorded cases by the rule that turns PyTorch's names into TypeScript's. */
import { F, slice, type Tensor, torch } from "../subject.ts";

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

function tensorArg(arg: TensorArg, leaves: Tensor[], device: Device): Tensor {
  const dtype = DTYPES[arg.dtype ?? "float32"];
  const shape = arg.t ?? [];
  const drawn = (): Tensor => {
    if (arg.v !== undefined) return torch.tensor(arg.v.map(numberOf), { dtype });
    if (!dtype.isFloatingPoint) return torch.randint(arg.low ?? 0, arg.high ?? 2, shape).to(dtype);
    if (arg.make === "positive") return torch.rand(shape).add(0.1).to(dtype);
    return (arg.make === "rand" ? torch.rand(shape) : torch.randn(shape)).to(dtype);
  };
  const leaf = drawn().to(device);
  if (dtype.isFloatingPoint && arg.grad !== false) leaves.push(leaf.requiresGrad_());
  return arg.as ? VIEWS[arg.as](leaf) : leaf;
}

function made(arg: unknown, leaves: Tensor[], device: Device): unknown {
  if (Array.isArray(arg)) return arg.map((a) => made(a, leaves, device));
  if (typeof arg !== "object" || arg === null) return arg;
  if ("ts" in arg) return (arg.ts as TensorArg[]).map((a) => tensorArg(a, leaves, device));
  if ("copy" in arg) return (made(arg.copy, leaves, device) as Tensor).mul(1);
  if ("part" in arg) return (made(arg.part, leaves, device) as Tensor).mul(1).at(slice(null));
  if ("t" in arg || "v" in arg) return tensorArg(arg as TensorArg, leaves, device);
  if ("n" in arg) return numberOf(arg.n as string);
  if ("dtype" in arg) return DTYPES[arg.dtype as keyof typeof DTYPES];
  return arg;
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/** The results of a call, and the leaves that it was given. */
export function call(
  { fn, args, kwargs }: OpCase,
  device: Device = "cpu",
): { outputs: Tensor[]; leaves: Tensor[] } {
  torch.manualSeed(0);
  const leaves: Tensor[] = [];
  const values = args.map((a) => made(a, leaves, device));
  const named = Object.entries(kwargs).map(([k, a]) => [camelCase(k), made(a, leaves, device)] as const);
  if (named.length) values.push(Object.fromEntries(named));
  const [owner, name] = fn.split(".") as [string, string];
  const target: unknown = owner === "x" ? values.shift() : owner === "F" ? F : torch;
  const method: unknown = Reflect.get(target as object, camelCase(name));
  if (typeof method !== "function") throw new Error(`there is no ${fn}`);
  const out: unknown = Reflect.apply(method, target, values);
  return { outputs: (Array.isArray(out) ? out : [out]) as Tensor[], leaves };
}
