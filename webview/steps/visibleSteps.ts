/** Which rows of the list are to be seen: those not folded away, or with a filter those that match and what is around them. */
import type { TargetId } from "../graph/keys.ts";
import type { Step } from "./step.ts";

export function isFolded(step: Step, chosen: ReadonlyMap<TargetId, boolean>): boolean {
  return chosen.get(step.id) ?? step.startsFolded;
}

/** Indices into `steps`, in order. */
export function visibleSteps(
  steps: readonly Step[],
  chosen: ReadonlyMap<TargetId, boolean>,
  filter: string,
): readonly number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 ? matching(steps, words) : unfolded(steps, chosen);
}

function unfolded(steps: readonly Step[], chosen: ReadonlyMap<TargetId, boolean>): readonly number[] {
  const visible: number[] = [];
  for (let index = 0; index < steps.length; ) {
    const step = steps[index];
    if (!step) break;
    visible.push(index);
    index = isFolded(step, chosen) ? step.end : index + 1;
  }
  return visible;
}

/** Every word has to occur somewhere in the row; a word such as `718` finds a size. */
function matching(steps: readonly Step[], words: readonly string[]): readonly number[] {
  const shown = new Set<number>();
  const around: number[] = [];
  steps.forEach((step, index) => {
    while (around.length > 0 && (steps[around.at(-1) ?? 0]?.end ?? 0) <= index) around.pop();
    const text = `${step.title} ${step.detail} ${step.result}`.toLowerCase();
    if (step.target !== null && words.every((word) => text.includes(word))) {
      for (const outer of around) shown.add(outer);
      shown.add(index);
    }
    if (step.end > index + 1) around.push(index);
  });
  return [...shown].sort((a, b) => a - b);
}

/** The rows that have to be unfolded so that a step can be seen, outermost first. */
export function stepsAround(steps: readonly Step[], index: number): readonly number[] {
  const around: number[] = [];
  for (let at = 0; at < index; ) {
    const step = steps[at];
    if (!step) break;
    if (step.end > index) {
      around.push(at);
      at++;
    } else at = step.end;
  }
  return around;
}
