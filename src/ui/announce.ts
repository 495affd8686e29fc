import * as vscode from "vscode";
import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
  type Outcome,
} from "../recovery/operation";
import { countSentence, doneSentence, failedSentence, uncertainSentence } from "./actionWords";
import { inNotification } from "./text";

export interface AnnouncementParts {
  readonly showLog: () => void;
  /** Where the portal shows what has come of it; undefined where it has no page of its own. */
  readonly portalPage: (operation: Operation) => string | undefined;
  readonly openInPortal: (operation: Operation, page: string) => Promise<void>;
}

/** Says how an operation ended, with what a person does next. */
export async function announce(operation: Operation, parts: AnnouncementParts): Promise<void> {
  const { action, subject } = operation.plan;
  const name = inNotification(subject.name);
  switch (outcomeOf(operation)) {
    case "running":
      return;
    case "cancelled": {
      const remainder = remainderOf(operation);
      if (remainder !== undefined) {
        const sentence = vscode.l10n.t('"{0}": cancelled. {1}', name, inNotification(remainder));
        await offer(vscode.window.showWarningMessage, sentence, {});
      }
      return;
    }
    case "failed":
      await announceFailure(operation, parts);
      return;
    case "succeeded": {
      const notes = notesOf(operation).map(inNotification);
      const page = parts.portalPage(operation);
      await offer(
        vscode.window.showInformationMessage,
        [doneSentence(action, name), ...notes].join(" "),
        page === undefined
          ? {}
          : { [vscode.l10n.t("Open in Portal")]: () => parts.openInPortal(operation, page) },
      );
    }
  }
}

async function announceFailure(operation: Operation, parts: AnnouncementParts): Promise<void> {
  const { action, subject } = operation.plan;
  const name = inNotification(subject.name);
  const reason = inNotification(
    [reasonOf(operation) ?? "", remainderOf(operation) ?? ""].join(" ").trim(),
  );
  const actions = { [vscode.l10n.t("Show Log")]: parts.showLog };
  if (isUncertain(operation)) {
    await offer(vscode.window.showWarningMessage, uncertainSentence(action, name, reason), actions);
    return;
  }
  await offer(vscode.window.showErrorMessage, failedSentence(action, name, reason), actions);
}

/** Says how several ended that were started together. */
export async function announceAll(
  operations: readonly Operation[],
  parts: AnnouncementParts,
): Promise<void> {
  const [first] = operations;
  if (first === undefined) {
    return;
  }
  if (operations.length === 1) {
    await announce(first, parts);
    return;
  }
  const count = (outcome: Outcome): number =>
    operations.filter((operation) => outcomeOf(operation) === outcome).length;
  const done = countSentence(first.plan.action, count("succeeded"), operations.length);
  const cancelled = count("cancelled");
  const message = cancelled === 0 ? done : `${done} ${vscode.l10n.t("Cancelled: {0}.", cancelled)}`;
  await (count("failed") === 0
    ? offer(vscode.window.showInformationMessage, message, {})
    : offer(
        vscode.window.showErrorMessage,
        `${message} ${vscode.l10n.t("The Operations view says why the others failed.")}`,
        { [vscode.l10n.t("Show Log")]: parts.showLog },
      ));
}

async function offer(
  show: (message: string, ...actions: string[]) => Thenable<string | undefined>,
  message: string,
  actions: Readonly<Record<string, () => unknown>>,
): Promise<void> {
  const chosen = await show(message, ...Object.keys(actions));
  if (chosen !== undefined) {
    await actions[chosen]?.();
  }
}
