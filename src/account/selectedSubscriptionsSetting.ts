import * as vscode from "vscode";
import type { SharedSetting } from "./selectedSubscriptions";

const section = "azureResourceGroups";
const name = "selectedSubscriptions";

/** `azureResourceGroups.selectedSubscriptions`, the setting of the Azure Resources extension. */
export const selectedSubscriptionsSetting: SharedSetting = {
  name: `${section}.${name}`,
  value: () => vscode.workspace.getConfiguration(section).get<unknown>(name),
  write: async (entries) => {
    const configuration = vscode.workspace.getConfiguration(section);
    // A workspace value overrides the user value, so writing the user value would have no effect.
    const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
    await configuration.update(
      name,
      entries,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
  },
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${name}`)) {
        listener();
      }
    }),
};
