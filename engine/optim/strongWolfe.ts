/** The line search of LBFGS: a step along a direction that satisfies the strong Wolfe conditions. */

/** The loss at a step, the gradient there, and its slope along the direction. */
export interface Probe<G> {
  readonly t: number;
  readonly loss: number;
  readonly grad: G;
  readonly slope: number;
}

/** Where the cubic through two points, given with their slopes, is lowest. */
function cubicMinimum(a: Probe<unknown>, b: Probe<unknown>, bounds?: readonly [number, number]): number {
  const [low, high] = bounds ?? [Math.min(a.t, b.t), Math.max(a.t, b.t)];
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.t - b.t);
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const d2 = Math.sqrt(square);
  const at =
    a.t <= b.t
      ? b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
      : a.t - (a.t - b.t) * ((a.slope + d2 - d1) / (a.slope - b.slope + 2 * d2));
  return Math.min(Math.max(at, low), high);
}

const DECREASE = 1e-4;
const CURVATURE = 0.9;

/**
 * @param probe computes the loss and gradient at a step
 * @param start step 0
 * @param first the step to try first
 * @param longest the largest element of the direction
 * @returns the best point, and how often `probe` was called
 */
export async function strongWolfe<G>(
  probe: (t: number) => Promise<Probe<G>>,
  start: Probe<G>,
  first: number,
  longest: number,
  toleranceChange: number,
  maxTries: number,
): Promise<{ best: Probe<G>; evaluations: number }> {
  const isTooHigh = (p: Probe<G>) => p.loss > start.loss + DECREASE * p.t * start.slope;
  const isFlat = (p: Probe<G>) => Math.abs(p.slope) <= -CURVATURE * start.slope;
  let now = await probe(first);
  let before = start;
  let tries = 0;
  let evaluations = 1;
  let bracket: Probe<G>[] | null = null;
  // Go on until a minimum is behind.
  while (tries < maxTries) {
    if (isTooHigh(now) || (tries > 1 && now.loss >= before.loss)) bracket = [before, now];
    else if (isFlat(now)) return { best: now, evaluations };
    else if (now.slope >= 0) bracket = [before, now];
    if (bracket) break;
    const t = cubicMinimum(before, now, [now.t + 0.01 * (now.t - before.t), now.t * 10]);
    before = now;
    now = await probe(t);
    evaluations++;
    tries++;
  }
  bracket ??= [start, now];
  // Close in on it.
  const at = (i: number) => bracket[i] as Probe<G>;
  let low = at(0).loss <= at(1).loss ? 0 : 1;
  let stuck = false;
  while (tries < maxTries) {
    const [left, right] = [Math.min(at(0).t, at(1).t), Math.max(at(0).t, at(1).t)];
    if ((right - left) * longest < toleranceChange) break;
    let t = cubicMinimum(at(0), at(1));
    // Too near to an end twice, or at an end: a tenth of the way in.
    const margin = 0.1 * (right - left);
    const isNearEnd = Math.min(right - t, t - left) < margin;
    if (isNearEnd && (stuck || t >= right || t <= left)) {
      t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
      stuck = false;
    } else stuck = isNearEnd;
    const tried = await probe(t);
    evaluations++;
    tries++;
    if (isTooHigh(tried) || tried.loss >= at(low).loss) {
      bracket[1 - low] = tried;
      low = at(0).loss <= at(1).loss ? 0 : 1;
      continue;
    }
    const isDone = isFlat(tried);
    if (!isDone && tried.slope * (at(1 - low).t - at(low).t) >= 0) bracket[1 - low] = at(low);
    bracket[low] = tried;
    if (isDone) break;
  }
  return { best: at(low), evaluations };
}
