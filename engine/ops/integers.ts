/** Arithmetic that integers do otherwise than floats: division by zero raises, powers and products wrap around. */
import { RuntimeError } from "../errors.ts";

function requireDivisor(b: number): void {
  if (b === 0) throw new RuntimeError("ZeroDivisionError");
}

/** Python's `a // b`: rounded down. */
export function floorQuotient(a: number, b: number): number {
  requireDivisor(b);
  return Math.floor((a - (((a % b) + b) % b)) / b);
}

/** `a / b`, rounded toward zero. */
export function quotient(a: number, b: number): number {
  requireDivisor(b);
  return (a - (a % b)) / b;
}

/** Python's `a % b`: the sign of `b`. */
export function modulo(a: number, b: number): number {
  requireDivisor(b);
  return ((a % b) + b) % b;
}

/** The rest of `quotient`: the sign of `a`. */
export function rest(a: number, b: number): number {
  requireDivisor(b);
  return a % b;
}

/** `base ** exponent`. Negative exponents leave only 1 and -1. */
export function power(base: number, exponent: number): number {
  if (exponent < 0) return base === 1 ? 1 : base === -1 ? (exponent % 2 === 0 ? 1 : -1) : 0;
  return base ** exponent;
}

/** The same for integers of at most 32 bits: exact in those. */
export function narrowPower(base: number, exponent: number): number {
  const direct = power(base, exponent);
  if (Number.isSafeInteger(direct)) return direct;
  let result = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = Math.imul(result, factor);
    factor = Math.imul(factor, factor);
  }
  return result;
}
