/** How tensors print: what `torch.set_printoptions` sets, with its profiles. */

export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors with more elements than this are shown by their edges only. */
  readonly threshold: number;
  /** How many items of each dimension such a tensor shows at its beginning and at its end. */
  readonly edgeitems: number;
  /** Characters in a line before it is broken. */
  readonly linewidth: number;
  /** Scientific notation always or never; null leaves it to the values. */
  readonly sciMode: boolean | null;
}

export type PrintProfile = "default" | "short" | "full";

/** The arguments of `torch.set_printoptions`. */
export type PrintOptionChanges = Partial<PrintOptions> & { readonly profile?: PrintProfile };

type ProfileOptions = Omit<PrintOptions, "sciMode">;

const PROFILES: Readonly<Record<PrintProfile, ProfileOptions>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
};

export const DEFAULT_PRINT_OPTIONS: PrintOptions = { ...PROFILES.default, sciMode: null };

/**
 * The options after `torch.set_printoptions(...)`: a profile first, then what is given beside it.
 * As in PyTorch, `sciMode` does not last: a call without it gives the choice back to the values.
 */
export function changedPrintOptions(current: PrintOptions, changes: PrintOptionChanges): PrintOptions {
  const { profile, ...given } = changes;
  return { ...current, ...(profile ? PROFILES[profile] : {}), sciMode: null, ...given };
}
