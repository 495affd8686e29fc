import type * as vscode from "vscode";

/** A signal that aborts when the person cancels what shows progress. */
export function abortedBy(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => {
    controller.abort(new Error("cancelled"));
  });
  return controller.signal;
}
