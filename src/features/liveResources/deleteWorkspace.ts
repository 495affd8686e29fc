import * as vscode from "vscode";
import { deleteWorkspace } from "./machineLearningDelete";
import { liveWorkspace } from "../../services/parts/machineLearningPreconditions";
import { deleteLive, type LiveDeleter } from "./deleteLive";
import { pickLive, type LiveSources } from "./pickLive";

/** Deletes a Machine Learning workspace, recoverably unless the person chooses to do it permanently. */
export async function deleteMachineLearningWorkspace(
  sources: LiveSources,
  deleter: LiveDeleter,
): Promise<void> {
  const title = vscode.l10n.t("Delete a Machine Learning Workspace");
  const workspace = await pickLive(sources, {
    types: ["microsoft.machinelearningservices/workspaces"],
    title,
    placeHolder: vscode.l10n.t("Select a workspace"),
    none: vscode.l10n.t("No workspaces were found in the subscriptions that could be read."),
    read: liveWorkspace,
  });
  const how = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Soft delete"),
        detail: vscode.l10n.t("The workspace can be recovered for 14 days."),
        how: "softly" as const,
      },
      {
        label: vscode.l10n.t("Delete permanently..."),
        detail: vscode.l10n.t(
          "The workspace can't be recovered afterward. You confirm on the next page.",
        ),
        how: "permanently" as const,
      },
    ],
    { title, placeHolder: vscode.l10n.t("Select how to delete the workspace") },
  );
  if (how !== undefined) {
    await deleteLive(deleter, workspace, deleteWorkspace(workspace.body, how.how), {
      serviceId: "machineLearning",
      noun: vscode.l10n.t("Machine Learning workspace"),
    });
  }
}
