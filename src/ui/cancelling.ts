import * as vscode from "vscode";

/** A signal that aborts when the person cancels, at once if that has already happened. */
export function abortedBy(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new vscode.CancellationError());
  };
  if (token.isCancellationRequested) {
    abort();
  } else {
    token.onCancellationRequested(abort);
  }
  return controller.signal;
}
