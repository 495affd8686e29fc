import type * as vscode from "vscode";
import type { Clock } from "../../base/clock";

/** How long a hover waits for the Activity Log, in milliseconds; VS Code shows "Loading". */
const patience = 3_000;

/**
 * The answer, or undefined where it takes long, fails, or the pointer has left. VS Code keeps the
 * text of a hover until its row changes, and a row is never redrawn for its hover, because that
 * would close an open hover.
 */
export async function answerInTime<T>(
  answer: Promise<T>,
  clock: Clock,
  token: vscode.CancellationToken,
): Promise<T | undefined> {
  const over = new AbortController();
  const leaving = token.onCancellationRequested(() => {
    over.abort(new Error("the pointer has left"));
  });
  const pause = clock.sleep(patience, over.signal).catch(() => undefined);
  try {
    return (await Promise.race([answer.catch(() => undefined), pause])) ?? undefined;
  } finally {
    leaving.dispose();
    over.abort(new Error("the answer is there"));
  }
}
