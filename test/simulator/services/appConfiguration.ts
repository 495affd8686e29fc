import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import {
  deletedStore,
  deletedStoreBody,
  holdsName,
  liveStore,
  liveStoreBody,
  softDelete,
  storeId,
  storesOf,
  storeType,
  type Store,
} from "../providers/appConfigurationBodies";
import { putStore, storeOperationPath } from "../providers/appConfigurationPut";
import type { Deleted } from "../providers/deletedItems";
import { operationResultsRoute } from "../providers/longRunning";
import { day, hours } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.AppConfiguration";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const live = `${inGroup}/configurationStores/{name}`;
const deleted = `${inSubscription}/locations/{location}/deletedConfigurationStores/{name}`;
const readStore = `${namespace}/configurationStores/read`;

/** A purged store is still there for a moment, and its name is taken for longer. */
const purgeSeconds = 10;
const nameSeconds = 30;

const versions = ["2024-06-01", "2024-05-01", "2023-03-01", "2022-05-01"];

const routes: readonly Route[] = [
  route(
    "GET",
    `${inSubscription}/deletedConfigurationStores`,
    "deletedConfigurationStores",
    listDeleted,
    { action: `${namespace}/locations/deletedConfigurationStores/read`, scope: subscriptionPath },
  ),
  route("GET", deleted, "locations/deletedConfigurationStores", getDeleted, {
    action: `${namespace}/locations/deletedConfigurationStores/read`,
    scope: deleted,
  }),
  route("POST", `${deleted}/purge`, "locations/deletedConfigurationStores", purge, {
    action: `${namespace}/locations/deletedConfigurationStores/purge/action`,
    scope: deleted,
  }),
  route("GET", `${inSubscription}/configurationStores`, "configurationStores", listLive),
  route("GET", `${inGroup}/configurationStores`, "configurationStores", listLive),
  route("GET", live, "configurationStores", getLive, { action: readStore, scope: live }),
  route("PUT", live, "configurationStores", putStore, {
    action: `${namespace}/configurationStores/write`,
    scope: live,
  }),
  route("DELETE", live, "configurationStores", deleteLive, {
    action: `${namespace}/configurationStores/delete`,
    scope: live,
  }),
  route("POST", `${inSubscription}/checkNameAvailability`, "checkNameAvailability", checkName, {
    action: `${namespace}/checkNameAvailability/read`,
    scope: subscriptionPath,
  }),
  operationResultsRoute(namespace, "azure-asyncoperation", 5, {
    template: storeOperationPath("{subscriptionId}", "{location}", "{operationId}"),
    resourceType: "locations/operationsStatus",
    action: `${namespace}/locations/operationsStatus/read`,
  }),
];

function allDeleted(subscription: SubscriptionState): readonly Deleted<Store>[] {
  return storesOf(subscription).deleted.at(subscription.time.now());
}

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    allDeleted(subscription).map((item) => deletedStoreBody(subscription.id, item)),
  );
}

function deletedThere(context: SubscriptionContext): Deleted<Store> | undefined {
  const found = deletedStore(context.subscription, parameter(context, "name"));
  return found !== undefined && same(found.resource.location, parameter(context, "location"))
    ? found
    : undefined;
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedThere(context);
  return found === undefined
    ? armError(
        404,
        "NotFound",
        `The deleted configuration store '${parameter(context, "name")}' was not found.`,
      )
    : ok(deletedStoreBody(context.subscription.id, found));
}

/**
 * Answers 200 at once, without a body and without an address to follow, and goes on behind that.
 * Source: https://github.com/hashicorp/terraform-provider-azurerm, app_configuration_resource.go
 */
function purge(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const found = deletedThere(context);
  if (found === undefined) {
    return { status: 204 };
  }
  const { name, purgeProtected } = found.resource;
  if (purgeProtected === true) {
    return armError(
      409,
      "Conflict",
      `The configuration store '${name}' cannot be purged because purge protection is enabled.`,
    );
  }
  if (found.purgedAt === undefined) {
    found.purgedAt = state.time.after(purgeSeconds);
    storesOf(subscription).heldNames.push({ name, until: state.time.after(nameSeconds) });
  }
  return { status: 200 };
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = storesOf(subscription)
    .live.filter(({ store }) => group === undefined || same(store.resourceGroup, group))
    .filter(({ store }) =>
      subscription.roles.allow(caller.person.username, readStore, storeId(subscription.id, store)),
    );
  return page(
    context,
    items.map((item) => liveStoreBody(subscription, item)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "name");
  const found = liveStore(context.subscription, group, name);
  return found === undefined
    ? resourceNotFound(storeType, name, group)
    : ok(liveStoreBody(context.subscription, found));
}

/** A store of the free tier is gone for good. */
function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, state, subscription } = context;
  const found = liveStore(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "name"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  remove(storesOf(subscription).live, found);
  if (!same(found.store.sku, "free")) {
    softDelete(subscription, found.store, state.time.now(), caller.person.username);
  }
  return { status: 200 };
}

function checkName(context: SubscriptionContext): ArmResponse {
  const name = textAt(context.body, "name");
  if (name === undefined || textAt(context.body, "type") !== storeType) {
    return armError(400, "InvalidArgument", "The name and the type must be specified.");
  }
  return context.state.subscriptions.some((known) => holdsName(known, name))
    ? ok({
        nameAvailable: false,
        reason: "AlreadyExists",
        message: "The specified name is already in use.",
      })
    : ok({ nameAvailable: true, reason: "", message: "The specified name is available." });
}

/**
 * App Configuration stores, live and deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.AppConfiguration, appconfiguration.json, and
 * https://learn.microsoft.com/azure/azure-app-configuration/concept-soft-delete
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    configurationStores: versions,
    deletedConfigurationStores: versions,
    "locations/deletedConfigurationStores": versions,
    "locations/operationsStatus": versions,
    checkNameAvailability: versions,
  },
  routes,
  deletions: (subscription) =>
    allDeleted(subscription).map(({ resource, deletedAt, deletedBy }) => ({
      resourceId: storeId(subscription.id, resource),
      operation: "Microsoft.AppConfiguration/configurationStores/delete",
      at: deletedAt,
      caller: deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const there = { resourceGroup: "rg-platform", location: "swedencentral", sku: "standard" };
    const flags = { name: "appcs-platform-flags", purgeProtected: true, retentionDays: 5 };
    softDelete(
      subscription,
      { name: "appcs-platform", tags: { team: "platform" }, ...there },
      now - hours(60),
    );
    softDelete(subscription, { name: "appcs-platform-test", ...there }, now - day);
    softDelete(subscription, { ...flags, ...there }, now - 2 * day);
  },
};
