import * as vscode from "vscode";
import { endedOf, type StartedBatch } from "../../operations/batch/batch";
import type { BatchRunner } from "../../operations/batch/batchRunner";
import { batchProgress, batchTitle } from "./batchTexts";

/** Progress is reported at most twice a second, which is fast enough to read. */
const reportInterval = 500;

/** A progress notification for a whole batch; its Cancel stops unsent items. */
export async function showBatchProgress(
  batches: BatchRunner,
  { id, ended }: StartedBatch,
): Promise<void> {
  const first = batches.find(id);
  if (first === undefined) {
    return;
  }
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: batchTitle(first),
      cancellable: true,
    },
    async (progress, token) => {
      let shown = 0;
      const report = (): void => {
        const batch = batches.find(id) ?? first;
        const share = (endedOf(batch) / Math.max(1, batch.total)) * 100;
        progress.report({ message: batchProgress(batch), increment: share - shown });
        shown = share;
      };
      report();
      const reporting = setInterval(report, reportInterval);
      const cancelling = token.onCancellationRequested(() => {
        batches.cancel(id);
        report();
      });
      try {
        await ended;
      } finally {
        clearInterval(reporting);
        cancelling.dispose();
      }
    },
  );
}
