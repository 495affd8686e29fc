import { armError, ok, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import {
  deletedHsm,
  deletedHsmBody,
  hsmId,
  hsmsOf,
  liveHsm,
  liveHsmBody,
  type Hsm,
} from "../providers/managedHsmBodies";
import type { Deleted } from "../providers/deletedItems";
import { hsmChanged, hsmOperationPath, putHsm } from "../providers/managedHsmPut";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { day, defaultVaultRetentionDays } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.KeyVault";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const hsm = `${inGroup}/managedHSMs/{name}`;
const deleted = `${inSubscription}/locations/{location}/deletedManagedHSMs/{name}`;
const readHsm = `${namespace}/managedHSMs/read`;
const pollSeconds = 15;

const versions = [
  "2026-02-01",
  "2025-05-01",
  "2024-11-01",
  "2023-07-01",
  "2023-02-01",
  "2022-11-01",
  "2022-07-01",
  "2021-10-01",
];

const routes: readonly Route[] = [
  route("GET", `${inSubscription}/deletedManagedHSMs`, "deletedManagedHSMs", listDeleted, {
    action: `${namespace}/deletedManagedHsms/read`,
    scope: subscriptionPath,
  }),
  route("GET", deleted, "locations/deletedManagedHSMs", getDeleted, {
    action: `${namespace}/locations/deletedManagedHsms/read`,
    scope: deleted,
  }),
  route("POST", `${deleted}/purge`, "locations/deletedManagedHSMs", purge, {
    action: `${namespace}/locations/deletedManagedHsms/purge/action`,
    scope: deleted,
  }),
  route("GET", `${inSubscription}/managedHSMs`, "managedHSMs", listLive),
  route("GET", `${inGroup}/managedHSMs`, "managedHSMs", listLive),
  route("GET", hsm, "managedHSMs", getLive, { action: readHsm, scope: hsm }),
  route("PUT", hsm, "managedHSMs", putHsm, {
    action: `${namespace}/managedHSMs/write`,
    scope: hsm,
  }),
  route("DELETE", hsm, "managedHSMs", deleteLive, {
    action: `${namespace}/managedHSMs/delete`,
    scope: hsm,
  }),
  operationResultsRoute(namespace, "Location", pollSeconds, {
    template: hsmOperationPath("{subscriptionId}", "{location}", "{operationId}"),
    resourceType: "locations/managedHsmOperationResults",
    action: `${namespace}/locations/managedHsmOperationResults/read`,
  }),
];

function allDeleted(subscription: SubscriptionState): readonly Deleted<Hsm>[] {
  return hsmsOf(subscription).deleted.at(subscription.time.now());
}

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    allDeleted(subscription).map((item) => deletedHsmBody(subscription.id, item)),
  );
}

function deletedThere(context: SubscriptionContext): Deleted<Hsm> | undefined {
  const found = deletedHsm(context.subscription, parameter(context, "name"));
  return found !== undefined && same(found.resource.location, parameter(context, "location"))
    ? found
    : undefined;
}

function deletedNotFound(context: SubscriptionContext): ArmResponse {
  return armError(
    404,
    "DeletedManagedHsmNotFound",
    `The specified deleted managed HSM '${parameter(context, "name")}' does not exist.`,
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedThere(context);
  return found === undefined
    ? deletedNotFound(context)
    : ok(deletedHsmBody(context.subscription.id, found));
}

/** Answers with 202 and nothing else, also where the others answer with 200. */
function purge(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const found = deletedThere(context);
  if (found === undefined) {
    return deletedNotFound(context);
  }
  if (found.resource.purgeProtected === true) {
    return armError(405, "MethodNotAllowed", "Operation 'DeletedManagedHsmPurge' is not allowed.");
  }
  if (found.purgedAt !== undefined) {
    return hsmChanged(found.resource.name);
  }
  const { headers, whenDone } = startOperation(context, {
    namespace,
    location: found.resource.location,
    seconds: 30,
    pollSeconds,
    header: "Location",
    at: (id) => hsmOperationPath(subscription.id, found.resource.location, id),
  });
  whenDone((doneAt) => {
    found.purgedAt = doneAt;
  });
  return { status: 202, headers };
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = hsmsOf(subscription)
    .live.filter((item) => group === undefined || same(item.hsm.resourceGroup, group))
    .filter((item) =>
      subscription.roles.allow(caller.person.username, readHsm, hsmId(subscription.id, item.hsm)),
    );
  return page(
    context,
    items.map((item) => liveHsmBody(subscription, item)),
  );
}

/**
 * 204 where there is none, as published.
 * Source: https://learn.microsoft.com/rest/api/keyvault/managedhsm/managed-hsms/get
 */
function getLive(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const found = liveHsm(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "name"),
  );
  return found === undefined ? { status: 204 } : ok(liveHsmBody(subscription, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const found = liveHsm(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "name"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  remove(hsmsOf(subscription).live, found);
  softDelete(subscription, found.hsm, subscription.time.now(), caller.person.username);
  // Followed, in all 35 recorded deletions: Azure/azure-cli, command_modules/keyvault
  const { headers } = startOperation(context, {
    namespace,
    location: found.hsm.location,
    seconds: 30,
    pollSeconds,
    header: "Location",
    at: (id) => hsmOperationPath(subscription.id, found.hsm.location, id),
  });
  return { status: 202, headers };
}

function softDelete(
  subscription: SubscriptionState,
  item: Hsm,
  deletedAt: number,
  deletedBy?: string,
): void {
  const keptFor = (item.retentionDays ?? defaultVaultRetentionDays) * day;
  hsmsOf(subscription).deleted.add(item, deletedAt, keptFor, deletedBy);
}

/**
 * Managed HSMs, live and deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.KeyVault, managedHsm.json, and the permissions of
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    managedHSMs: versions,
    deletedManagedHSMs: versions,
    "locations/deletedManagedHSMs": versions,
    "locations/managedHsmOperationResults": versions,
  },
  routes,
  deletions: (subscription) =>
    allDeleted(subscription).map((item) => ({
      resourceId: hsmId(subscription.id, item.resource),
      operation: "Microsoft.KeyVault/managedHSMs/delete",
      at: item.deletedAt,
      caller: item.deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const there = { resourceGroup: "rg-platform", location: "swedencentral" };
    const ledger = { name: "hsm-platform-ledger", purgeProtected: true, retentionDays: 30 };
    softDelete(
      subscription,
      { name: "hsm-platform", tags: { team: "platform" }, ...there },
      now - 20 * day,
    );
    softDelete(subscription, { name: "hsm-platform-test", ...there }, now - 3 * day);
    softDelete(subscription, { ...ledger, ...there }, now - 10 * day);
  },
};
