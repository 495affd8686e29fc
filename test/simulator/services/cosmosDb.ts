import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { accountId, accountType, liveBody, restorableBody } from "../providers/cosmosBodies";
import { putAccount, statusPath } from "../providers/cosmosPut";
import { cosmosAccount, cosmosOf, liveCosmos, regionName } from "../providers/cosmosState";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { page } from "../paging";
import { day, hours } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, sameLocation } from "../subscriptionState";

const namespace = "Microsoft.DocumentDB";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const live = `${inGroup}/databaseAccounts/{accountName}`;
const inRegion = `${inSubscription}/locations/{location}/restorableDatabaseAccounts`;
const readAccount = `${namespace}/databaseAccounts/read`;
const readRestorable = `${namespace}/locations/restorableDatabaseAccounts/read`;
const pollSeconds = 30;

const stable = ["2026-03-15", "2025-10-15", "2025-04-15", "2024-11-15", "2023-11-15"];
const versions = ["2026-04-01-preview", ...stable];

const routes: readonly Route[] = [
  route(
    "GET",
    `${inSubscription}/restorableDatabaseAccounts`,
    "restorableDatabaseAccounts",
    listRestorable,
    { action: readRestorable, scope: subscriptionPath },
  ),
  route("GET", inRegion, "locations/restorableDatabaseAccounts", listRestorable, {
    action: readRestorable,
    scope: subscriptionPath,
  }),
  route("GET", `${inRegion}/{instanceId}`, "locations/restorableDatabaseAccounts", getRestorable, {
    action: readRestorable,
    scope: `${inRegion}/{instanceId}`,
  }),
  route("GET", `${inSubscription}/databaseAccounts`, "databaseAccounts", listLive),
  route("GET", `${inGroup}/databaseAccounts`, "databaseAccounts", listLive),
  route("GET", live, "databaseAccounts", getLive, { action: readAccount, scope: live }),
  route("PUT", live, "databaseAccounts", putAccount, {
    action: `${namespace}/databaseAccounts/write`,
    scope: live,
  }),
  route("DELETE", live, "databaseAccounts", deleteLive, {
    action: `${namespace}/databaseAccounts/delete`,
    scope: live,
  }),
  operationResultsRoute(namespace, "Location", pollSeconds),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds, {
    template: statusPath("{subscriptionId}", "{location}", "{operationId}"),
    resourceType: "locations/operationsStatus",
    action: `${namespace}/locations/operationsStatus/read`,
  }),
];

/** Live and deleted accounts in one answer, whatever their number; of one region where one is named. */
function listRestorable({ parameters, subscription }: SubscriptionContext): ArmResponse {
  const region = parameters["location"];
  const instances = cosmosOf(subscription)
    .instances(subscription.time.now())
    .filter(({ account }) => region === undefined || sameLocation(account.location, region));
  return ok({ value: instances.map((instance) => restorableBody(subscription, instance)) });
}

function getRestorable(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const instanceId = parameter(context, "instanceId");
  const found = cosmosOf(subscription)
    .instances(subscription.time.now())
    .find(
      ({ account }) =>
        same(account.instanceId, instanceId) &&
        sameLocation(account.location, parameter(context, "location")),
    );
  return found === undefined
    ? armError(
        404,
        "NotFound",
        `Restorable database account with instance id ${instanceId} was not found.`,
      )
    : ok(restorableBody(subscription, found));
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = cosmosOf(subscription)
    .live.filter(({ account }) => group === undefined || same(account.resourceGroup, group))
    .filter(({ account }) =>
      subscription.roles.allow(
        caller.person.username,
        readAccount,
        accountId(subscription.id, account),
      ),
    );
  return page(
    context,
    items.map((item) => liveBody(subscription, item)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "accountName");
  const found = liveCosmos(subscription, group, name);
  return found === undefined || found.visibleAt > subscription.time.now()
    ? resourceNotFound(accountType, name, group)
    : ok(liveBody(subscription, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const found = liveCosmos(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "accountName"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  const accounts = cosmosOf(subscription);
  remove(accounts.live, found);
  const deletedAt = subscription.time.now();
  accounts.keep({ account: found.account, deletedAt, deletedBy: caller.person.username });
  const { headers } = startOperation(context, {
    namespace,
    location: regionName(found.account),
    seconds: 60,
    pollSeconds,
    header: "Location",
  });
  return { status: 202, headers };
}

/**
 * Cosmos DB accounts, the live ones and those that continuous backup can restore.
 * Source: Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB/stable/2025-10-15, and
 * https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-permissions
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    databaseAccounts: versions,
    restorableDatabaseAccounts: versions,
    "locations/restorableDatabaseAccounts": versions,
    "locations/operationResults": versions,
    "locations/operationsStatus": versions,
  },
  routes,
  deletions: (subscription) =>
    cosmosOf(subscription)
      .restorable(subscription.time.now())
      .map(({ account, deletedAt, deletedBy }) => ({
        resourceId: accountId(subscription.id, account),
        operation: "Microsoft.DocumentDB/databaseAccounts/delete",
        at: deletedAt,
        caller: deletedBy,
      })),
  example: (subscription) => {
    const now = subscription.time.now();
    const accounts = cosmosOf(subscription);
    const there = {
      resourceGroup: "rg-platform",
      location: "Sweden Central",
      continuous: true,
    } as const;
    const deleted = (account: Parameters<typeof cosmosAccount>[0], deletedAt: number): void => {
      accounts.keep({ account: cosmosAccount(account), deletedAt, deletedBy: undefined });
    };
    deleted(
      {
        ...there,
        name: "cosmos-platform",
        instanceId: "c0500000-0000-4000-8000-000000000001",
        createdAt: now - 200 * day,
      },
      now - 3 * day,
    );
    // Two of one name; the second one had left a region before it was deleted.
    const orders = { ...there, name: "cosmos-platform-orders", apiType: "MongoDB" } as const;
    deleted({ ...orders, createdAt: now - 90 * day }, now - 20 * day);
    const since = now - 19 * day;
    deleted(
      {
        ...orders,
        instanceId: "c0500000-0000-4000-8000-000000000003",
        createdAt: since,
        regions: [
          { name: "Sweden Central", since, until: now - 10 * day },
          { name: "West Europe", since },
        ],
      },
      now - hours(30),
    );
    accounts.live.push({
      account: cosmosAccount({ ...there, name: "cosmos-platform-live", createdAt: now - 9 * day }),
      readyAt: 0,
      visibleAt: 0,
    });
  },
};
