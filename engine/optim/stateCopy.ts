/** Copies of what an optimizer kept, for another one: two must not write into the same tensors. */
import { Tensor } from "../tensor.ts";

/** @param like the parameter that the state is for: its device and floating dtype are taken */
export function copied<S extends object>(kept: S, like: Tensor): S {
  return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, copiedValue(value, like)])) as S;
}

function copiedValue(value: unknown, like: Tensor): unknown {
  if (Array.isArray(value)) return value.map((v) => copiedValue(v, like));
  if (!(value instanceof Tensor)) return value;
  const moved = value.to(like.device).to(like.dtype.isFloatingPoint ? like.dtype : value.dtype);
  return moved.storage === value.storage ? value.clone() : moved;
}
