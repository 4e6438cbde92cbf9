/** The older forms of weight and spectral normalization: a hook computes the weight before each `forward`. */
import type { HookHandle } from "../../autograd/hooks.ts";
import { noGrad } from "../../autograd/mode.ts";
import { RuntimeError, ValueError } from "../../errors.ts";
import { dot } from "../../ops/matmul.ts";
import { normExceptDim, weightNorm as scaledToNorms } from "../../ops/weightNorm.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { type Given, positional } from "../positional.ts";
import {
  type SpectralNormArguments,
  spectralNormOptions,
  WEIGHT_NORM,
  type WeightNormOptions,
} from "./parametrizations.ts";
import { checkIterations, follow, outputDim, outputsFirst, randomUnit } from "./spectral.ts";

type Kind = "weight_norm" | "spectral_norm";

/** The names with which a module has hooks, and how to be rid of them. */
const hooked = new WeakMap<Module, Map<string, HookHandle>>();

/** Computes the tensor `name` before each call; `restore` makes it a parameter again. */
function hang(
  kind: Kind,
  module: Module,
  name: string,
  compute: (module: Module) => Tensor,
  restore: () => void,
): void {
  const handle = module.registerForwardPreHook((m) => {
    Reflect.set(m, name, compute(m));
  });
  const remove = () => {
    handle.remove();
    restore();
  };
  hooked.set(
    module,
    (hooked.get(module) ?? new Map<string, HookHandle>()).set(`${kind} ${name}`, { remove }),
  );
}

function checkFree(kind: Kind, module: Module, name: string): void {
  if (hooked.get(module)?.has(`${kind} ${name}`)) {
    throw new RuntimeError(`Cannot register two ${kind} hooks on the same parameter ${name}`);
  }
}

function takeDown<M extends Module>(kind: Kind, module: M, name: string): M {
  const hooks = hooked.get(module);
  const hook = hooks?.get(`${kind} ${name}`);
  if (!hook) throw new ValueError(`${kind} of '${name}' not found in ${module}`);
  hook.remove();
  hooks?.delete(`${kind} ${name}`);
  return module;
}

const parameter = (module: Module, name: string): Parameter => module.getParameter(name);

const drop = (module: Module, ...names: string[]) => {
  for (const name of names) Reflect.deleteProperty(module, name);
};

/**
 * Weight normalization in its older form: `weight_g` holds the norms, `weight_v` the direction, and `weight` is computed
 * before each call. `parametrizations.weightNorm` is the newer one.
 */
export function weightNorm<M extends Module>(
  module: M,
  ...given: Given<[name: string, dim: number | null], WeightNormOptions>
): M {
  const options = positional<Required<WeightNormOptions>>(given, WEIGHT_NORM, ["name", "dim"]);
  const { name } = options;
  const dim = options.dim ?? -1;
  checkFree("weight_norm", module, name);
  const weight = parameter(module, name);
  const compute = (m: Module) =>
    scaledToNorms({ v: parameter(m, `${name}_v`), g: parameter(m, `${name}_g`), dim });
  drop(module, name);
  module.registerParameter(
    `${name}_g`,
    new Parameter(noGrad(() => normExceptDim({ v: weight.detach(), pow: 2, dim }))),
  );
  module.registerParameter(`${name}_v`, new Parameter(weight.detach()));
  Reflect.set(module, name, compute(module));
  hang("weight_norm", module, name, compute, () => {
    const last = noGrad(() => compute(module));
    drop(module, name, `${name}_g`, `${name}_v`);
    module.registerParameter(name, new Parameter(last));
  });
  return module;
}

/** Makes the weight a parameter again, with its present value. */
export function removeWeightNorm<M extends Module>(module: M, name = "weight"): M {
  return takeDown("weight_norm", module, name);
}

/**
 * Spectral normalization in its older form: `weight_orig` is trained, and `weight` is computed before each call.
 * `parametrizations.spectralNorm` is the newer one.
 */
export function spectralNorm<M extends Module>(module: M, ...given: SpectralNormArguments): M {
  const { name, nPowerIterations, eps, ...options } = spectralNormOptions(given);
  const dim = options.dim ?? outputDim(module);
  checkFree("spectral_norm", module, name);
  checkIterations(nPowerIterations);
  const weight = parameter(module, name);
  const matrixOf = (w: Tensor) => outputsFirst(w, dim).reshape([w.shape[dim] as number, -1]);
  const compute = (m: Module, steps: number) => {
    const matrix = matrixOf(parameter(m, `${name}_orig`));
    let [u, v] = [m.getBuffer(`${name}_u`), m.getBuffer(`${name}_v`)];
    for (let i = 0; i < steps; i++) {
      const turned = noGrad(() => matrix.t());
      follow(v, turned, u, eps);
      follow(u, matrix, v, eps);
    }
    if (steps > 0) [u, v] = noGrad(() => [u.clone(), v.clone()]);
    return parameter(m, `${name}_orig`).div(dot({ self: u, tensor: matrix.mv(v) }));
  };
  const [u, v] = noGrad(() => {
    const matrix = matrixOf(weight);
    return matrix.shape.map((size) => randomUnit(matrix, size, eps));
  });
  drop(module, name);
  module.registerParameter(`${name}_orig`, weight);
  Reflect.set(module, name, weight.detach());
  module.registerBuffer(`${name}_u`, u as Tensor);
  module.registerBuffer(`${name}_v`, v as Tensor);
  const inTraining = (m: Module) => compute(m, m.training ? nPowerIterations : 0);
  hang("spectral_norm", module, name, inTraining, () => {
    const last = noGrad(() => compute(module, 0)).detach();
    drop(module, name, `${name}_u`, `${name}_v`, `${name}_orig`);
    module.registerParameter(name, new Parameter(last));
  });
  return module;
}

/** Makes the weight a parameter again, with its present value. */
export function removeSpectralNorm<M extends Module>(module: M, name = "weight"): M {
  return takeDown("spectral_norm", module, name);
}
