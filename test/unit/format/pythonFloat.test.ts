import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exponentText, fixedText } from "../../../engine/format/pythonFloat.ts";

describe("fixedText is '{:.nf}'.format", () => {
  test.each([
    [0.5, 0, "0"],
    [1.5, 0, "2"],
    [2.5, 0, "2"],
    [-0.5, 0, "-0"],
    [-0, 4, "-0.0000"],
    [0.03125, 4, "0.0312"],
    [0.09375, 4, "0.0938"],
    [2.675, 2, "2.67"], // lies below the tie
    [1e21, 1, "1000000000000000000000.0"],
    [1e23, 0, "99999999999999991611392"],
    [Number.NaN, 4, "nan"],
    [-Infinity, 4, "-inf"],
  ])("%d with %i digits: %s", (x, digits, text) => {
    expect(fixedText(x, digits)).toBe(text);
  });
});

describe("exponentText is '{:.ne}'.format", () => {
  test.each([
    [1, 4, "1.0000e+00"],
    [-0, 4, "-0.0000e+00"],
    [1e-5, 4, "1.0000e-05"],
    [1e300, 1, "1.0e+300"],
    [12345, 3, "1.234e+04"],
    [12355, 3, "1.236e+04"],
    [2.5, 0, "2e+00"],
    [9.5, 0, "1e+01"],
    [0.125, 1, "1.2e-01"],
    [Infinity, 2, "inf"],
  ])("%d with %i digits: %s", (x, digits, text) => {
    expect(exponentText(x, digits)).toBe(text);
  });
});

/** n · 2^shift rounded half to even at 10^-digits, in integers. */
function roundedExactly(n: bigint, shift: number, digits: number): bigint {
  const scaled = n * 10n ** BigInt(digits);
  if (shift >= 0) return scaled << BigInt(shift);
  const unit = 1n << BigInt(-shift);
  const below = scaled / unit;
  const twice = 2n * (scaled % unit);
  return twice > unit || (twice === unit && below % 2n === 1n) ? below + 1n : below;
}

test("every rounding, ties among them, is that of exact arithmetic", () => {
  const mantissa = fc.oneof(fc.nat(5000), fc.maxSafeNat());
  fc.assert(
    fc.property(mantissa, fc.integer({ min: -30, max: 60 }), fc.nat(12), (n, shift, digits) => {
      const text = fixedText(n * 2 ** shift, digits);
      expect(BigInt(text.replace(".", ""))).toBe(roundedExactly(BigInt(n), shift, digits));
    }),
    { numRuns: 2000 },
  );
});
