import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import {
  backupInstanceProperties,
  backupVaultId,
  deletedBackupInstanceBody,
} from "../providers/dataProtectionBodies";
import {
  backupVaultType,
  backupVaultsOf,
  dataProtection as namespace,
  dataProtectionVersions as versions,
  deletedBackupInstances,
  liveBackupInstance,
  liveBackupVault,
  type BackupVault,
  type DeletedBackupInstance,
} from "../providers/dataProtectionState";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { day } from "../retention";
import {
  parameter,
  routesOf,
  type Route,
  type SubscriptionContext,
  type SubscriptionRoute,
} from "../route";
import type { SimulatedService } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

const subscriptionPath = "/subscriptions/{subscriptionId}";
const vaultPath = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}/backupVaults/{vaultName}`;
const live = `${vaultPath}/backupInstances/{instanceName}`;
const inVault = `${vaultPath}/deletedBackupInstances`;
const deleted = `${inVault}/{instanceName}`;
const operations = `${subscriptionPath}/providers/${namespace}/locations/{location}/operationStatus/{operationId}`;
const deletedType = "backupVaults/deletedBackupInstances";
const readDeleted = `${namespace}/backupVaults/deletedBackupInstances/read`;
const pollSeconds = 10;

const routes: readonly Route[] = [
  route("GET", inVault, deletedType, listDeleted, { action: readDeleted, scope: vaultPath }),
  route("GET", deleted, deletedType, getDeleted, { action: readDeleted, scope: deleted }),
  route("POST", `${deleted}/undelete`, deletedType, undelete, {
    action: `${namespace}/backupVaults/deletedBackupInstances/undelete/action`,
    scope: deleted,
  }),
  route("GET", live, "backupVaults/backupInstances", getLive, {
    action: `${namespace}/backupVaults/backupInstances/read`,
    scope: live,
  }),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds, {
    template: operations,
    resourceType: "locations/operationStatus",
    action: `${namespace}/locations/operationStatus/read`,
  }),
];

function route(
  method: string,
  template: string,
  resourceType: string,
  handle: (context: SubscriptionContext, vault: BackupVault) => ArmResponse,
  needed: { readonly action: string; readonly scope: string },
): SubscriptionRoute {
  const inVaultThatIsThere = (context: SubscriptionContext): ArmResponse => {
    const group = parameter(context, "resourceGroup");
    const name = parameter(context, "vaultName");
    const vault = liveBackupVault(context.subscription, group, name);
    return vault === undefined
      ? resourceNotFound(backupVaultType, name, group)
      : handle(context, vault);
  };
  return routesOf(namespace)(method, template, resourceType, inVaultThatIsThere, needed);
}

function listDeleted(context: SubscriptionContext, vault: BackupVault): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    deletedBackupInstances(vault, subscription.time.now()).map((item) =>
      deletedBackupInstanceBody(subscription, vault, item),
    ),
  );
}

function deletedThere(
  context: SubscriptionContext,
  vault: BackupVault,
): DeletedBackupInstance | undefined {
  const name = parameter(context, "instanceName");
  return deletedBackupInstances(vault, context.subscription.time.now()).find(({ instance }) =>
    same(instance.name, name),
  );
}

function notFound(context: SubscriptionContext): ArmResponse {
  return armError(
    404,
    "ResourceNotFound",
    `The backup instance '${parameter(context, "instanceName")}' was not found.`,
  );
}

function getDeleted(context: SubscriptionContext, vault: BackupVault): ArmResponse {
  const found = deletedThere(context, vault);
  return found === undefined
    ? notFound(context)
    : ok(deletedBackupInstanceBody(context.subscription, vault, found));
}

function undelete(context: SubscriptionContext, vault: BackupVault): ArmResponse {
  const { subscription } = context;
  const found = deletedThere(context, vault);
  if (found === undefined) {
    return notFound(context);
  }
  if (found.recoveredAt !== undefined) {
    return armError(409, "Conflict", "Another operation is in progress on the backup instance.");
  }
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location: vault.location,
    seconds: 20,
    pollSeconds,
    header: "azure-asyncoperation",
    at: (operationId) =>
      `/subscriptions/${subscription.id}/providers/${namespace}/locations/${vault.location}/operationStatus/${operationId}`,
  });
  found.recoveredAt = doneAt;
  return { status: 202, headers };
}

/** A recovered instance keeps what it has, and makes no new backups. */
function getLive(context: SubscriptionContext, vault: BackupVault): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "instanceName");
  const found = liveBackupInstance(vault, name, subscription.time.now());
  return found === undefined
    ? notFound(context)
    : ok({
        id: `${backupVaultId(subscription, vault)}/backupInstances/${found.name}`,
        name: found.name,
        type: `${backupVaultType}/backupInstances`,
        properties: {
          ...backupInstanceProperties(subscription, vault, found),
          objectType: "BackupInstance",
          currentProtectionState: "ProtectionStopped",
          protectionStatus: { status: "ProtectionStopped" },
        },
      });
}

function allDeleted(
  subscription: SubscriptionState,
): readonly { readonly vault: BackupVault; readonly item: DeletedBackupInstance }[] {
  return backupVaultsOf(subscription).vaults.flatMap((vault) =>
    deletedBackupInstances(vault, subscription.time.now()).map((item) => ({ vault, item })),
  );
}

/**
 * Backup instances below live backup vaults, the deleted ones above all.
 * Source: https://learn.microsoft.com/rest/api/dataprotection/deleted-backup-instances
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    "backupVaults/backupInstances": versions,
    "backupVaults/deletedBackupInstances": versions,
    "locations/operationStatus": versions,
  },
  routes,
  graph: {
    recoveryservicesresources: (subscription) =>
      allDeleted(subscription).map(({ vault, item }) => ({
        id: `${backupVaultId(subscription, vault)}/deletedBackupInstances/${item.instance.name}`,
        name: item.instance.name,
        type: "microsoft.dataprotection/backupvaults/deletedbackupinstances",
        location: vault.location,
        resourceGroup: vault.resourceGroup.toLowerCase(),
        properties: backupInstanceProperties(subscription, vault, item.instance),
      })),
  },
  deletions: (subscription) =>
    allDeleted(subscription).map(({ vault, item }) => ({
      resourceId: `${backupVaultId(subscription, vault)}/backupInstances/${item.instance.name}`,
      operation: `${namespace}/backupVaults/backupInstances/delete`,
      at: item.deletedAt,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    backupVaultsOf(subscription).vaults.push({
      name: "bvault-live",
      resourceGroup: "rg-platform",
      location: "swedencentral",
      redundancy: "GeoRedundant",
      retentionDays: 60,
      readyAt: 0,
      instances: [],
      deletedInstances: [
        {
          instance: {
            name: "disk-platform-disk-platform-8d116ece-1738-47d9-bd9c-172411e20b8f",
            friendlyName: "disk-platform",
            datasourceType: "Microsoft.Compute/disks",
          },
          deletedAt: now - 10 * day,
          billedUntil: now + 36 * day,
          purgeAt: now + 50 * day,
          deleteActivityId: "90c192cf-d3ac-44af-8f21-ddb66cad4a26",
          recoveredAt: undefined,
        },
      ],
    });
  },
};
