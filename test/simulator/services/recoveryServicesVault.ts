import {
  armError,
  invalidRequestContent,
  ok,
  resourceGroupNotFound,
  resourceNotFound,
  type ArmResponse,
} from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import {
  deletedRecoveryServicesVaults,
  deletedVaultBody,
  deletedVaultPath,
  deletedVaultRow,
  liveRecoveryServicesVault,
  recoveryServices as namespace,
  recoveryServicesOf,
  recoveryServicesVaultId,
  recoveryServicesVaultType as vaultType,
  type DeletedRecoveryServicesVault,
} from "../providers/recoveryServicesState";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { day, hours } from "../retention";
import { parameter, routesOf, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { same, sameLocation } from "../subscriptionState";

const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const vault = `${inGroup}/vaults/{vaultName}`;
const inRegion = `${inSubscription}/locations/{location}/deletedVaults`;
const deleted = `${inRegion}/{deletedVaultName}`;
const readDeleted = `${namespace}/locations/deletedVaults/read`;
const pollSeconds = 30;

const route = routesOf(namespace);
const routes: readonly Route[] = [
  route("GET", inRegion, "locations/deletedVaults", listDeleted, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  route("GET", deleted, "locations/deletedVaults", getDeleted, {
    action: readDeleted,
    scope: deleted,
  }),
  route("POST", `${deleted}/undelete`, "locations/deletedVaults", undelete, {
    action: `${namespace}/locations/deletedVaults/undelete/action`,
    scope: deleted,
  }),
  route("GET", vault, "vaults", getLive, { action: `${namespace}/Vaults/read`, scope: vault }),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds, {
    template: `${deleted}/operations/{operationId}`,
    resourceType: "locations/deletedVaults",
    action: `${namespace}/locations/deletedVaults/operations/read`,
  }),
];

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const location = parameter(context, "location");
  return page(
    context,
    deletedRecoveryServicesVaults(subscription)
      .filter((item) => sameLocation(item.vault.location, location))
      .map((item) => deletedVaultBody(subscription, item)),
  );
}

function deletedThere(context: SubscriptionContext): DeletedRecoveryServicesVault | undefined {
  const name = parameter(context, "deletedVaultName");
  const location = parameter(context, "location");
  return deletedRecoveryServicesVaults(context.subscription).find(
    (item) => same(item.name, name) && sameLocation(item.vault.location, location),
  );
}

function deletedNotFound(context: SubscriptionContext): ArmResponse {
  return armError(
    404,
    "ResourceNotFound",
    `The deleted vault '${parameter(context, "deletedVaultName")}' was not found.`,
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedThere(context);
  return found === undefined
    ? deletedNotFound(context)
    : ok(deletedVaultBody(context.subscription, found));
}

/** 202 without a body; both headers name the same address. */
function undelete(context: SubscriptionContext): ArmResponse {
  const { body, subscription } = context;
  const found = deletedThere(context);
  if (found === undefined) {
    return deletedNotFound(context);
  }
  const groupId = textAt(body, "properties", "recoveryResourceGroupId") ?? "";
  const [, subscriptionId = "", name = ""] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)$/i.exec(groupId) ?? [];
  if (!same(subscriptionId, subscription.id)) {
    return invalidRequestContent();
  }
  const group = subscription.resourceGroup(name);
  if (group === undefined) {
    return resourceGroupNotFound(name);
  }
  if (
    found.recovery !== undefined ||
    liveRecoveryServicesVault(subscription, group.name, found.vault.name) !== undefined
  ) {
    return armError(
      409,
      "Conflict",
      `A vault with the name '${found.vault.name}' exists in the resource group '${group.name}'.`,
    );
  }
  const path = deletedVaultPath(subscription, found);
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location: found.vault.location,
    seconds: 30,
    pollSeconds,
    header: "azure-asyncoperation",
    at: (id) => `${path}/operations/${id}`,
  });
  found.recovery = { doneAt, resourceGroup: group.name };
  return { status: 202, headers: { ...headers, Location: headers["azure-asyncoperation"] ?? "" } };
}

function getLive(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "vaultName");
  const found = liveRecoveryServicesVault(subscription, group, name);
  return found === undefined
    ? resourceNotFound(vaultType, name, group)
    : ok({
        id: recoveryServicesVaultId(subscription, found),
        name: found.name,
        type: vaultType,
        location: found.location,
        sku: { name: "Standard" },
        properties: { provisioningState: "Succeeded", publicNetworkAccess: "Enabled" },
      });
}

/**
 * Recovery Services vaults, the deleted ones above all.
 * Source: https://learn.microsoft.com/rest/api/recoveryservices/deleted-vaults and what Azure
 * answered in Azure/azure-cli, command_modules/backup, test_vault_soft_delete_basic.yaml
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    vaults: ["2026-07-01", "2026-05-01", "2026-02-01", "2026-01-01", "2025-08-01", "2025-02-01"],
    locations: ["2025-08-01"],
    "locations/deletedVaults": [
      "2026-07-01",
      "2026-05-01",
      "2026-02-01",
      "2026-01-01",
      "2025-08-01",
    ],
  },
  routes,
  graph: {
    recoveryservicesresources: (subscription) =>
      deletedRecoveryServicesVaults(subscription).map((item) =>
        deletedVaultRow(subscription, item),
      ),
  },
  deletions: (subscription) =>
    deletedRecoveryServicesVaults(subscription).map((item) => ({
      resourceId: recoveryServicesVaultId(subscription, item.vault),
      operation: `${namespace}/Vaults/delete`,
      at: item.deletedAt,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const vaults = recoveryServicesOf(subscription);
    const there = { resourceGroup: "rg-platform", location: "swedencentral" };
    const name = (guid: string): string => `${there.resourceGroup}_${guid}`;
    vaults.add(
      name("6513270e-269e-4d37-b2a7-4de452e6b438"),
      { name: "rsv-platform", ...there },
      now - 3 * day,
      now + 11 * day,
    );
    // It was empty: due before it was deleted.
    vaults.add(
      name("d23f0824-128b-4f33-8c5c-7fd0a6a3a450"),
      { name: "rsv-drill", ...there },
      now - hours(6),
      now - hours(6) - 300,
    );
  },
};
