import * as l10n from "@vscode/l10n";
import { stringAt, type JsonObject } from "../../base/json";
import { notUnderstood, unchangedSince, type LiveDeletion } from "./liveDeletion";
import { liveWorkspace } from "../../services/parts/machineLearningPreconditions";
import type { PlanStep } from "../../services/plan";
import type { Refusal } from "../../services/service";

const provisioningState = ["properties", "provisioningState"];

/**
 * Deletes a live Machine Learning workspace: so that it can be recovered, or for good, which only
 * the confirmation page may start.
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
    return { refused: l10n.t('"{0}" is soft-deleted already: recover or purge it.', name) };
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

// What tells this workspace from the next of the same name.
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
        "Compute instances, compute clusters, inference endpoints, queued and running jobs and the internal cache are deleted for good.",
      ),
      l10n.t(
        "Role assignments and linked Databricks workspaces are deleted too; a recovery tries to bring back those of the workspace's own identity and the links, and promises nothing.",
      ),
    ],
    kept: [
      l10n.t(
        "Run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects and datastores are kept for 14 days; then Azure purges them.",
      ),
    ],
    besides: [
      l10n.t('The name "{0}" cannot be used again until the workspace is purged.', name),
      l10n.t(
        "A recovery needs its storage account and its key vault: do not delete them meanwhile.",
      ),
      l10n.t(
        "Microsoft documents how to recover it in the Azure portal only, under Recently deleted.",
      ),
      ...(encryption?.toLowerCase() === "enabled"
        ? [
            l10n.t(
              "It is encrypted with a customer-managed key: its managed resource group stays and is charged until the workspace is purged.",
            ),
          ]
        : []),
      l10n.t("Where personal data must go, delete it permanently instead."),
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
              "It has a user-assigned identity only: Azure does not support soft delete of such a workspace, so count on losing it.",
            ),
          ]),
      l10n.t(
        "All data and metadata of the workspace are deleted: run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects and datastores. Nobody can restore them.",
      ),
      l10n.t(
        "Compute instances, compute clusters, inference endpoints, jobs and role assignments go with it.",
      ),
    ],
    kept: [],
    besides: [
      // github.com/Azure/azure-cli/issues/33756
      l10n.t(
        'The name "{0}" can be used again afterwards; where Azure still refuses it, see {1}.',
        name,
        "https://aka.ms/wsoftdelete",
      ),
      l10n.t("Only one workspace at a time can be deleted permanently."),
    ],
  };
}
