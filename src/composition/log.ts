import * as vscode from "vscode";

/**
 * The log channel. It is a `Logger` for the parts without VS Code; its level is the person's own
 * choice ("Developer: Set Log Level..."), and only trace names their resources.
 */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Azure Deleted Resources", { log: true });
}
