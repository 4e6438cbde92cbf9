/** The engine as users import it: the oracle tests know nothing else of it. */
export { F, makeDot, nn, optim, slice, Tensor, torch } from "../../engine/index.ts";
export type { Dot } from "../../engine/viz/makeDot.ts";
