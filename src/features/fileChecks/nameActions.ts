import * as vscode from "vscode";
import { commandIds } from "../../ui/ids";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { NameHolder } from "./nameIndex";
import { editToSet, written } from "../../templates/insertion";
import { label } from "../../ui/text";
import type { NameDiagnostic } from "./diagnostics";
import { possibleWith } from "./messages";
import { rangeIn } from "./workspaceFiles";

/** The row argument for a command, for an item. */
export type RowOf = (item: InventoryItem) => unknown;

/** The quick fixes for a name conflict: recover, purge, or have the deployment recover it. */
export function actionsFor(
  diagnostic: NameDiagnostic,
  currentText: (uri: vscode.Uri) => string | undefined,
  rowOf: RowOf,
): readonly vscode.CodeAction[] {
  const actions = diagnostic.holders.flatMap((holder) => [
    ...commandsFor(holder, diagnostic, rowOf),
    ...editsFor(holder, diagnostic, currentText),
  ]);
  for (const action of actions) {
    action.diagnostics = [diagnostic.diagnostic];
  }
  return actions;
}

function commandsFor(
  holder: NameHolder,
  { holders }: NameDiagnostic,
  rowOf: RowOf,
): readonly vscode.CodeAction[] {
  const { item, service } = holder;
  const { t } = vscode.l10n;
  const words = {
    noun: service.noun(item.resource),
    name: label(item.resource.name),
    subscription: label(item.subscription.name),
  };
  const isOnly = holders.length === 1;
  const row = rowOf(item);
  const possible = possibleWith(holder);
  return [
    ...(possible.recover
      ? [
          commandAction(
            commandIds.recover,
            isOnly
              ? t('Recover the deleted {noun} "{name}"', words)
              : t('Recover the deleted {noun} "{name}" in "{subscription}"', words),
            row,
          ),
        ]
      : []),
    ...(possible.purge
      ? [
          commandAction(
            commandIds.purge,
            isOnly
              ? t('Purge the deleted {noun} "{name}"...', words)
              : t('Purge the deleted {noun} "{name}" in "{subscription}"...', words),
            row,
          ),
        ]
      : []),
  ];
}

function commandAction(command: string, title: string, row: unknown): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command, title, arguments: [row] };
  return action;
}

function editsFor(
  { deployment: { recoverProperty } }: NameHolder,
  { declared }: NameDiagnostic,
  currentText: (uri: vscode.Uri) => string | undefined,
): readonly vscode.CodeAction[] {
  const syntax = declared?.resource.body?.syntax;
  if (declared === undefined || syntax === undefined || recoverProperty === undefined) {
    return [];
  }
  const { source, resource } = declared;
  const edit = editToSet(source.text, resource, recoverProperty);
  const current = currentText(source.uri);
  if (edit === undefined || (current !== undefined && current !== source.text)) {
    return [];
  }
  const action = new vscode.CodeAction(
    // A deployment with the recover property fails when nothing is deleted anymore:
    // github.com/Azure/azure-service-operator/issues/3433
    vscode.l10n.t("Add {0} (remove it after the deployment)", written(recoverProperty, syntax)),
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(source.uri, rangeIn(source.text, edit), edit.text);
  return [action];
}
