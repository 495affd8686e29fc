import * as vscode from "vscode";
import { commandIds } from "../../ui/ids";

/** The rows of the Help and Feedback view. */
export function helpRows(extensionId: string): vscode.TreeItem[] {
  return [
    row(vscode.l10n.t("Get Started"), "star-empty", "workbench.action.openWalkthrough", [
      `${extensionId}#gettingStarted`,
    ]),
    row(vscode.l10n.t("Read the Documentation"), "book", "extension.open", [extensionId]),
    row(vscode.l10n.t("Show Log"), "output", commandIds.showLog, []),
    row(vscode.l10n.t("Report Issue..."), "report", commandIds.reportIssue, []),
  ];
}

function row(
  title: string,
  icon: string,
  command: string,
  given: readonly unknown[],
): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.id = command;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title, arguments: [...given] };
  item.accessibilityInformation = { label: title };
  return item;
}
