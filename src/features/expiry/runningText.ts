import * as l10n from "@vscode/l10n";
import { endedOf, type Batch } from "../../operations/batch/batch";
import type { Operation } from "../../operations/operation";
import { isStepEnd } from "../../operations/steps/progress";
import { doingTitle } from "../../ui/actionWords";
import { numberText } from "../../ui/quantities";
import { inPick } from "../../ui/text";

/**
 * What is running, in a few words: "Recovering kv-prod, step 1 of 2"; undefined for nothing. An item
 * of a batch is not among the operations.
 */
export function runningText(
  operations: readonly Operation[],
  batches: readonly Batch[],
): string | undefined {
  const texts = [
    ...operations.filter(({ endedAt }) => endedAt === undefined).map(operationText),
    ...batches.filter(({ endedAt }) => endedAt === undefined).map(batchText),
  ];
  return texts.length > 1
    ? l10n.t("{0} operations in progress", numberText(texts.length))
    : texts[0];
}

function operationText({ plan, steps }: Operation): string {
  const title = doingTitle(plan.action, inPick(plan.subject.name));
  const ended = steps.filter(isStepEnd).length;
  return steps.length > 1
    ? l10n.t("{0}, step {1} of {2}", title, Math.min(ended + 1, steps.length), steps.length)
    : title;
}

function batchText(batch: Batch): string {
  const count = l10n.t("{0} of {1}", numberText(endedOf(batch)), numberText(batch.total));
  return doingTitle(batch.action, count);
}
