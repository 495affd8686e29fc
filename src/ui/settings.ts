import * as vscode from "vscode";
import { toCredentialKind, type CredentialKind } from "../account/credentialKind";
import { settingNames, settingsSection } from "./ids";

/** This extension's settings, read on each access. */
export const settings = {
  credential: (): CredentialKind => toCredentialKind(read(settingNames.credential)),
  /** Ids of the shown services; undefined for all. */
  services: (): readonly string[] | undefined => {
    const value = read(settingNames.services);
    const ids = Array.isArray(value)
      ? value.filter((id): id is string => typeof id === "string")
      : [];
    return ids.length === 0 ? undefined : ids;
  },
  warnBeforePurgeHours: (): number => {
    const value = read(settingNames.warnBeforePurgeHours);
    return typeof value === "number" && value >= 0 ? value : 24;
  },
  notifyBeforePurge: (): boolean => read(settingNames.notifyBeforePurge) !== false,
  refreshOnFocus: (): boolean => read(settingNames.refreshOnFocus) !== false,
  checkFiles: (): boolean => read(settingNames.checkFiles) !== false,
};

/** Calls the listener when the named setting changes. */
export function onDidChangeSetting(
  name: keyof typeof settingNames,
  listener: () => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.${settingNames[name]}`)) {
      listener();
    }
  });
}

function read(name: string): unknown {
  return vscode.workspace.getConfiguration(settingsSection).get<unknown>(name);
}
