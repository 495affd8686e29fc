import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { stringAt, type JsonValue } from "../base/json";
import { parseResourceId } from "../azure/resourceId";
import {
  accessToCheck,
  backupDocumentation,
  chargedWhileKept,
  nameInUse,
  readDeletedVault,
  refuseEarlyPurge,
  vaultRetention,
  type DeletedVaults,
} from "./parts/azureBackup";
import type { DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { Precondition } from "./plan";
import type { SoftDeleteService } from "./service";
import type { Origin, PerRegion } from "./source";

// The first version with deleted vaults: learn.microsoft.com/rest/api/recoveryservices/deleted-vaults
const apiVersion = "2025-08-01";
const resourceType = "Microsoft.RecoveryServices/vaults";

function deletedVault({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function liveVault({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/**
 * Checks that it is still deleted and that no new vault has its name, which Azure allows. A deleted
 * vault's own name has a GUID, so finding it is enough; its dates aren't compared, because Resource
 * Graph may format them differently.
 */
function stillDeleted(resource: DeletedResource): Precondition {
  return {
    ...preconditionOn(resource, { request: deletedVault(resource) }, "proceed", []),
    // The request can't change a live vault.
    and: { ...nothingExistsAt(liveVault(resource), nameInUse()), ifForbidden: "proceed" },
  };
}

// The own name of a deleted vault is "{resource group}_{GUID}": github.com/Azure/azure-cli,
// command_modules/backup, test_vault_soft_delete_basic.yaml
const deletedVaults: DeletedVaults = {
  serviceId: "recoveryServicesVault",
  resourceType,
  original: (item) => parseResourceId(stringAt(item, "properties", "vaultId") ?? ""),
  deletedAt: ["properties", "vaultDeletionTime"],
  purgeAt: ["properties", "purgeAt"],
};

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  const vault = readDeletedVault(item, origin, deletedVaults);
  const { deletedAt, purgeAt } = vault ?? {};
  // This is the case for vaults that were empty; they are still listed for days.
  return vault === undefined ||
    deletedAt === undefined ||
    purgeAt === undefined ||
    deletedAt < purgeAt
    ? vault
    : {
        ...vault,
        remarks: [l10n.t("Azure guarantees no retention period. It may be removed at any time.")],
      };
}

const inRegion: PerRegion = {
  kind: "regions",
  resourceType: "locations/deletedVaults",
  request: (subscriptionId, region) => ({
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.RecoveryServices/locations/${region}/deletedVaults`,
    apiVersion,
  }),
  read,
};

/** Vaults of Azure Backup and Azure Site Recovery. */
export const recoveryServicesVault: SoftDeleteService = {
  id: "recoveryServicesVault",
  get name() {
    return l10n.t("Recovery Services vaults");
  },
  resourceType,
  icon: "archive",
  noun: () => l10n.t("Recovery Services vault"),
  // It is undocumented how Azure answers a deployment with a deleted vault's name.
  deployment: {
    outcome: "canFail",
    terraform: ["azurerm_recovery_services_vault"],
    variables: ["RECOVERY_VAULT", "RECOVERY_SERVICES"],
  },

  availability: {},
  sources: [
    {
      kind: "graph",
      // learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources#recoveryservicesresources
      query:
        "recoveryservicesresources | where type =~ 'microsoft.recoveryservices/locations/deletedvaults' | project id, name, type, location, subscriptionId, properties | order by id asc",
      read,
      fallback: inRegion,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover Recovery Services vault"),
      target: resource.name,
      request: {
        method: "POST",
        path: `${resource.deletedPath}/undelete`,
        apiVersion,
        body: {
          properties: {
            recoveryResourceGroupId: resource.originalId.replace(/\/providers\/.*$/, ""),
          },
        },
      },
      postcondition: { request: liveVault(resource), expects: "present" },
      precondition: stillDeleted(resource),
    },
  ],
  purge: refuseEarlyPurge,
  // A deleted item doesn't tell how it was encrypted.
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  isDescribedByLog: () => true,
  // learn.microsoft.com/azure/backup/secure-by-default#soft-delete-for-vaults
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [chargedWhileKept()],
    notRestored: [
      l10n.t(
        "Backup items stay soft-deleted: undelete each item in the vault, then resume its backup.",
      ),
      l10n.t(
        "Registered servers and storage accounts, private endpoints, and Site Recovery replication had to be removed before the deletion: set them up again.",
      ),
      accessToCheck(),
    ],
  }),

  // No permission list names actions on deleted vaults; these follow from the paths of the
  // operations. The role has all below locations:
  // learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage#backup-contributor
  permissions: {
    list: {
      action: "Microsoft.RecoveryServices/locations/deletedVaults/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.RecoveryServices/locations/deletedVaults/undelete/action",
      scope: "subscription",
      role: "Backup Contributor",
      follow: "Microsoft.RecoveryServices/locations/deletedVaults/operations/read",
    },
  },
  get retention() {
    return vaultRetention();
  },
  get limits() {
    return [
      l10n.t(
        "A vault can't be recovered while its resource group contains another vault with the same name.",
      ),
    ];
  },
  documentation: backupDocumentation,
};
