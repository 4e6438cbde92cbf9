/** Lists whose length the author of the code knows: the compiler learns it here, and a wrong one ends the call. */
import { AssertionError } from "./errors.ts";

/** `N` values of type `T`. */
export type Tuple<T, N extends 1 | 2 | 3 | 4> = {
  1: readonly [T];
  2: readonly [T, T];
  3: readonly [T, T, T];
  4: readonly [T, T, T, T];
}[N];

/** `const [batch, m, k] = exactly(3, self.shape)`: for what has been checked already, so that it is not a user who sees the error. */
export function exactly<T, N extends 1 | 2 | 3 | 4>(count: N, values: readonly T[]): Tuple<T, N> {
  if (!has(count, values))
    throw new AssertionError(`expected ${count} values, but got [${values.join(", ")}]`);
  return values;
}

function has<T, N extends 1 | 2 | 3 | 4>(count: N, values: readonly T[]): values is Tuple<T, N> {
  return values.length === count;
}
