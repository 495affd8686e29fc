import {
  armError,
  invalidRequestContent,
  invalidResourceLocation,
  ok,
  resourceNotFound,
  type ArmResponse,
} from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, textAt, textsAt, type Json } from "../json";
import { page } from "../paging";
import {
  backupVaultId,
  backupVaultProperties,
  deletedBackupVaultBody,
  liveBackupVaultBody,
} from "../providers/dataProtectionBodies";
import {
  backupVaultType,
  backupVaultsOf,
  dataProtection as namespace,
  dataProtectionVersions as versions,
  deletedBackupVaults,
  liveBackupVault,
  type BackupVault,
} from "../providers/dataProtectionState";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { day } from "../retention";
import { parameter, routesOf, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, sameLocation } from "../subscriptionState";

const subscriptionPath = "/subscriptions/{subscriptionId}";
const route = routesOf(namespace);
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const vault = `${inGroup}/backupVaults/{vaultName}`;
const inRegion = `${inSubscription}/locations/{location}/deletedVaults`;
const deleted = `${inRegion}/{deletedVaultName}`;
const readDeleted = `${namespace}/locations/deletedVaults/read`;
const readVault = `${namespace}/backupVaults/read`;
const pollSeconds = 10;

const routes: readonly Route[] = [
  route("GET", inRegion, "locations/deletedVaults", listDeleted, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  route("GET", deleted, "locations/deletedVaults", getDeleted, {
    action: readDeleted,
    scope: deleted,
  }),
  route("GET", `${inSubscription}/backupVaults`, "backupVaults", listLive),
  route("GET", vault, "backupVaults", getLive, { action: readVault, scope: vault }),
  route("PUT", vault, "backupVaults", put, {
    action: `${namespace}/backupVaults/write`,
    scope: vault,
  }),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds, {
    template: `${vault}/operationStatus/{operationId}`,
    resourceType: "backupVaults",
    action: `${namespace}/backupVaults/operationStatus/read`,
  }),
];

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const location = parameter(context, "location");
  return page(
    context,
    deletedBackupVaults(subscription)
      .filter((item) => sameLocation(item.vault.location, location))
      .map((item) => deletedBackupVaultBody(subscription, item)),
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "deletedVaultName");
  const location = parameter(context, "location");
  const found = deletedBackupVaults(subscription).find(
    (item) => same(item.name, name) && sameLocation(item.vault.location, location),
  );
  return found === undefined
    ? armError(404, "ResourceNotFound", `The deleted vault '${name}' was not found.`)
    : ok(deletedBackupVaultBody(subscription, found));
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const items = backupVaultsOf(subscription).vaults.filter((item) =>
    subscription.roles.allow(caller.person.username, readVault, backupVaultId(subscription, item)),
  );
  return page(
    context,
    items.map((item) => liveBackupVaultBody(subscription, item)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "vaultName");
  const found = liveBackupVault(subscription, group, name);
  return found === undefined
    ? resourceNotFound(backupVaultType, name, group)
    : ok(liveBackupVaultBody(subscription, found));
}

/** Makes a vault, or changes one, or brings the one back that the header names. */
function put(context: SubscriptionContext): ArmResponse {
  const { headers, subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "vaultName");
  const live = liveBackupVault(subscription, group, name);
  const wanted = headers["x-ms-deleted-vault-id"];
  if (wanted !== undefined) {
    return live === undefined
      ? recover(context, String(wanted), location)
      : armError(409, "Conflict", `The vault '${name}' exists.`);
  }
  if (live !== undefined) {
    return sameLocation(live.location, location)
      ? ok(liveBackupVaultBody(subscription, live))
      : invalidResourceLocation(name, group, live.location, location);
  }
  const [storage] = storageOf(body);
  return storage === undefined
    ? invalidRequestContent()
    : begin(context, {
        name,
        resourceGroup: subscription.resourceGroup(group)?.name ?? group,
        location,
        redundancy: textAt(storage, "type") ?? "LocallyRedundant",
        retentionDays: 14,
        tags: textsAt(body, "tags"),
        readyAt: 0,
        instances: [],
        deletedInstances: [],
      });
}

function storageOf(body: Json): readonly Json[] {
  const found = jsonAt(body, "properties", "storageSettings");
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

/** The header has the deleted vault's name or its id; the rest is as it was. */
function recover(context: SubscriptionContext, wanted: string, location: string): ArmResponse {
  const { subscription } = context;
  const found = deletedBackupVaults(subscription).find(({ name, vault: was }) =>
    [
      name,
      `/subscriptions/${subscription.id}/providers/${namespace}/locations/${was.location}/deletedVaults/${name}`,
    ].some((id) => same(id, wanted)),
  );
  if (
    found === undefined ||
    !same(found.vault.name, parameter(context, "vaultName")) ||
    !same(found.vault.resourceGroup, parameter(context, "resourceGroup")) ||
    !sameLocation(found.vault.location, location)
  ) {
    return armError(
      400,
      "DeletedVaultNotFound",
      `There is no deleted vault '${wanted}' of this name in this resource group and location.`,
    );
  }
  remove(backupVaultsOf(subscription).deletedVaults, found);
  return begin(context, found.vault);
}

function begin(context: SubscriptionContext, made: BackupVault): ArmResponse {
  const { subscription } = context;
  const id = backupVaultId(subscription, made);
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location: made.location,
    seconds: 10,
    pollSeconds,
    header: "azure-asyncoperation",
    at: (operationId) => `${id}/operationStatus/${operationId}`,
  });
  const provisioning = { ...made, readyAt: doneAt };
  backupVaultsOf(subscription).vaults.push(provisioning);
  return { status: 201, headers, body: liveBackupVaultBody(subscription, provisioning) };
}

/**
 * Backup vaults, live and deleted.
 * Source: https://learn.microsoft.com/rest/api/dataprotection/deleted-backup-vaults and what Azure
 * answered in Azure/azure-powershell, Undo-AzDataProtectionVaultDeletion.Recording.json
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    backupVaults: versions,
    locations: versions,
    "locations/deletedVaults": ["2026-06-01", "2026-03-01", "2025-09-01"],
  },
  routes,
  graph: {
    resources: (subscription) =>
      backupVaultsOf(subscription).vaults.map((item) => ({
        id: backupVaultId(subscription, item),
        name: item.name,
        type: backupVaultType.toLowerCase(),
        location: item.location,
        resourceGroup: item.resourceGroup.toLowerCase(),
        properties: backupVaultProperties(item),
      })),
  },
  deletions: (subscription) =>
    deletedBackupVaults(subscription).map((item) => ({
      resourceId: backupVaultId(subscription, item.vault),
      operation: `${namespace}/backupVaults/delete`,
      at: item.deletedAt,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    backupVaultsOf(subscription).deletedVaults.push({
      name: "9531985d-5d9d-49f8-9818-e811892f902b",
      internalId: "36f675cc-81e7-4ef5-a8e2-5d940ed90475",
      vault: {
        name: "bvault-platform",
        resourceGroup: "rg-platform",
        location: "swedencentral",
        redundancy: "LocallyRedundant",
        retentionDays: 30,
        tags: { team: "platform" },
        readyAt: 0,
        instances: [],
        deletedInstances: [],
      },
      deletedAt: now - 4 * day,
      purgeAt: now + 26 * day,
      deleteActivityId: "6b0d549b-6f03-475a-9600-a35a099950d8",
    });
  },
};
