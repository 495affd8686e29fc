import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import { operationResultsRoute } from "../providers/longRunning";
import { putStorageAccount, storageOperationPath } from "../providers/storageAccountPut";
import {
  deletedStorageAccounts,
  deletedStorageBody,
  liveStorageAccount,
  liveStorageBody,
  sevenDecimals,
  softDeleteStorageAccount,
  storageAccountId,
  storageAccountsOf,
  storageType,
  type LiveStorageAccount,
} from "../providers/storageAccounts";
import { day } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, sameLocation } from "../subscriptionState";

const namespace = "Microsoft.Storage";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const account = `${inGroup}/storageAccounts/{name}`;
const deleted = `${inSubscription}/locations/{location}/deletedAccounts/{name}`;
// The permission list has no action of its own for one deleted account.
const readDeleted = `${namespace}/deletedAccounts/read`;
const readLive = `${namespace}/storageAccounts/read`;

const versions = [
  "2026-04-01",
  "2025-08-01",
  "2025-06-01",
  "2025-01-01",
  "2024-01-01",
  "2023-05-01",
  "2023-01-01",
  "2022-09-01",
  "2022-05-01",
  "2021-09-01",
  "2021-01-01",
];

const routes: readonly Route[] = [
  route("GET", `${inSubscription}/deletedAccounts`, "deletedAccounts", listDeleted, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  route("GET", deleted, "locations/deletedAccounts", getDeleted, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  route("GET", `${inSubscription}/storageAccounts`, "storageAccounts", listLive),
  route("GET", `${inGroup}/storageAccounts`, "storageAccounts", listLive),
  route("GET", account, "storageAccounts", getLive, { action: readLive, scope: account }),
  route("PUT", account, "storageAccounts", putStorageAccount, {
    action: `${namespace}/storageAccounts/write`,
    scope: account,
  }),
  route("DELETE", account, "storageAccounts", deleteLive, {
    action: `${namespace}/storageAccounts/delete`,
    scope: account,
  }),
  route("POST", `${inSubscription}/checkNameAvailability`, "checkNameAvailability", checkName, {
    action: `${namespace}/checknameavailability/read`,
    scope: subscriptionPath,
  }),
  operationResultsRoute(namespace, "Location", 17, {
    template: storageOperationPath("{subscriptionId}", "{location}", "{operationId}"),
    resourceType: "locations/asyncoperations",
    action: `${namespace}/locations/asyncoperations/read`,
  }),
];

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    deletedStorageAccounts(subscription).map((item) => deletedStorageBody(subscription.id, item)),
  );
}

/** Of several with one name it is the one that was deleted last. */
function getDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "name");
  const found = deletedStorageAccounts(subscription)
    .filter(({ resource }) => same(resource.name, name))
    .filter(({ resource }) => sameLocation(resource.location, parameter(context, "location")))
    .toSorted((one, other) => other.deletedAt - one.deletedAt)[0];
  return found === undefined
    ? armError(404, "DeletedAccountNotFound", `The deleted account '${name}' was not found.`)
    : ok(deletedStorageBody(subscription.id, found));
}

/** A deleted account does not hold its name. */
function checkName(context: SubscriptionContext): ArmResponse {
  const name = textAt(context.body, "name");
  if (name === undefined || textAt(context.body, "type") !== storageType) {
    return armError(400, "InvalidRequestContent", "The name and the type must be specified.");
  }
  if (!/^[a-z0-9]{3,24}$/.test(name)) {
    return ok({
      nameAvailable: false,
      reason: "AccountNameInvalid",
      message: `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    });
  }
  const isTaken = context.state.subscriptions.some((known) =>
    storageAccountsOf(known).live.some((live) => same(live.account.name, name)),
  );
  return ok(
    isTaken
      ? {
          nameAvailable: false,
          reason: "AlreadyExists",
          message: `The storage account named ${name} is already taken.`,
        }
      : { nameAvailable: true },
  );
}

function isVisible({ subscription }: SubscriptionContext, live: LiveStorageAccount): boolean {
  return live.visibleAt <= subscription.time.now();
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = storageAccountsOf(subscription)
    .live.filter((live) => isVisible(context, live))
    .filter((live) => group === undefined || same(live.account.resourceGroup, group))
    .filter((live) =>
      subscription.roles.allow(
        caller.person.username,
        readLive,
        storageAccountId(subscription.id, live.account),
      ),
    );
  return page(
    context,
    items.map((live) => liveStorageBody(subscription.id, live)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "name");
  const found = liveStorageAccount(subscription, group, name);
  return found === undefined || !isVisible(context, found)
    ? resourceNotFound(storageType, name, group)
    : ok(liveStorageBody(subscription.id, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const found = liveStorageAccount(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "name"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  remove(storageAccountsOf(subscription).live, found);
  const now = subscription.time.now();
  softDeleteStorageAccount(subscription, found.account, now, caller.person.username);
  return { status: 200 };
}

/**
 * Storage accounts, live and deleted; deleted ones are never purged by request.
 * Source: Azure/azure-rest-api-specs, Microsoft.Storage, storage.json, and
 * https://learn.microsoft.com/azure/storage/common/storage-account-recover
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    storageAccounts: versions,
    checkNameAvailability: versions,
    deletedAccounts: versions,
    "locations/deletedAccounts": versions,
    "locations/asyncoperations": versions,
  },
  routes,
  graph: {
    resources: (subscription) =>
      storageAccountsOf(subscription)
        .live.filter(({ visibleAt }) => visibleAt <= subscription.time.now())
        .map((live) => ({
          id: storageAccountId(subscription.id, live.account),
          name: live.account.name,
          type: storageType.toLowerCase(),
          location: live.account.location,
          resourceGroup: live.account.resourceGroup,
          tags: live.account.tags ?? {},
          properties: {
            creationTime: live.account.creationTime,
            ...(live.account.encryption === undefined
              ? {}
              : { encryption: live.account.encryption }),
          },
        })),
  },
  deletions: (subscription) =>
    deletedStorageAccounts(subscription).map((item) => ({
      resourceId: storageAccountId(subscription.id, item.resource),
      operation: "Microsoft.Storage/storageAccounts/delete",
      at: item.deletedAt,
      caller: item.deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const there = { resourceGroup: "rg-platform", location: "swedencentral" };
    const created = (daysAgo: number) => sevenDecimals(now - daysAgo * day);
    const reused = { name: "stplatformreused", ...there };
    softDeleteStorageAccount(
      subscription,
      { name: "stplatform", ...there, creationTime: created(400) },
      now - 4 * day,
    );
    // Its name is in use again, by an account that was created afterwards.
    softDeleteStorageAccount(subscription, { ...reused, creationTime: created(30) }, now - 6 * day);
    storageAccountsOf(subscription).live.push({
      account: { ...reused, creationTime: created(5) },
      visibleAt: now,
    });
  },
};
