/**
 * Doubles as Python's `'{:.4f}'.format` and `'{:.4e}'.format` write them. JavaScript's own methods are exact too, but
 * they round ties away from zero where Python rounds to the even digit (0.03125 is `0.0312`), drop the sign of -0,
 * write `e+0` for `e+00`, and `toFixed` gives up at 1e21.
 * Up to 100 digits; more is a RangeError.
 */

/** `'{:.<digits>f}'.format(x)`. */
export function fixedText(x: number, digits: number): string {
  const special = nonFinite(x);
  if (special !== null) return special;
  const magnitude = Math.abs(x);
  const text = magnitude < 1e21 ? magnitude.toFixed(digits) : wholeText(magnitude, digits);
  return sign(x) + (isTie(magnitude, digits) ? evenLastDigit(text) : text);
}

/** `'{:.<digits>e}'.format(x)`: the exponent has at least two digits. */
export function exponentText(x: number, digits: number): string {
  const special = nonFinite(x);
  if (special !== null) return special;
  const magnitude = Math.abs(x);
  const [mantissa = "", power = ""] = magnitude.toExponential(digits).split("e");
  const exponent = Number(power);
  // Where rounding up reached the next power of ten, that was a step from 9 to the even 0 and the test is false.
  const even = isTie(magnitude, digits - exponent) ? evenLastDigit(mantissa) : mantissa;
  return `${sign(x)}${even}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** C's `%.<digits>g`: so many digits, without zeros at the end. */
export function shortest(x: number, digits: number): string {
  const text = exponentText(x, digits - 1);
  const power = Number(text.split("e")[1]);
  if (Number.isNaN(power)) return text;
  const zeros = /\.?0+$/;
  if (power < -4 || power >= digits) {
    const [mantissa = "", exponent = ""] = text.split("e");
    return `${mantissa.includes(".") ? mantissa.replace(zeros, "") : mantissa}e${exponent}`;
  }
  const fixed = fixedText(x, digits - 1 - power);
  return fixed.includes(".") ? fixed.replace(zeros, "") : fixed;
}

function nonFinite(x: number): string | null {
  if (Number.isNaN(x)) return "nan";
  if (Number.isFinite(x)) return null;
  return x > 0 ? "inf" : "-inf";
}

function sign(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}

/** All digits of a double that has no fraction. */
function wholeText(magnitude: number, digits: number): string {
  const whole = BigInt(magnitude).toString();
  return digits === 0 ? whole : `${whole}.${"0".repeat(digits)}`;
}

/**
 * Whether x lies midway between two neighbouring multiples of 10^-place. A double is an integer times a power of two,
 * so x = (2k + 1) / 2 · 10^-place holds exactly if, scaled by a power of two (which loses nothing), it is odd, and,
 * for multiples of 10, 100 …, divisible by as many fives.
 */
function isTie(magnitude: number, place: number): boolean {
  if (place >= 0) return (magnitude * 2 ** (place + 1)) % 2 === 1;
  const scaled = magnitude / 2 ** (-place - 1);
  return scaled % 2 === 1 && scaled % 5 ** -place === 0;
}

/** Takes back the step that rounding a tie upward made to an odd digit. Being odd it is at least 1: nothing to borrow. */
function evenLastDigit(text: string): string {
  const last = Number(text.at(-1));
  return last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}
