/** The settings as VS Code holds them now. */
import * as vscode from "vscode";
import { readSetting, type SettingName, type SettingValue, settingsTable } from "./settingsTable.ts";

const section = "tensorglass";

export function setting<Name extends SettingName>(name: Name): SettingValue<Name> {
  const configuration = vscode.workspace.getConfiguration(section);
  return readSetting(name, (key) => configuration.get(key));
}

/** Calls `listener` when one of these settings changed. */
export function onDidChangeSettings(names: readonly SettingName[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${section}.${settingsTable[name].key}`))) listener();
  });
}
