import * as vscode from "vscode";
import { isStepEnd, type Operation } from "../../recovery/operation";
import { doingWord } from "../actionWords";
import { label } from "../text";

/** What a running operation is doing now, in a few words. */
export function progressText(operation: Operation): string {
  const index = operation.steps.findIndex((step) => !isStepEnd(step));
  const state = operation.steps[index]?.state;
  const step = operation.plan.steps[index];
  const many = operation.steps.length > 1;
  const place = many ? vscode.l10n.t("step {0} of {1}: ", index + 1, operation.steps.length) : "";
  switch (state) {
    case undefined:
      return vscode.l10n.t("finishing…");
    case "waiting": {
      const retrying = operation.steps[index];
      return retrying?.state === "waiting" && retrying.retry !== undefined
        ? place + vscode.l10n.t("Azure is still busy with it, trying again…")
        : place + vscode.l10n.t("checking…");
    }
    case "sending":
      return place + vscode.l10n.t("sending…");
    case "polling":
      return (
        place +
        (step?.id === "createResourceGroup"
          ? vscode.l10n.t("creating {0}…", label(step.target))
          : doingWord(operation.plan.action))
      );
    default:
      return place + vscode.l10n.t("waiting until Azure shows it…");
  }
}
