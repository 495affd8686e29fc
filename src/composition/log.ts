import * as vscode from "vscode";

/**
 * The log channel, a `Logger` for code without VS Code. The person chooses its level ("Developer:
 * Set Log Level..."); only trace contains names of resources.
 */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Azure Deleted Resources", { log: true });
}
