import * as vscode from "vscode";
import type { Inventory } from "../../inventory/inventory";
import type { Runner } from "../../operations/runner";
import { settings } from "../../ui/settings";
import type { DetailsDocuments } from "../../ui/details/detailsDocuments";
import { issueReport } from "./issueReport";

/** What an issue report is made of. */
export interface IssueSources {
  readonly inventory: Inventory;
  readonly runner: Runner;
  readonly details: DetailsDocuments;
  readonly extension: vscode.Extension<unknown>;
  /** The ids of all services. */
  readonly knownServices: () => Promise<readonly string[]>;
}

/**
 * Report Issue: shows the report, which contains nothing personal, and passes it to VS Code's form
 * after the person has seen it.
 */
export async function reportIssue(sources: IssueSources): Promise<void> {
  const text = issueReport(
    surroundings(sources.extension),
    sources.inventory.snapshot,
    sources.runner.operations,
    await sources.knownServices(),
  );
  await sources.details.show({
    name: vscode.l10n.t("Issue Details"),
    key: "issue",
    text,
  });
  const goOn = vscode.l10n.t("Continue");
  const copy = vscode.l10n.t("Copy");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "This text is added to your report: kinds, counts, and error codes, but no names, IDs, subscriptions, tenants, or addresses. Nothing is sent until you submit the report.",
    ),
    goOn,
    copy,
  );
  if (chosen === goOn) {
    await openReporter(sources.extension.id, text);
  } else if (chosen === copy) {
    await vscode.env.clipboard.writeText(text);
  }
}

async function openReporter(extensionId: string, issueBody: string): Promise<void> {
  try {
    await vscode.commands.executeCommand("workbench.action.openIssueReporter", {
      extensionId,
      issueBody,
    });
  } catch {
    // Some VS Codes in a browser have no form, and telemetry.feedback.enabled can turn it off.
    await vscode.env.clipboard.writeText(issueBody);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "VS Code can't open its issue reporter here. The text was copied to the clipboard instead.",
      ),
    );
  }
}

function surroundings({
  packageJSON,
}: vscode.Extension<unknown>): Parameters<typeof issueReport>[0] {
  const { version } = packageJSON as { readonly version: string };
  const remote = vscode.env.remoteName === undefined ? [] : ["remote"];
  const cloud = vscode.workspace
    .getConfiguration("microsoft-sovereign-cloud")
    .get<unknown>("environment");
  return {
    extension: version,
    vscode: [
      vscode.version,
      vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop",
      ...remote,
    ].join(" "),
    system: `${process.platform} ${process.arch}`,
    language: vscode.env.language,
    credential: settings.credential(),
    cloud: typeof cloud === "string" && cloud !== "" ? cloud : "AzureCloud",
    services: settings.services(),
  };
}
