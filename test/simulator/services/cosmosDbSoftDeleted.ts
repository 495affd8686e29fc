import { armError, ok, type ArmResponse } from "../armResponse";
import { accountId, softDeletedBody } from "../providers/cosmosBodies";
import { badRequest } from "../providers/cosmosPut";
import {
  cosmosAccount,
  cosmosOf,
  regionName,
  softDeletedCosmos,
  type SoftDeletedCosmosAccount,
} from "../providers/cosmosState";
import { startOperation } from "../providers/longRunning";
import { day, hours } from "../retention";
import {
  parameter,
  routesOf,
  type Route,
  type SubscriptionContext,
  type SubscriptionRoute,
} from "../route";
import type { SimulatedService } from "../service";
import { same, sameLocation } from "../subscriptionState";

const namespace = "Microsoft.DocumentDB";
const resourceType = "locations/softDeletedDatabaseAccounts";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;
const inRegion = `providers/${namespace}/locations/{location}/softDeletedDatabaseAccounts`;
const inGroup = `${groupPath}/${inRegion}`;
const softDeleted = `${inGroup}/{accountName}`;
const read = `${namespace}/locations/softDeletedDatabaseAccounts/read`;
const pollSeconds = 15;

const routes: readonly Route[] = [
  route("GET", `${subscriptionPath}/${inRegion}`, list, read, subscriptionPath),
  route("GET", inGroup, list, read, groupPath),
  route("GET", softDeleted, get, read, softDeleted),
  route(
    "DELETE",
    softDeleted,
    act,
    `${namespace}/locations/softDeletedDatabaseAccounts/delete`,
    softDeleted,
  ),
];

function route(
  method: string,
  template: string,
  handle: (context: SubscriptionContext) => ArmResponse,
  action: string,
  scope: string,
): SubscriptionRoute {
  return routesOf(namespace)(method, template, resourceType, handle, { action, scope });
}

/** Of one region, in one answer whatever their number. */
function list(context: SubscriptionContext): ArmResponse {
  const { parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = cosmosOf(subscription)
    .softDeleted(subscription.time.now())
    .filter(({ account }) => sameLocation(account.location, parameter(context, "location")))
    .filter(({ account }) => group === undefined || same(account.resourceGroup, group));
  return ok({ value: items.map((item) => softDeletedBody(subscription.id, item, "list")) });
}

function found(context: SubscriptionContext): SoftDeletedCosmosAccount | undefined {
  return softDeletedCosmos(context.subscription, {
    resourceGroup: parameter(context, "resourceGroup"),
    location: parameter(context, "location"),
    name: parameter(context, "accountName"),
  });
}

function get(context: SubscriptionContext): ArmResponse {
  const item = found(context);
  return item === undefined
    ? armError(
        404,
        "NotFound",
        `Soft-deleted database account ${parameter(context, "accountName")} was not found.`,
      )
    : ok(softDeletedBody(context.subscription.id, item, "get"));
}

/** One verb for both: what is meant stands in the query, and is asked for before anything else. */
function act(context: SubscriptionContext): ArmResponse {
  const kind = context.query.get("softDeleteActionKind");
  if (kind !== "RestoreSoftDeletedResource" && kind !== "PermanentDeleteResource") {
    return badRequest(
      kind === null
        ? "The query parameter softDeleteActionKind must be specified."
        : `The value '${kind}' of softDeleteActionKind is invalid.`,
    );
  }
  const item = found(context);
  if (item === undefined) {
    return { status: 204 };
  }
  if (item.purgedAt !== undefined) {
    return armError(
      409,
      "Conflict",
      `There is already an operation in progress on the database account ${item.account.name}.`,
    );
  }
  return kind === "RestoreSoftDeletedResource" ? restore(context, item) : purge(context, item);
}

function accepted(
  context: SubscriptionContext,
  { account }: SoftDeletedCosmosAccount,
): { readonly doneAt: number; readonly response: ArmResponse } {
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location: regionName(account),
    seconds: 30,
    pollSeconds,
    header: "Location",
  });
  return { doneAt, response: { status: 202, headers } };
}

/**
 * Gone from the list at once, while its own GET takes longer to answer.
 * Source: https://github.com/Azure/azure-cli-extensions, test_cosmosdb_softdelete_scenario.py
 */
function restore(context: SubscriptionContext, item: SoftDeletedCosmosAccount): ArmResponse {
  const { state, subscription } = context;
  const { doneAt, response } = accepted(context, item);
  const accounts = cosmosOf(subscription);
  accounts.takeBack(item);
  accounts.live.push({
    account: item.account,
    readyAt: doneAt,
    visibleAt: state.time.after(60),
  });
  return response;
}

function purge(context: SubscriptionContext, item: SoftDeletedCosmosAccount): ArmResponse {
  const minutes = item.account.softDelete?.minutesBeforePurge ?? 0;
  if (item.deletedAt + minutes * 60_000 > context.state.time.now()) {
    // Source: Azure/azure-rest-api-specs, CosmosDBSoftDeletedDatabaseAccountPurge.json
    return badRequest(
      "The soft-deleted database account cannot be purged yet. Minimum retention period has not elapsed.",
    );
  }
  const { doneAt, response } = accepted(context, item);
  item.purgedAt = doneAt;
  return response;
}

/**
 * Cosmos DB accounts for which soft delete was on when they were deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB, SoftDeletedResources.tsp
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: { [resourceType]: ["2026-04-01-preview"] },
  routes,
  deletions: (subscription) =>
    cosmosOf(subscription)
      .softDeleted(subscription.time.now())
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
      createdAt: now - 40 * day,
    };
    const thirtyDays = 30 * 24 * 60;
    const kept = (name: string, minutesBeforePurge: number): ReturnType<typeof cosmosAccount> =>
      cosmosAccount({
        ...there,
        name,
        softDelete: { retentionMinutes: thirtyDays, minutesBeforePurge },
      });
    const deletedBy = undefined;
    accounts.keep({
      account: kept("cosmos-soft-platform", 60),
      deletedAt: now - 3 * day,
      deletedBy,
    });
    accounts.keep({
      account: kept("cosmos-soft-platform-week", 7 * 24 * 60),
      deletedAt: now - hours(5),
      deletedBy,
    });
    // Listed without its settings, so that only the refusal tells that it is too early.
    accounts.keep(
      { account: kept("cosmos-soft-platform-bare", 7 * 24 * 60), deletedAt: now - day, deletedBy },
      "instanceId",
    );
  },
};
