/**
 * Lenses for layers that no run has seen yet: they say why, and hold the lines so that the text does not jump when the
 * shapes come. Pure.
 */
import { scanLayers } from "../compile/layers.ts";
import type { ModelState } from "./modelState.ts";
import type { DocumentRange } from "./positions.ts";

export interface StaticLens {
  readonly range: DocumentRange;
  readonly title: string;
}

export function staticLenses(text: string, trusted: boolean, state: ModelState | null): StaticLens[] {
  const reason = !trusted
    ? "shapes appear once you trust this workspace"
    : state?.problem
      ? `no shapes yet: ${state.problem.title}`
      : "…";
  return scanLayers(text).map(({ className, start, end }) => ({
    range: { start, end },
    title: `${className.slice(className.lastIndexOf(".") + 1)}  ${reason}`,
  }));
}
