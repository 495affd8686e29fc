import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId } from "../azure/resourceId";
import {
  backupEnds,
  isBackupOver,
  backupOverText,
  regionAt,
  remarksOn,
  restorableTimes,
} from "./parts/cosmosRestore";
import { toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import type { Precondition } from "./plan";
import type { Answers } from "./question";
import { questions, refuseName, restoreQuestions } from "./parts/cosmosQuestions";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/cosmos-db-resource-provider and
// github.com/Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB/stable/2025-10-15
const apiVersion = "2025-10-15";
const resourceType = "Microsoft.DocumentDB/databaseAccounts";

// Its own name is the GUID of one instance of an account; the times are an additional check.
const identity = [
  ["properties", "deletionTime"],
  ["properties", "creationTime"],
];

function restorableAccount({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function newAccount({ subscriptionId }: DeletedResource, group: string, name: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.DocumentDB/databaseAccounts/${name}`,
    apiVersion,
  };
}

function groupIn(answers: Answers): string | undefined {
  return parseResourceId(answers[questions.resourceGroup] ?? "")?.resourceGroup;
}

/**
 * Checks that it is still this deletion and that no account has the new name: the request would
 * change an existing account, because Azure uses the same request to create and to change one.
 */
function nothingThereYet(resource: DeletedResource, live: ArmRequest, name: string): Precondition {
  return {
    ...preconditionOn(resource, { request: restorableAccount(resource) }, "proceed", identity),
    and: nothingExistsAt(
      live,
      l10n.t(
        'An account named "{0}" already exists in this resource group, so nothing was sent. Choose another name for the new account.',
        name,
      ),
    ),
  };
}

function read(
  item: JsonValue,
  { subscriptionId, listedAt }: Origin,
): DeletedResource | "live" | undefined {
  const id = stringAt(item, "id");
  const name = stringAt(item, "properties", "accountName");
  const location = normalizeLocation(
    stringAt(item, "location") ?? parseResourceId(id ?? "")?.location ?? "",
  );
  if (
    !isJsonObject(item) ||
    id === undefined ||
    parseResourceId(id) === undefined ||
    name === undefined ||
    location === ""
  ) {
    return undefined;
  }
  // "This value is empty if the account is live":
  // learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-resource-model
  const deletionTime = valueAt(item, ["properties", "deletionTime"]);
  if (deletionTime === undefined || deletionTime === null || deletionTime === "") {
    return "live";
  }
  const deletedAt = toInstant(stringAt(item, "properties", "deletionTime"));
  const remarks = remarksOn({ deletedAt, raw: item });
  return {
    serviceId: "cosmosDb",
    subscriptionId,
    name,
    // Azure doesn't report its group; the person chooses one for the new account.
    resourceGroup: undefined,
    location,
    kind: stringAt(item, "properties", "apiType"),
    originalId: id,
    deletedPath: pathOfId(id),
    deletedAt,
    // 7 or 30 days, depending on the backup tier, which is computed from the time of the list.
    purgeAt: backupEnds(deletedAt, item, listedAt),
    purgeAtFrom: "retention",
    purgeProtected: false,
    tags: {},
    ...(remarks.length === 0 ? {} : { remarks }),
    raw: item,
  };
}

/** Cosmos DB accounts with continuous backup: deleted ones are restored as new accounts. */
export const cosmosDb: SoftDeleteService = {
  id: "cosmosDb",
  get name() {
    return l10n.t("Cosmos DB accounts (continuous backup)");
  },
  resourceType,
  icon: "symbol-misc",
  noun: () => l10n.t("Cosmos DB account"),
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".documents.azure.com"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.DocumentDB/restorableDatabaseAccounts`,
        apiVersion,
      }),
      read,
    },
  ],

  questions: restoreQuestions,
  home: ({ location }, answers) => ({ resourceGroup: groupIn(answers) ?? "", location }),
  recover: (resource, { answers }) => {
    const name = answers[questions.name] ?? "";
    const group = groupIn(answers);
    const instant = toInstant(answers[questions.pointInTime]);
    if (isBackupOver(resource)) {
      return { refused: backupOverText() };
    }
    if (restorableTimes(resource) === undefined) {
      return {
        refused: l10n.t(
          "Azure doesn't report when this account was deleted, so there's no point in time to restore to. Restore the account in the Azure portal.",
        ),
      };
    }
    const refused = refuseName(name);
    if (refused !== undefined || group === undefined || instant === undefined) {
      return {
        refused:
          refused ?? l10n.t("To restore the account, enter a resource group and a point in time."),
      };
    }
    const live = newAccount(resource, group, name);
    return [
      {
        id: "recover",
        title: l10n.t('Restore Cosmos DB account as "{0}"', name),
        target: resource.name,
        request: {
          ...live,
          method: "PUT",
          body: {
            location: resource.location,
            // As Restore-AzCosmosDBAccount: github.com/Azure/azure-powershell, RestoreAzCosmosDBAccount.cs
            kind: resource.kind?.toLowerCase() === "mongodb" ? "MongoDB" : "GlobalDocumentDB",
            properties: {
              createMode: "Restore",
              databaseAccountOfferType: "Standard",
              locations: [{ locationName: regionAt(resource, instant), failoverPriority: 0 }],
              restoreParameters: {
                restoreMode: "PointInTime",
                restoreSource: `/${resource.originalId.replace(/^\/+/, "")}`,
                // Azure requires whole seconds.
                restoreTimestampInUtc: instant.replace(/\.\d+Z$/, "Z"),
              },
            },
          },
        },
        postcondition: {
          request: live,
          expects: "present",
          where: { path: ["properties", "createMode"], value: "Restore" },
        },
        precondition: nothingThereYet(resource, live, name),
      },
    ];
  },
  recoversACopy: "new",
  purge: () => ({
    refused: l10n.t(
      "The backup of a deleted account can't be purged. Azure removes the backup when its retention period ends, 7 or 30 days after the deletion.",
    ),
  }),
  prerequisites: () => [],
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [],
    // learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction and
    // learn.microsoft.com/azure/cosmos-db/restore-account-continuous-backup
    notRestored: [
      l10n.t(
        "Firewall, virtual network, and private endpoint settings: the new account is reachable from public networks until you configure these settings again.",
      ),
      l10n.t("Role assignments (Azure RBAC and data plane): assign them again."),
      l10n.t("Stored procedures, triggers, and user-defined functions: create them again."),
      l10n.t("Tags, managed identities, and all regions but one: add them again."),
      l10n.t("Items with an expired time to live are deleted again soon after the restore."),
      l10n.t("Azure charges for each restore once, based on the amount of data."),
    ],
  }),

  // learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-permissions
  permissions: {
    list: {
      action: "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/restore/action",
      scope: "subscription",
      role: "CosmosRestoreOperator",
      also: [
        {
          action: "Microsoft.DocumentDB/databaseAccounts/write",
          scope: "resourceGroup",
          role: "Cosmos DB Operator",
        },
      ],
    },
  },
  get retention() {
    return l10n.t("7 or 30 days after the deletion, depending on the continuous backup tier");
  },
  get limits() {
    return [
      l10n.t(
        "Only accounts with continuous backup are kept. A deleted account is restored as a new account.",
      ),
      l10n.t(
        "The account is restored in one of its previous regions. Add the other regions afterward.",
      ),
      // learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys
      l10n.t(
        "To restore an account with a customer-managed key, use the Azure CLI and specify the key and the user-assigned identity.",
      ),
      l10n.t("Restoring 1 TB usually takes 30 to 90 minutes."),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction",
  errors: [
    {
      // Quoted in github.com/OfficeDev/microsoft-teams-apps-callrecord-insights/issues/26
      message: /Dns record for .* is already taken/i,
      anyService: true,
      say: () =>
        l10n.t(
          "An account already holds this name, and names of Cosmos DB accounts are unique across Azure. Choose another name.",
        ),
    },
  ],
};
