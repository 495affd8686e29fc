import { getConfiguredAzureEnv } from "@microsoft/vscode-azext-azureauth";
import * as vscode from "vscode";
import type { Disposable } from "../base/listeners";
import { refuseCloudOfWorkspace, toCloud, type CloudDetails } from "./cloud";

const section = "microsoft-sovereign-cloud";
const environment = "environment";
const customEnvironment = "customEnvironment";

/**
 * The cloud that the settings `microsoft-sovereign-cloud.environment` and `.customEnvironment`
 * choose, read again each time. Throws an Error with a sentence when the custom cloud is chosen but
 * missing, incomplete or described by the workspace.
 */
export function configuredCloud(): CloudDetails {
  const chosen = vscode.workspace.getConfiguration(section);
  try {
    refuseCloudOfWorkspace(chosen.get(environment), {
      [`${section}.${environment}`]: chosen.inspect(environment),
      [`${section}.${customEnvironment}`]: chosen.inspect(customEnvironment),
    });
    return toCloud(getConfiguredAzureEnv());
  } catch (error) {
    throw new Error(
      vscode.l10n.t(
        "The cloud in the setting {0} can't be used. {1}",
        `${section}.${environment}`,
        error instanceof Error ? error.message : String(error),
      ),
      { cause: error },
    );
  }
}

/** Calls the listener when the settings that choose the cloud change. */
export function onDidChangeConfiguredCloud(listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) {
      listener();
    }
  });
}
