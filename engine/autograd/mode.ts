/**
 * Whether ops build the autograd graph: `torch.noGrad(f)`, `torch.enableGrad(f)`; and whether what they make may ever
 * be part of one: `torch.inferenceMode(f)`.
 */

interface Modes {
  readonly grad: boolean;
  readonly inference: boolean;
}

/** Those that were set and not yet set back, the last one in force. */
const inForce: Modes[] = [{ grad: true, inference: false }];
let enabled = true;
let inferring = false;

function lastCounts(): void {
  const last = inForce.at(-1) as Modes;
  enabled = last.grad;
  inferring = last.inference;
}

/** The grad mode. Inside of `inferenceMode` it may be on, but has no effect: see `buildsGraph`. */
export function isGradEnabled(): boolean {
  return enabled;
}

export function isInferenceModeEnabled(): boolean {
  return inferring;
}

/** Whether an op whose operands require gradients gets a node. */
export function buildsGraph(): boolean {
  return enabled && !inferring;
}

/** Runs `body` with grad mode set: see `withModes`. */
export function withGradMode<R>(value: boolean, body: () => R): R {
  return withModes(value, inferring, body);
}

/**
 * Runs `body` in inference mode: tensors made in it never take part in a graph (`isInference()`), and nobody counts
 * writes into them. `false` leaves the mode again, and turns grad mode on.
 */
export function inferenceMode<R>(body: () => R): R;
export function inferenceMode<R>(mode: boolean, body: () => R): R;
export function inferenceMode<R>(given: boolean | (() => R), last?: () => R): R {
  const [mode, body] = typeof given === "function" ? [true, given] : [given, last];
  if (!body) throw new TypeError("inferenceMode(mode, body): the function to run is missing");
  return withModes(!mode, mode, body);
}

/**
 * Sets both modes, and sets them back however `body` ends. An async `body` keeps them until its promise settles, so
 * what runs meanwhile elsewhere sees them too: as with PyTorch's modes, one flow at a time. Where two overlap all the
 * same, the first to end takes back its own modes only, and after both everything is as it was.
 */
function withModes<R>(grad: boolean, inference: boolean, body: () => R): R {
  const modes: Modes = { grad, inference };
  const restore = () => {
    inForce.splice(inForce.lastIndexOf(modes), 1);
    lastCounts();
  };
  inForce.push(modes);
  lastCounts();
  let result: R;
  try {
    result = body();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as R;
  restore();
  return result;
}

export function noGrad<R>(body: () => R): R {
  return withGradMode(false, body);
}
