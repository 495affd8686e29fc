import * as l10n from "@vscode/l10n";
import { armPath } from "../azure/armRequest";
import { stringAt } from "../base/json";
import { normalizeLocation } from "../azure/resourceId";
import type { DeletedResource } from "./deletedResource";
import {
  apiVersion,
  entryInList,
  isTellable,
  liveWorkspace,
  stillDeleted,
  workspaces,
} from "./parts/machineLearningPreconditions";
import {
  isSoftDeleted,
  readDeleted,
  readDeletion,
  readListed,
  retentionHours,
  workspaceType,
} from "./parts/machineLearningReaders";
import {
  reservedNames,
  prerequisitesOf,
  recoverBody,
  recoverVersion,
} from "./parts/machineLearningSettings";
import type { Question } from "./question";
import { quotedAfter } from "./nameConflicts";
import type { SoftDeleteService } from "./service";

const deleteOperation = `${workspaceType}/delete`;

/** The Activity Log has no region. */
function regionQuestion({ name }: DeletedResource): Question {
  return {
    kind: "name",
    id: "region",
    prompt: l10n.t('Which region was the workspace "{0}" in? Azure doesn\'t report it.', name),
    suggested: "",
    refuse: (text) =>
      /^[a-z][a-z0-9 ]+$/i.test(text.trim())
        ? undefined
        : l10n.t('Enter a region name, such as "swedencentral".'),
  };
}

function billedWhileDeleted(resource: DeletedResource): readonly string[] {
  if (resource.location === "") {
    return [
      l10n.t(
        "If the workspace is encrypted with a customer-managed key, its managed resource group is charged until the workspace is purged.",
      ),
    ];
  }
  return stringAt(resource.raw, "properties", "encryption", "status")?.toLowerCase() === "enabled"
    ? [
        l10n.t(
          "The workspace is encrypted with a customer-managed key. Its managed resource group is charged until the workspace is purged.",
        ),
      ]
    : [];
}

function nothingToPurge(): string {
  return l10n.t(
    "Azure can't find the workspace, so there's nothing to purge. Azure may still reserve the name: see {0}.",
    reservedNames,
  );
}

/** Azure Machine Learning workspaces, also those behind Foundry hubs and projects. */
export const machineLearning: SoftDeleteService = {
  id: "machineLearning",
  get name() {
    return l10n.t("Machine Learning workspaces");
  },
  resourceType: workspaceType,
  icon: "beaker",
  noun: () => l10n.t("Machine Learning workspace"),
  // "Soft-deleted workspace exists": github.com/Azure/ResourceModules/issues/3596. What recovers it is in
  // no published version that a template can name.
  deployment: {
    outcome: "fails",
    isGroupOnly: true,
    terraform: ["azurerm_machine_learning_workspace", "azurerm_ai_foundry"],
    variables: ["MACHINE_LEARNING", "ML_WORKSPACE", "AI_HUB", "AIHUB"],
  },
  // github.com/Azure/ResourceModules/issues/3596, where PowerShell has broken the sentence in two
  conflicts: {
    names: [quotedAfter(/Workspace Name:? /)],
    messages: [
      { words: /[Ss]oft-deleted workspace exists/ },
      { words: /Please purge or recover it/, with: /workspace|wsoftdelete/i },
    ],
  },

  availability: { experimental: ["list", "recover"] },
  sources: [
    {
      kind: "collection",
      ifType: "deletedWorkspaces",
      request: (subscriptionId, [newest = apiVersion]) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.MachineLearningServices/deletedWorkspaces`,
        apiVersion: newest,
      }),
      read: readDeleted,
    },
    {
      // "returns workspaces which have been deleted": github.com/Azure/azure-powershell/issues/28286
      kind: "collection",
      request: (subscriptionId) => workspaces(subscriptionId),
      fallback: (subscriptionId) => workspaces(subscriptionId, apiVersion),
      read: readListed,
    },
    {
      kind: "deletions",
      operation: deleteOperation,
      withinDays: 14,
      read: readDeletion,
      live: ({ resourceId }) => liveWorkspace(resourceId),
      isDeleted: isSoftDeleted,
    },
  ],
  deletionTimes: { operation: deleteOperation, retentionHours },

  questions: (resource) => (resource.location === "" ? [regionQuestion(resource)] : []),
  home: ({ resourceGroup = "", location }, { region = "" }) => ({
    resourceGroup,
    location: location === "" ? normalizeLocation(region) : location,
  }),
  recover: (resource, { answers }) => {
    // "not supported when a workspace uses only user-assigned managed identity":
    // learn.microsoft.com/azure/machine-learning/concept-soft-delete
    if (stringAt(resource.raw, "identity", "type")?.toLowerCase() === "userassigned") {
      return {
        refused: l10n.t(
          "The workspace has only a user-assigned identity, and Azure doesn't support recovering such a workspace. Create a new workspace.",
        ),
      };
    }
    const location = resource.location === "" ? (answers["region"] ?? "") : resource.location;
    if (location === "") {
      return {
        refused: l10n.t(
          "Azure doesn't report the workspace's region. Recover the workspace in the portal, under Recently deleted.",
        ),
      };
    }
    return [
      {
        id: "recover",
        title: l10n.t("Recover Machine Learning workspace"),
        target: resource.name,
        request: {
          ...liveWorkspace(resource.originalId),
          method: "PUT",
          apiVersion: recoverVersion,
          body: recoverBody(resource.raw, normalizeLocation(location)),
        },
        postcondition: { request: liveWorkspace(resource.originalId), expects: "present" },
        precondition: stillDeleted(resource, "proceed"),
      },
    ];
  },
  purge: (resource) => {
    if (!isTellable(resource)) {
      return {
        refused: l10n.t(
          "Azure doesn't report when this workspace was deleted, so a purge could affect a different workspace with the same name. Delete the workspace permanently in the portal, under Recently deleted.",
        ),
      };
    }
    const listed = entryInList(resource);
    return [
      {
        id: "purge",
        title: l10n.t("Purge Machine Learning workspace"),
        target: resource.name,
        request: {
          ...liveWorkspace(resource.originalId),
          method: "DELETE",
          query: { forceToPurge: "true" },
        },
        // No list contains it, so a purge can't be observed.
        ...(listed === undefined ? {} : { postcondition: { ...listed, expects: "absent" } }),
        precondition: stillDeleted(resource, "stop"),
        // github.com/Azure/azure-cli/issues/33756
        note: l10n.t(
          'Azure reports success even if there was nothing to purge, and may keep the name "{0}" reserved. If Azure refuses a new workspace with this name, see {1}.',
          resource.name,
          reservedNames,
        ),
      },
    ];
  },
  get onePurgeAtATime() {
    return l10n.t("You can purge only one Machine Learning workspace at a time.");
  },
  prerequisites: prerequisitesOf,
  // Neither the log's deletion entry nor an old list contains the settings.
  isDescribedByLog: ({ raw }) => stringAt(raw, "properties", "keyVault") === undefined,
  consequences: (resource) => ({
    destroyed: [
      l10n.t(
        "All data and metadata of the workspace are permanently lost: run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects, and datastores.",
      ),
    ],
    freed: [
      l10n.t(
        'The name "{0}" can be used again in its resource group, unless Azure keeps the name reserved: see {1}.',
        resource.name,
        reservedNames,
      ),
    ],
    billed: billedWhileDeleted(resource),
    // learn.microsoft.com/azure/machine-learning/concept-soft-delete
    notRestored: [
      l10n.t(
        "Compute instances, compute clusters, and inference endpoints were permanently deleted: create them again.",
      ),
      l10n.t("Queued and running jobs are lost."),
      l10n.t(
        "Role assignments: Azure tries to restore those of the workspace's identity within 15 minutes. Assign the roles that were granted on the workspace again.",
      ),
    ],
  }),

  permissions: {
    list: {
      action: "Microsoft.MachineLearningServices/workspaces/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.MachineLearningServices/workspaces/write",
      scope: "resourceGroup",
      role: "Contributor",
    },
    purge: {
      action: "Microsoft.MachineLearningServices/workspaces/delete",
      scope: "resourceGroup",
      role: "Contributor",
    },
  },
  get retention() {
    return l10n.t("14 days after the deletion");
  },
  get limits() {
    return [
      l10n.t(
        "Microsoft documents no list of deleted workspaces, so the extension reads the list of all workspaces and the Activity Log. The Activity Log doesn't show whether a workspace was permanently deleted.",
      ),
      l10n.t("A workspace that has only a user-assigned identity can't be recovered."),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/machine-learning/concept-soft-delete",
  errors: [
    {
      // With the code BadRequest, or inside ResourceProviderExtensionError:
      // github.com/Azure/ResourceModules/issues/3596
      message: /soft-deleted workspace exists/i,
      anyService: true,
      say: () =>
        l10n.t(
          "A soft-deleted workspace holds this name. Recover or purge that workspace first: see {0}.",
          reservedNames,
        ),
    },
    {
      // github.com/Azure/azure-cli/issues/33756
      message: /unable to find workspace/i,
      say: nothingToPurge,
    },
    {
      fits: ({ method, status, code }) =>
        method === "DELETE" && status === 404 && code !== "ResourceGroupNotFound",
      say: nothingToPurge,
    },
  ],
};
