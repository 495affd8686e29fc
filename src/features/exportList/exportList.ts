import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { InventoryItem, InventorySnapshot } from "../../inventory/inventorySnapshot";
import { deletionKey } from "../../services/deletedResource";
import { exportFormats, exportText, incompleteSentence, type ExportFormat } from "./exportText";
import { numberText } from "../../ui/quantities";
import { inNotification, visible } from "../../ui/text";
import type { ViewOptionsStore } from "../../ui/tree/viewOptions";
import { visibleItems } from "../../ui/tree/buildRows";
import { offerSignIn, type Targets } from "../../commands/targets";

interface FormatPick extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

const endings: Readonly<Record<ExportFormat, string>> = {
  csv: "csv",
  json: "json",
  markdown: "md",
};

/** Export List...: writes the view's list, in its order, to a file and opens it. */
export async function exportList(
  { inventory, serviceOf, ensureRead }: Targets,
  viewOptions: ViewOptionsStore,
  clock: Clock,
): Promise<void> {
  if ((await ensureRead()) === "signedOut") {
    await offerSignIn();
    return;
  }
  const { current } = viewOptions;
  const all = withoutRepeats(inventory.items);
  const items = visibleItems(all, current, serviceOf);
  const { t } = vscode.l10n;
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      all.length === 0
        ? t("There's nothing to export because the list has no deleted resources.")
        : t(
            'There\'s nothing to export because no deleted resource matches "{0}".',
            inNotification(current.filter),
          ),
    );
    return;
  }
  const which =
    current.filter === ""
      ? t("{0} deleted resources", numberText(items.length))
      : t(
          '{0} of {1} deleted resources, matching "{2}"',
          numberText(items.length),
          numberText(all.length),
          visible(current.filter),
        );
  const format = await chooseFormat(which);
  if (format === undefined) {
    return;
  }
  const now = clock.now();
  const target = await vscode.window.showSaveDialog({
    title: t("Export {0}", which),
    saveLabel: t("Export"),
    defaultUri: vscode.Uri.joinPath(folder(), fileName(format, now)),
    filters: { [nameOf(format)]: [endings[format]] },
  });
  if (target === undefined) {
    return;
  }
  const isIncomplete = hasGaps(inventory.snapshot);
  const text = exportText(format, items, {
    serviceOf,
    filter: current.filter,
    total: all.length,
    isIncomplete,
    now,
  });
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
  void vscode.window.showInformationMessage(
    [
      t("Exported {0}.", inNotification(which)),
      ...(isIncomplete ? [incompleteSentence()] : []),
    ].join(" "),
  );
}

async function chooseFormat(which: string): Promise<ExportFormat | undefined> {
  const { t } = vscode.l10n;
  const uses: Readonly<Record<ExportFormat, string>> = {
    csv: t("for a spreadsheet"),
    json: t("for a program, with all details"),
    markdown: t("for reading, an issue, or a wiki"),
  };
  const chosen = await vscode.window.showQuickPick<FormatPick>(
    exportFormats.map((format) => ({ label: nameOf(format), description: uses[format], format })),
    { title: t("Export {0}", which), placeHolder: t("Select a format") },
  );
  return chosen?.format;
}

function nameOf(format: ExportFormat): string {
  return format === "markdown" ? "Markdown" : format.toUpperCase();
}

/** Whether something couldn't be read, so that the export may be incomplete. */
function hasGaps({ problems, subscriptions }: InventorySnapshot): boolean {
  return (
    problems.length > 0 ||
    subscriptions.some(({ branches }) =>
      branches.some(({ failure, malformed }) => failure !== undefined || malformed > 0),
    )
  );
}

/** Two accounts can list the same deletion. */
function withoutRepeats(items: readonly InventoryItem[]): readonly InventoryItem[] {
  const seen = new Set<string>();
  return items.filter(({ resource }) => {
    const key = deletionKey(resource);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** The workspace folder, or the home folder where there is no writable one. */
function folder(): vscode.Uri {
  const { fs, workspaceFolders = [] } = vscode.workspace;
  const open = workspaceFolders.find(({ uri }) => fs.isWritableFileSystem(uri.scheme) !== false);
  return open?.uri ?? vscode.Uri.file(homedir());
}

function fileName(format: ExportFormat, now: number): string {
  return `deleted-resources-${new Date(now).toISOString().slice(0, 10)}.${endings[format]}`;
}
