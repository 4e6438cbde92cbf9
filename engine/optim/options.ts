/** Options of optimizers and schedulers: by position in PyTorch's order, or by name in one trailing object. */
import { isOptions } from "../api/bind.ts";

/** `Args` given one by one as far as the caller likes, then options by name. */
export type Trailing<Args extends readonly unknown[], O> = Args extends readonly [...infer Head, unknown]
  ? [...Args, options?: O] | Trailing<Head, O>
  : [options?: O];

/**
 * @param callee for messages: `SGD`
 * @param given what came after the required arguments
 * @param defaults every option with its default
 * @param order names that may also come by position, in order
 */
export function withDefaults<O extends object>(
  callee: string,
  given: readonly unknown[],
  defaults: O,
  order: readonly (keyof O & string)[],
): O {
  const values = [...given];
  const named = isOptions(values.at(-1)) ? (values.pop() as Readonly<Record<string, unknown>>) : {};
  const known = Object.keys(defaults);
  for (const name of Object.keys(named)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `${callee}.__init__() got an unexpected keyword argument '${name}'. Known are: ${known.join(", ")}.`,
      );
    }
  }
  if (values.length > order.length) {
    throw new TypeError(
      `${callee}.__init__() takes at most ${order.length} options by position (${order.join(", ")}), but ${values.length} were given`,
    );
  }
  const byPosition = Object.fromEntries(values.map((value, i) => [order[i] as string, value]));
  const set = Object.entries({ ...byPosition, ...named }).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
