/**
 * `torch.autograd.gradcheck` and `gradgradcheck`: the gradient that backward computes beside the one that finite
 * differences give, element by element, as PyTorch's slow mode does it. Values are read, so both are asynchronous.
 */
import { float64, type TypedArray } from "../dtype.ts";
import { GradcheckError, RuntimeError, ValueError } from "../errors.ts";
import { tensorText } from "../format/tensorText.ts";
import { Tensor } from "../tensor.ts";
import { backward } from "./backward.ts";
import { noGrad } from "./mode.ts";

type Results = Tensor | readonly unknown[];

/** A function of the inputs; what it gives beside tensors is ignored. */
export type CheckedFunction = (...inputs: Tensor[]) => Results | Promise<Results>;

export interface GradcheckOptions {
  /** Half the distance of the two points of a finite difference. */
  readonly eps?: number;
  readonly atol?: number;
  readonly rtol?: number;
  /** Otherwise a mismatch gives `false`. */
  readonly raiseException?: boolean;
  /** How much two backward passes over the same graph may differ. */
  readonly nondetTol?: number;
}

/** Rows are an input's elements, columns an output's, in row-major order. */
interface Jacobian {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * Whether the gradients of `func` with respect to those of `inputs` that require one equal finite differences. Inputs
 * should be float64; the inputs' elements are changed meanwhile and then set back.
 * @throws GradcheckError where they do not, unless `raiseException` is false
 */
export async function gradcheck(
  func: CheckedFunction,
  inputs: Tensor | readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<boolean> {
  try {
    await check(func, inputs instanceof Tensor ? [inputs] : inputs, options);
    return true;
  } catch (error) {
    if (options.raiseException === false && error instanceof GradcheckError) return false;
    throw error;
  }
}

/**
 * `gradcheck` of the gradients themselves: of the function that gives the gradients of `inputs` from `inputs` and
 * `gradOutputs`, which are random numbers unless given.
 */
export async function gradgradcheck(
  func: CheckedFunction,
  inputs: Tensor | readonly Tensor[],
  gradOutputs: Tensor | readonly Tensor[] | null = null,
  options: GradcheckOptions = {},
): Promise<boolean> {
  const given = inputs instanceof Tensor ? [inputs] : inputs;
  const seeds =
    gradOutputs === null
      ? differentiable(await outputsOf(func, given)).map(randomLike)
      : gradOutputs instanceof Tensor
        ? [gradOutputs]
        : gradOutputs;
  const gradients = async (...args: Tensor[]): Promise<Tensor[]> => {
    const own = args.slice(0, given.length);
    const roots = differentiable(await outputsOf(func, own));
    const grads = backward(roots, {
      gradients: args.slice(given.length),
      inputs: own.filter((t) => t.requiresGrad),
      createGraph: true,
    });
    return grads.filter((g) => g !== null);
  };
  return gradcheck(gradients, [...given, ...seeds], options);
}

/** Between -1 and 1; not from the program's own generator, whose numbers a check must not use up. */
function randomLike(t: Tensor): Tensor {
  const out = noGrad(() => t.newZeros(t.shape));
  for (let i = 0; i < t.numel(); i++) poke(out, i, ((i * 0.6180339887498949 + 0.271828) % 1) * 2 - 1);
  return out.requiresGrad_();
}

async function outputsOf(func: CheckedFunction, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const result = await func(...inputs);
  return result instanceof Tensor ? [result] : result.filter((t): t is Tensor => t instanceof Tensor);
}

const differentiable = (outputs: readonly Tensor[]): Tensor[] => outputs.filter((t) => t.requiresGrad);

async function check(
  func: CheckedFunction,
  inputs: readonly Tensor[],
  { eps = 1e-6, atol = 1e-5, rtol = 1e-3, nondetTol = 0 }: GradcheckOptions,
): Promise<void> {
  checkInputs(inputs);
  const wanted = inputs.filter((t) => t.requiresGrad);
  const numerical: Jacobian[][] = [];
  for (const input of wanted) numerical.push(await finiteDifferences(func, inputs, input, eps));
  const outputs = await outputsOf(func, inputs);
  const roots = differentiable(outputs);
  if (roots.length === 0) {
    if (numerical.some((columns) => columns.some((j) => j.values.some((v) => v !== 0)))) {
      throw new GradcheckError("Numerical gradient for function expected to be zero");
    }
    return;
  }
  for (const [o, root] of roots.entries()) {
    const analytical = await analyticalJacobians(root, wanted, nondetTol);
    const at = outputs.indexOf(root);
    for (const [i, a] of analytical.entries()) {
      const n = numerical[i]?.[at] as Jacobian;
      if (allClose(a, n, rtol, atol)) continue;
      throw new GradcheckError(
        `Jacobian mismatch for output ${o} with respect to input ${i},\nnumerical:${matrixText(n)}\nanalytical:${matrixText(a)}\n`,
      );
    }
  }
  await checkProportional(roots, wanted);
}

function checkInputs(inputs: readonly Tensor[]): void {
  inputs.forEach((t, i) => {
    if (!t.requiresGrad || t.strides.every((step, d) => step > 0 || (t.shape[d] as number) <= 1)) return;
    throw new RuntimeError(
      `The ${i}th input has a dimension with stride 0. gradcheck only supports inputs that are non-overlapping to be able to compute the numerical gradients correctly. You should call .contiguous on the input before passing it to gradcheck.`,
    );
  });
  if (inputs.some((t) => t.requiresGrad)) return;
  throw new ValueError(
    "gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True.",
  );
}

/** Where an element, counted in row-major order, lies in the storage. */
function place(t: Tensor, element: number): number {
  let rest = element;
  let at = t.offset;
  for (let d = t.ndim - 1; d >= 0; d--) {
    const size = t.shape[d] as number;
    at += (rest % size) * (t.strides[d] as number);
    rest = Math.floor(rest / size);
  }
  return at;
}

/** Writes an element behind the version counter's back, as PyTorch does through `.data`. */
function poke(t: Tensor, element: number, value: number): void {
  const { version } = t.storage;
  noGrad(() => t.detach().asStrided([], [], place(t, element)).fill_(value));
  t.storage.version = version;
}

/** The Jacobians of all outputs with respect to one input. */
async function finiteDifferences(
  func: CheckedFunction,
  inputs: readonly Tensor[],
  input: Tensor,
  eps: number,
): Promise<Jacobian[]> {
  const values = Float64Array.from(await input.detach().data());
  const rows = input.numel();
  const outputsAt = async (element: number, value: number): Promise<TypedArray[]> => {
    poke(input, element, value);
    const outputs = await outputsOf(func, inputs);
    return Promise.all(outputs.map((t) => t.detach().data()));
  };
  const jacobians = (await outputsOf(func, inputs)).map((t): Jacobian => {
    const columns = t.numel();
    return { rows, columns, values: new Float64Array(rows * columns) };
  });
  for (let r = 0; r < rows; r++) {
    const value = values[r] as number;
    const above = await outputsAt(r, value + eps);
    const below = await outputsAt(r, value - eps);
    poke(input, r, value);
    for (const [o, { columns, values: out }] of jacobians.entries()) {
      const [a, b] = [above[o] as TypedArray, below[o] as TypedArray];
      if (a.length !== columns || b.length !== columns) {
        throw new RuntimeError(
          `Expected \`func\` to return outputs with the same shape when inputs are perturbed on index ${r} by ${eps}, but got: ${b.length} and ${a.length} elements.`,
        );
      }
      for (let c = 0; c < columns; c++) {
        out[r * columns + c] = ((a[c] as number) - (b[c] as number)) / (2 * eps);
      }
    }
  }
  return jacobians;
}

/** Backward for each element of an output, twice: the two must be equal. */
async function analyticalJacobians(
  output: Tensor,
  inputs: readonly Tensor[],
  nondetTol: number,
): Promise<Jacobian[]> {
  const columns = output.numel();
  const jacobian = async (): Promise<Jacobian[]> => {
    const all = inputs.map((t): Jacobian => {
      const rows = t.numel();
      return { rows, columns, values: new Float64Array(rows * columns) };
    });
    for (let c = 0; c < columns; c++) {
      const seed = noGrad(() => output.newZeros(output.shape));
      poke(seed, c, 1);
      const grads = backward([output], { gradients: [seed], inputs, retainGraph: true });
      for (const [i, grad] of grads.entries()) {
        if (!grad) continue;
        const { rows, values } = all[i] as Jacobian;
        const data = await grad.detach().data();
        if (data.length !== rows) throw new GradcheckError("Analytical gradient has incorrect size");
        for (let r = 0; r < rows; r++) values[r * columns + c] = data[r] as number;
      }
    }
    return all;
  };
  const first = await jacobian();
  const second = await jacobian();
  if (first.some((a, i) => !allClose(a, second[i] as Jacobian, 0, nondetTol))) {
    throw new GradcheckError(
      "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different values, " +
        `although analytical gradient matches numerical gradient.The tolerance for nondeterminism was ${nondetTol}.`,
    );
  }
  return first;
}

/** Gradients of zero must give zero: a formula that forgets to multiply shows here. */
async function checkProportional(outputs: readonly Tensor[], inputs: readonly Tensor[]): Promise<void> {
  const zeros = outputs.map((t) => noGrad(() => t.newZeros(t.shape)));
  const grads = backward(outputs, { gradients: zeros, inputs, retainGraph: true });
  for (const [i, grad] of grads.entries()) {
    if (!grad) continue;
    if ((await grad.detach().data()).some((v) => v !== 0)) {
      throw new GradcheckError("backward not multiplied by grad_output");
    }
    const input = inputs[i] as Tensor;
    if (grad.dtype !== input.dtype) throw new GradcheckError("grad is incorrect type");
    if (grad.storage.device !== input.storage.device) throw new GradcheckError("grad is incorrect device");
    if (String(grad.shape) !== String(input.shape)) throw new GradcheckError("grad is incorrect size");
  }
}

function allClose(a: Jacobian, b: Jacobian, rtol: number, atol: number): boolean {
  return a.values.every((x, i) => {
    const y = b.values[i] as number;
    return x === y || Math.abs(x - y) <= atol + rtol * Math.abs(y);
  });
}

function matrixText({ rows, columns, values }: Jacobian): string {
  return tensorText({
    shape: [rows, columns],
    dtype: float64,
    device: "cpu",
    requiresGrad: false,
    gradFnName: null,
    values,
  });
}
