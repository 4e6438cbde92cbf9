/**
 * Every setting of the extension, a row each: its key under `tensorglass.`, its default, and how to read what a user
 * may have written. The manifest declares the same keys and defaults; a test holds the two together.
 */
import type { DevicePreference } from "../webview/protocol.ts";

export interface Setting<Value> {
  readonly key: string;
  readonly fallback: Value;
  /** Gives the value, or null for what is none. */
  readonly read: (written: unknown) => Value | null;
}

const flag = (key: string, fallback: boolean): Setting<boolean> => ({
  key,
  fallback,
  read: (written) => (typeof written === "boolean" ? written : null),
});

const amount = (key: string, fallback: number, least: number): Setting<number> => ({
  key,
  fallback,
  read: (written) => (typeof written === "number" && written >= least ? written : null),
});

const choice = <Value extends string>(
  key: string,
  fallback: Value,
  values: readonly Value[],
): Setting<Value> => ({
  key,
  fallback,
  read: (written) => values.find((value) => value === written) ?? null,
});

export const settingsTable = {
  device: choice<DevicePreference>("device", "auto", ["auto", "webgpu", "cpu"]),
  /** MiB. */
  memoryBudget: amount("memoryBudget", 2048, 16),
  /** Seconds; 0 for no limit. */
  shapeRunTimeout: amount("shapeRun.timeout", 10, 0),
  /** Seconds; 0 for no limit. */
  valueRunTimeout: amount("valueRun.timeout", 120, 0),
  codeLens: flag("codeLens.enabled", true),
  hover: flag("hover.enabled", true),
  inlayHints: flag("inlayHints.enabled", true),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settingsTable;
export type SettingValue<Name extends SettingName> =
  (typeof settingsTable)[Name] extends Setting<infer Value> ? Value : never;

/** @param get what the editor holds for a key */
export function readSetting<Name extends SettingName>(
  name: Name,
  get: (key: string) => unknown,
): SettingValue<Name> {
  const { key, fallback, read } = settingsTable[name];
  return (read(get(key)) ?? fallback) as SettingValue<Name>;
}
