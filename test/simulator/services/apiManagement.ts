import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import {
  apimId,
  apimsOf,
  deletedApim,
  deletedApimBody,
  liveApim,
  liveApimBody,
  serviceType,
  type Apim,
  type DeletedApim,
} from "../providers/apiManagementBodies";
import { activationPath, putApim, transitioning } from "../providers/apiManagementPut";
import type { Deleted } from "../providers/deletedItems";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { hours } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.ApiManagement";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const live = `${inGroup}/service/{serviceName}`;
const deleted = `${inSubscription}/locations/{location}/deletedservices/{serviceName}`;
const readService = `${namespace}/service/read`;
const pollSeconds = 20;

/** A recovery is refused so long after the deletion. */
const settlingSeconds = 60;
const retention = hours(48);

const versions = ["2024-05-01", "2022-08-01", "2021-08-01", "2020-12-01"];

const routes: readonly Route[] = [
  route("GET", `${inSubscription}/deletedservices`, "deletedservices", listDeleted, {
    action: `${namespace}/deletedservices/read`,
    scope: subscriptionPath,
  }),
  route("GET", deleted, "locations/deletedservices", getDeleted, {
    action: `${namespace}/locations/deletedservices/read`,
    scope: deleted,
  }),
  route("DELETE", deleted, "locations/deletedservices", purge, {
    action: `${namespace}/locations/deletedservices/delete`,
    scope: deleted,
  }),
  // Whoever may purge may not always follow it: https://github.com/Azure/azure-cli/issues/29069
  operationResultsRoute(namespace, "Location", pollSeconds, {
    template: `${deleted}/operationresults/{operationId}`,
    resourceType: "locations/deletedservices",
    action: `${namespace}/locations/deletedservices/operationresults/read`,
  }),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds, {
    template: activationPath(
      "{subscriptionId}",
      "{resourceGroup}",
      "{serviceName}",
      "{operationId}",
    ),
    resourceType: "service",
    action: `${namespace}/service/operationresults/read`,
  }),
  route("GET", `${inSubscription}/service`, "service", listLive),
  route("GET", `${inGroup}/service`, "service", listLive),
  route("GET", live, "service", getLive, { action: readService, scope: live }),
  route("PUT", live, "service", putApim, { action: `${namespace}/service/write`, scope: live }),
  route("DELETE", live, "service", deleteLive, {
    action: `${namespace}/service/delete`,
    scope: live,
  }),
  route("POST", `${inSubscription}/checkNameAvailability`, "checkNameAvailability", checkName, {
    action: `${namespace}/checkNameAvailability/read`,
    scope: subscriptionPath,
  }),
];

function allDeleted(subscription: SubscriptionState): readonly Deleted<DeletedApim>[] {
  return apimsOf(subscription).deleted.at(subscription.time.now());
}

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    allDeleted(subscription).map((item) => deletedApimBody(subscription.id, item)),
  );
}

/** The path's location is the region's name; by its display name nothing is found. */
function deletedThere(context: SubscriptionContext): Deleted<DeletedApim> | undefined {
  const found = deletedApim(context.subscription, parameter(context, "serviceName"));
  return found !== undefined && same(found.resource.region, parameter(context, "location"))
    ? found
    : undefined;
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedThere(context);
  return found === undefined
    ? armError(
        404,
        "ServiceNotFound",
        `Api service does not exist: ${parameter(context, "serviceName")}`,
      )
    : ok(deletedApimBody(context.subscription.id, found));
}

/**
 * Its progress is read below the deleted service itself.
 * Source: Azure/azure-rest-api-specs, ApiManagementDeletedServicesPurge.json
 */
function purge(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const found = deletedThere(context);
  if (found === undefined) {
    return { status: 204 };
  }
  const { name, region } = found.resource;
  if (found.purgedAt !== undefined) {
    return transitioning(name);
  }
  const { headers, whenDone } = startOperation(context, {
    namespace,
    location: region,
    seconds: 60,
    pollSeconds,
    header: "Location",
    at: (id) =>
      `/subscriptions/${subscription.id}/providers/${namespace}/locations/${region}/deletedservices/${name}/operationresults/${id}`,
  });
  whenDone((doneAt) => {
    found.purgedAt = doneAt;
  });
  return { status: 202, headers, body: deletedApimBody(subscription.id, found) };
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = apimsOf(subscription)
    .live.filter(({ apim }) => group === undefined || same(apim.resourceGroup, group))
    .filter(({ apim }) =>
      subscription.roles.allow(caller.person.username, readService, apimId(subscription.id, apim)),
    );
  return page(
    context,
    items.map((item) => liveApimBody(subscription, item)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "serviceName");
  const found = liveApim(context.subscription, group, name);
  return found === undefined
    ? resourceNotFound(serviceType, name, group)
    : ok(liveApimBody(context.subscription, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, state, subscription } = context;
  const found = liveApim(
    subscription,
    parameter(context, "resourceGroup"),
    parameter(context, "serviceName"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  const { deleted: items, live: services } = apimsOf(subscription);
  remove(services, found);
  items.add(
    { ...found.apim, settledAt: state.time.after(settlingSeconds) },
    state.time.now(),
    retention,
    caller.person.username,
  );
  return { status: 200 };
}

/** Names are addresses, so that a deleted service holds its own. */
function checkName(context: SubscriptionContext): ArmResponse {
  const name = textAt(context.body, "name");
  if (name === undefined) {
    return armError(400, "ValidationError", "The name must be specified.");
  }
  if (!/^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$/i.test(name)) {
    return ok({
      nameAvailable: false,
      reason: "Invalid",
      message: `The API Service name ${name} is invalid. The service name must contain only letters, numbers and hyphens, start with a letter and end with a letter or a number.`,
    });
  }
  const isTaken = context.state.subscriptions.some(
    (known) =>
      deletedApim(known, name) !== undefined ||
      apimsOf(known).live.some(({ apim }) => same(apim.name, name)),
  );
  return ok(
    isTaken
      ? { nameAvailable: false, reason: "AlreadyExists", message: `${name} is already in use.` }
      : { nameAvailable: true, reason: "Valid", message: "" },
  );
}

/**
 * API Management services, live and deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.ApiManagement, apimdeletedservices.json and
 * apimdeployment.json, and https://learn.microsoft.com/azure/api-management/soft-delete
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    service: versions,
    checkNameAvailability: versions,
    deletedservices: versions,
    "locations/deletedservices": versions,
  },
  routes,
  deletions: (subscription) =>
    allDeleted(subscription).map(({ resource, deletedAt, deletedBy }) => ({
      resourceId: apimId(subscription.id, resource),
      operation: "Microsoft.ApiManagement/service/delete",
      at: deletedAt,
      caller: deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const { deleted: items, live: services } = apimsOf(subscription);
    const apim: Omit<Apim, "name"> = {
      resourceGroup: "rg-platform",
      region: "swedencentral",
      locationAs: "Sweden Central",
      sku: "Premium",
      publisherEmail: "platform@contoso.example",
      publisherName: "Contoso Platform",
    };
    for (const [name, ago] of [
      ["apim-platform", 12],
      ["apim-platform-test", 40],
    ] as const) {
      const deletedAt = now - hours(ago);
      items.add({ ...apim, name, settledAt: deletedAt }, deletedAt, retention);
    }
    const createdAt = now - hours(1000);
    services.push({ apim: { ...apim, name: "apim-platform-live" }, createdAt, readyAt: createdAt });
  },
};
