import * as vscode from "vscode";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { missingRoles } from "./missingRoles";
import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
  type Outcome,
} from "../../operations/operation";
import type { SoftDeleteService } from "../../services/service";
import { countSentence, doneSentence, failedSentence, uncertainSentence } from "../actionWords";
import { copyFailedOperations } from "./copyDetails";
import { retryMode } from "./retrying";
import { pageOf } from "../portal";
import { roleAssignments, type RoleAssignments } from "../roleAssignments";
import { inNotification } from "../text";

export interface AnnouncementParts {
  readonly showLog: () => void;
  /** What a purge left soft-deleted. */
  readonly leftBehind: (operation: Operation) => Promise<readonly InventoryItem[]>;
  /** Opens the confirmation page. */
  readonly purge: (item: InventoryItem) => Thenable<unknown>;
  readonly service: (id: string) => SoftDeleteService | undefined;
  /** The display name of the account it ran as; undefined where unknown now. */
  readonly accountLabel: (operation: Operation) => string | undefined;
  readonly retry: (operation: Operation) => unknown;
  readonly openInPortal: (operation: Operation, page: string) => Promise<void>;
}

/** Announces an operation's result with the next actions. */
async function announce(operation: Operation, parts: AnnouncementParts): Promise<void> {
  const { action, subject } = operation.plan;
  const name = inNotification(subject.name);
  switch (outcomeOf(operation)) {
    case "running":
      return;
    case "cancelled": {
      const remainder = remainderOf(operation);
      if (remainder !== undefined) {
        const sentence = vscode.l10n.t('"{0}": canceled. {1}', name, inNotification(remainder));
        await offer(vscode.window.showWarningMessage, sentence, {});
      }
      return;
    }
    case "failed":
      await announceFailure(operation, parts);
      return;
    case "succeeded": {
      const notes = notesOf(operation).map(inNotification);
      const [left, ...more] = await parts.leftBehind(operation);
      if (left !== undefined) {
        await announceLeftBehind(operation, [left, ...more], parts);
        return;
      }
      const page = pageOf(operation);
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

/** Announces a purge that left something behind, with a button for the next purge. */
async function announceLeftBehind(
  operation: Operation,
  [left, ...more]: readonly [InventoryItem, ...InventoryItem[]],
  { purge }: AnnouncementParts,
): Promise<void> {
  const { action, subject, leavesBehind } = operation.plan;
  const name = inNotification(left.resource.name);
  const sentences = [
    doneSentence(action, inNotification(subject.name)),
    ...notesOf(operation).map(inNotification),
    more.length === 0
      ? vscode.l10n.t('The workspace "{0}" in the same resource group is still soft-deleted.', name)
      : vscode.l10n.t(
          'The workspace "{0}" and {1} more in the same resource group are still soft-deleted.',
          name,
          more.length,
        ),
    leavesBehind?.meaning ?? "",
  ];
  await offer(vscode.window.showWarningMessage, sentences.join(" ").trim(), {
    [vscode.l10n.t('Purge "{0}"...', name)]: () => purge(left),
  });
}

async function announceFailure(operation: Operation, parts: AnnouncementParts): Promise<void> {
  const { action, subject } = operation.plan;
  const name = inNotification(subject.name);
  const assignments = assignmentsFor([operation], parts);
  const reason = inNotification(
    [reasonOf(operation) ?? "", remainderOf(operation) ?? "", assignments.remark]
      .filter((sentence) => sentence !== "")
      .join(" "),
  );
  const actions = {
    ...(retryMode(operation) === "resume"
      ? { [vscode.l10n.t("Retry")]: () => parts.retry(operation) }
      : {}),
    ...failureActions([operation], assignments, parts),
  };
  if (isUncertain(operation)) {
    await offer(vscode.window.showWarningMessage, uncertainSentence(action, name, reason), actions);
    return;
  }
  await offer(vscode.window.showErrorMessage, failedSentence(action, name, reason), actions);
}

function failureActions(
  operations: readonly Operation[],
  { commands }: RoleAssignments,
  parts: AnnouncementParts,
): Readonly<Record<string, () => unknown>> {
  return {
    ...(commands.length === 0
      ? {}
      : {
          [vscode.l10n.t("Copy Role Assignment Command")]: () =>
            vscode.env.clipboard.writeText(commands.join("\n")),
        }),
    [vscode.l10n.t("Show Log")]: parts.showLog,
    [vscode.l10n.t("Copy Details")]: () => copyFailedOperations(operations),
  };
}

/** For each missing role that Azure reported, where known. */
function assignmentsFor(
  operations: readonly Operation[],
  { service, accountLabel }: AnnouncementParts,
): RoleAssignments {
  return roleAssignments(
    operations.flatMap((operation) =>
      missingRoles(operation, service).map((missing) => ({
        missing,
        account: accountLabel(operation),
      })),
    ),
  );
}

/** Announces the results of operations started together. */
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
  const message = cancelled === 0 ? done : `${done} ${vscode.l10n.t("Canceled: {0}.", cancelled)}`;
  if (count("failed") === 0) {
    await offer(vscode.window.showInformationMessage, message, {});
    return;
  }
  const assignments = assignmentsFor(operations, parts);
  const why = vscode.l10n.t("See the Operations view for the reasons of the failures.");
  await offer(
    vscode.window.showErrorMessage,
    [message, why, inNotification(assignments.remark)].join(" ").trim(),
    failureActions(operations, assignments, parts),
  );
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
