/** Whether ops build the autograd graph: `torch.noGrad(f)`, `torch.enableGrad(f)`, `torch.inferenceMode(f)`. */

let enabled = true;

export function isGradEnabled(): boolean {
  return enabled;
}

/**
 * Runs `body` with grad mode set, and sets it back however `body` ends. An async `body` keeps the mode until its
 * promise settles, so what runs meanwhile elsewhere sees it too: as with PyTorch's mode, one flow at a time.
 */
export function withGradMode<R>(value: boolean, body: () => R): R {
  const before = enabled;
  enabled = value;
  let result: R;
  try {
    result = body();
  } catch (error) {
    enabled = before;
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(() => {
      enabled = before;
    }) as R;
  }
  enabled = before;
  return result;
}

export function noGrad<R>(body: () => R): R {
  return withGradMode(false, body);
}
