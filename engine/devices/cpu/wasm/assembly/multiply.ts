// The product of packed panels, blocked for the caches (Goto & van de Geijn, "Anatomy of High-Performance Matrix
// Multiplication"): a panel of B stays in the first-level cache while the panels of a block of A pass by.

import { bytes } from "./address";
import { tile2, tile4, tile6 } from "./tile";

/** Steps of k at a time: a panel of B is 8 kB then, a quarter of a small first-level cache. */
const DEPTH: i32 = 256;
/**
 * Rows of a panel of A. A fused multiply-add leaves registers for 6 × 8 sums (62 GFLOP/s); a product of its own needs
 * one more than there are, and the values that go through memory instead cost more than 4 × 8 does (35 against 46).
 */
const PANEL: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
export function panelRows(): i32 {
  return PANEL;
}

/** Rows of A at a time: 120 kB, within the second-level cache. A multiple of 4 and of 6. */
const ROWS: i32 = 120;

export function multiply(m: i32, n: i32, k: i32, a: i32, b: i32, c: i32, ldc: i32, init: i32): void {
  const rowBytes = bytes(ldc);
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = min(DEPTH, k - k0);
    for (let i0 = 0; i0 < m; i0 += ROWS) {
      const i1 = min(i0 + ROWS, m);
      for (let j = 0; j < n; j += 8) {
        const bPanel = bytes(b + j * k + k0 * 8);
        for (let i = i0; i < i1; i += PANEL) {
          const left = m - i;
          const aPanel = bytes(a + i * k);
          const start = init && k0 === 0 ? bytes(init + i) : 0;
          const to = bytes(c + i * ldc + j);
          if (PANEL === 6 && left > 4) tile6(depth, aPanel + bytes(k0 * 6), bPanel, to, rowBytes, start);
          else if (left > 2) tile4(depth, aPanel + bytes(k0 * 4), bPanel, to, rowBytes, start);
          else tile2(depth, aPanel + bytes(k0 * 2), bPanel, to, rowBytes, start);
        }
      }
    }
  }
}
