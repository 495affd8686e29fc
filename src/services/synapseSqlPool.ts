import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../azure/armRequest";
import { stringAt, type JsonObject, type JsonValue } from "../base/json";
import { retentionTimes, type DeletedResource } from "./deletedResource";
import {
  belowEach,
  breaksNameRules,
  nameQuestion,
  namesOf,
  pathBeside,
  readDroppedDatabase,
  type DroppedDatabases,
} from "./parts/droppedDatabase";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

const apiVersion = "2021-06-01";

// "creates a final snapshot and saves it for seven days":
// learn.microsoft.com/azure/synapse-analytics/sql-data-warehouse/backup-and-restore
const retentionHours = 7 * 24;

// Distinguishes one deletion of a name from the next.
const identity = [["properties", "deletionDate"]];

const parents: DroppedDatabases = {
  serviceId: "synapseSqlPool",
  parentType: "Microsoft.Synapse/workspaces",
  live: "sqlPools",
  dropped: "restorableDroppedSqlPools",
};

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  const resource = readDroppedDatabase(item, origin, parents);
  return resource && { ...resource, ...retentionTimes(resource.deletedAt, retentionHours) };
}

function droppedPool(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

/**
 * "SourceDatabaseId should be the sql pool's original resource ID. SourceDatabaseId and
 * sourceDatabaseDeletionDate must be specified": github.com/Azure/azure-rest-api-specs,
 * Microsoft.Synapse/stable/2021-06-01/sqlPool.json. The deletion is found by its date to the
 * millisecond, so it goes back as it came. Restore-AzSynapseSqlPool sends the same, and no sku:
 * github.com/Azure/azure-powershell, Restore-AzSynapseSqlPool.md
 */
function newPool(resource: DeletedResource, sourceId: string): JsonObject | undefined {
  const { location, raw, deletedAt } = resource;
  const deletionDate = stringAt(raw, "properties", "deletionDate");
  return deletedAt === undefined || deletionDate === undefined
    ? undefined
    : {
        location,
        properties: {
          createMode: "Restore",
          sourceDatabaseId: sourceId,
          sourceDatabaseDeletionDate: deletionDate,
        },
      };
}

/**
 * The pool's id as a SQL database, which the Azure CLI's recorded restores and an article send:
 * learn.microsoft.com/azure/synapse-analytics/backuprestore/restore-sql-pool-from-deleted-workspace
 */
function asSqlDatabase({ originalId }: DeletedResource): string {
  return originalId
    .replace("/Microsoft.Synapse/workspaces/", "/Microsoft.Sql/servers/")
    .replace("/sqlPools/", "/databases/");
}

/** learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftsynapse */
function refuseName(text: string): string | undefined {
  switch (breaksNameRules(text, { longest: 60, forbidden: "<>*%&:\\/?@-" })) {
    case "length":
      return l10n.t("A SQL pool name must have 1 to 60 characters.");
    case "end":
      return l10n.t("A SQL pool name can't end with a period or a space.");
    case "characters":
      return l10n.t("A SQL pool name can't contain any of these characters: {0}", "<>*%&:\\/?@-");
    case undefined:
      return undefined;
  }
}

/** Dedicated SQL pools that were dropped from Azure Synapse workspaces which are still there. */
export const synapseSqlPool: SoftDeleteService = {
  id: "synapseSqlPool",
  get name() {
    return l10n.t("Synapse SQL pools");
  },
  resourceType: "Microsoft.Synapse/workspaces/sqlPools",
  icon: "layers",
  noun: () => l10n.t("Synapse SQL pool"),

  availability: {},
  sources: [belowEach(parents, apiVersion, read)],

  questions: (resource) => {
    const { parent, database } = namesOf(resource);
    return newPool(resource, resource.originalId) === undefined
      ? []
      : [
          {
            kind: "name",
            id: nameQuestion,
            prompt: l10n.t('Enter a name for the restored SQL pool, not yet used in "{0}"', parent),
            suggested: database,
            refuse: refuseName,
          },
        ];
  },
  recover: (resource, { answers }) => {
    const body = newPool(resource, resource.originalId);
    const sqlBody = newPool(resource, asSqlDatabase(resource));
    if (body === undefined || sqlBody === undefined) {
      return {
        refused: l10n.t(
          "Azure doesn't report when this SQL pool was deleted, but needs that time to find the last snapshot. Restore the SQL pool in the Azure portal.",
        ),
      };
    }
    const name = answers[nameQuestion] ?? "";
    const refused = refuseName(name);
    if (refused !== undefined) {
      return { refused };
    }
    const live: ArmRequest = { method: "GET", path: pathBeside(resource, name), apiVersion };
    return [
      {
        id: "recover",
        title: l10n.t('Restore Synapse SQL pool as "{0}"', name),
        target: resource.name,
        request: { ...live, method: "PUT", body },
        fallbackRequest: { ...live, method: "PUT", body: sqlBody },
        postcondition: { request: live, expects: "present" },
        precondition: {
          ...preconditionOn(resource, { request: droppedPool(resource) }, "proceed", identity),
          and: nothingExistsAt(
            live,
            l10n.t(
              'A SQL pool named "{0}" already exists in this workspace, so nothing was sent. Choose another name for the new pool.',
              name,
            ),
          ),
        },
      },
    ];
  },
  recoversACopy: "new",
  purge: () => ({
    refused: l10n.t(
      "A deleted SQL pool can't be purged. Azure keeps its last snapshot for 7 days after the deletion.",
    ),
  }),
  prerequisites: () => [],
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [],
    notRestored: [
      l10n.t(
        "Tags and settings of the pool itself, such as workload groups: configure them again.",
      ),
      l10n.t(
        "Cost: the restored pool is a new pool, charged while it runs. Pause the pool when you don't need it.",
      ),
    ],
  }),

  permissions: {
    list: {
      action: "Microsoft.Synapse/workspaces/restorableDroppedSqlPools/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.Synapse/workspaces/sqlPools/write",
      scope: "resourceGroup",
      role: "Contributor",
    },
  },
  get retention() {
    return l10n.t("7 days after the deletion");
  },
  get limits() {
    return [
      l10n.t(
        "A deleted pool is restored as a new pool in the same workspace, from its last snapshot.",
      ),
      // learn.microsoft.com/azure/synapse-analytics/backuprestore/restore-sql-pool-from-deleted-workspace
      l10n.t("Pools that were deleted with their workspace aren't listed."),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/synapse-analytics/sql-data-warehouse/backup-and-restore",
};
