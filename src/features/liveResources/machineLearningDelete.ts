import * as l10n from "@vscode/l10n";
import { stringAt, type JsonObject } from "../../base/json";
import { notUnderstood, unchangedSince, type LiveDeletion } from "./liveDeletion";
import { liveWorkspace } from "../../services/parts/machineLearningPreconditions";
import type { PlanStep } from "../../services/plan";
import type { Refusal } from "../../services/service";

const provisioningState = ["properties", "provisioningState"];

/**
 * Deletes a live Machine Learning workspace, with soft delete or permanently; only the confirmation
 * page may start the latter.
 *
 * @param workspace what {@link liveWorkspace} or a list answered.
 */
export function deleteWorkspace(
  workspace: JsonObject,
  how: "softly" | "permanently",
): LiveDeletion | Refusal {
  const id = stringAt(workspace, "id");
  const name = stringAt(workspace, "name");
  if (id === undefined || name === undefined) {
    return notUnderstood();
  }
  // Lists have soft-deleted workspaces as well: github.com/Azure/azure-powershell/issues/28286
  if (stringAt(workspace, ...provisioningState)?.toLowerCase() === "softdeleted") {
    return {
      refused: l10n.t(
        '"{0}" is already soft-deleted. Recover or purge the workspace instead.',
        name,
      ),
    };
  }
  const permanent = how === "permanently";
  const isKept = !permanent && canBeKept(workspace);
  return {
    steps: [permanent ? permanentStep(workspace, id, name) : softStep(workspace, id, name)],
    permanent: !isKept,
    permission: {
      action: "Microsoft.MachineLearningServices/workspaces/delete",
      scope: "resourceGroup",
      role: "Contributor",
    },
    ...(isKept ? meaningOfSoft(workspace, name) : meaningOfPermanent(name, permanent)),
  };
}

/** "Soft-deletion ... is not supported when a workspace uses only user-assigned managed identity." */
function canBeKept(workspace: JsonObject): boolean {
  return stringAt(workspace, "identity", "type")?.toLowerCase() !== "userassigned";
}

function softStep(workspace: JsonObject, id: string, target: string): PlanStep {
  const request = liveWorkspace(id);
  return {
    id: "delete",
    title: l10n.t("Delete workspace"),
    target,
    request: { ...request, method: "DELETE" },
    // Whether a soft-deleted workspace answers with 404, or says so, is not documented.
    postcondition: {
      request,
      expects: "absent",
      where: { path: provisioningState, value: "SoftDeleted", not: true },
    },
    precondition: unchangedSince(workspace, request, identity),
  };
}

function permanentStep(workspace: JsonObject, id: string, target: string): PlanStep {
  const request = liveWorkspace(id);
  return {
    id: "deletePermanently",
    title: l10n.t("Delete workspace permanently"),
    target,
    request: { ...request, method: "DELETE", query: { forceToPurge: "true" } },
    postcondition: { request, expects: "absent" },
    precondition: unchangedSince(workspace, request, identity),
  };
}

// Distinguishes this workspace from a later one with the same name.
const identity = [
  ["properties", "workspaceId"],
  ["systemData", "createdAt"],
];

type Meaning = Pick<LiveDeletion, "lost" | "kept" | "besides">;

// learn.microsoft.com/azure/machine-learning/concept-soft-delete: this and what follows
function meaningOfSoft(workspace: JsonObject, name: string): Meaning {
  const encryption = stringAt(workspace, "properties", "encryption", "status");
  return {
    lost: [
      l10n.t(
        "Compute instances, compute clusters, inference endpoints, queued and running jobs, and the internal cache are permanently deleted.",
      ),
      l10n.t(
        "Role assignments and linked Databricks workspaces are deleted, too. A recovery tries to restore the links and the role assignments of the workspace's own identity, but doesn't guarantee them.",
      ),
    ],
    kept: [
      l10n.t(
        "Run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects, and datastores are kept for 14 days. After that, Azure purges them.",
      ),
    ],
    besides: [
      l10n.t('The name "{0}" can\'t be used again until the workspace is purged.', name),
      l10n.t(
        "A recovery needs the workspace's storage account and key vault, so don't delete these resources.",
      ),
      l10n.t("Microsoft documents the recovery only in the Azure portal, under Recently deleted."),
      ...(encryption?.toLowerCase() === "enabled"
        ? [
            l10n.t(
              "The workspace is encrypted with a customer-managed key. Its managed resource group stays and is charged until the workspace is purged.",
            ),
          ]
        : []),
      l10n.t("If you must remove personal data, delete the workspace permanently instead."),
    ],
  };
}

function meaningOfPermanent(name: string, isAsked: boolean): Meaning {
  return {
    lost: [
      ...(isAsked
        ? []
        : [
            l10n.t(
              "The workspace has only a user-assigned identity, and Azure doesn't support soft delete for such a workspace. Expect the workspace to be permanently lost.",
            ),
          ]),
      l10n.t(
        "All data and metadata of the workspace are permanently lost: run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects, and datastores.",
      ),
      l10n.t(
        "Compute instances, compute clusters, inference endpoints, jobs, and role assignments are lost, too.",
      ),
    ],
    kept: [],
    besides: [
      // github.com/Azure/azure-cli/issues/33756
      l10n.t(
        'The name "{0}" can be used again afterward. If Azure still refuses the name, see {1}.',
        name,
        "https://aka.ms/wsoftdelete",
      ),
      l10n.t("You can permanently delete only one workspace at a time."),
    ],
  };
}
