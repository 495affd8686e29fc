import { ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import { operationResultsRoute } from "../providers/longRunning";
import { deletedSiteNotFound, restoreInto, restorePollSeconds } from "../providers/webSiteRestore";
import {
  deletedSiteBody,
  deletedSites,
  liveSite,
  liveSiteBody,
  regionName,
  siteId,
  sitesOf,
  siteType,
  softDeleteSite,
  type DeletedSite,
  type LiveSite,
} from "../providers/webSites";
import { day } from "../retention";
import {
  parameter,
  routesOf,
  type Route,
  type SubscriptionContext,
  type SubscriptionRoute,
} from "../route";
import type { SimulatedService } from "../service";
import { remove, same, sameLocation } from "../subscriptionState";

const namespace = "Microsoft.Web";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inRegion = `${inSubscription}/locations/{location}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const app = `${inGroup}/sites/{name}`;
const slot = `${app}/slots/{slot}`;

const versions = [
  "2025-05-01",
  "2025-03-01",
  "2024-11-01",
  "2024-04-01",
  "2023-12-01",
  "2023-01-01",
  "2022-09-01",
];

const routes: readonly Route[] = [
  deletedRoute(`${inSubscription}/deletedSites`, listDeleted),
  deletedRoute(`${inSubscription}/deletedSites/{deletedSiteId}`, getDeleted),
  deletedRoute(`${inRegion}/deletedSites`, listDeleted),
  deletedRoute(`${inRegion}/deletedSites/{deletedSiteId}`, getDeleted),
  route("GET", `${inSubscription}/sites`, undefined, listLive),
  route("GET", `${inGroup}/sites`, undefined, listLive),
  ...[app, slot].flatMap((template) => {
    const type = template === slot ? "sites/slots" : "sites";
    return [
      route("GET", template, `${type}/read`, getLive),
      route("DELETE", template, `${type}/delete`, deleteLive),
      route(
        "POST",
        `${template}/restoreFromDeletedApp`,
        `${type}/restorefromdeletedapp/action`,
        restore,
      ),
      operationResultsRoute(namespace, "Location", restorePollSeconds, {
        template: `${template}/operationresults/{operationId}`,
        resourceType: "sites",
        action: `${namespace}/${type}/operationresults/read`,
      }),
    ];
  }),
];

function route(
  method: string,
  template: string,
  action: string | undefined,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  const needed = action === undefined ? {} : { action: `${namespace}/${action}`, scope: template };
  const resourceType = template.includes("{slot}") ? "sites/slots" : "sites";
  return routesOf(namespace)(method, template, resourceType, handle, needed);
}

function deletedRoute(
  template: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  return {
    level: "subscription",
    method: "GET",
    template,
    namespace,
    resourceType: template.includes("{location}") ? "locations/deletedSites" : "deletedSites",
    action: `${namespace}/deletedSites/Read`,
    scope: subscriptionPath,
    handle,
  };
}

function deletedThere({ parameters, subscription }: SubscriptionContext): readonly DeletedSite[] {
  const location = parameters["location"];
  return deletedSites(subscription).filter(
    ({ site }) => location === undefined || sameLocation(site.region, location),
  );
}

function listDeleted(context: SubscriptionContext): ArmResponse {
  return page(
    context,
    deletedThere(context).map((item) => deletedSiteBody(context.subscription.id, item)),
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const id = parameter(context, "deletedSiteId");
  const found = deletedThere(context).find((item) => String(item.id) === id);
  return found === undefined
    ? deletedSiteNotFound(id)
    : ok(deletedSiteBody(context.subscription.id, found));
}

/** Apps only, not their slots; lists leave out what the caller may not read. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = sitesOf(subscription)
    .live.filter(({ site }) => site.slot === undefined)
    .filter(({ site }) => group === undefined || same(site.resourceGroup, group))
    .filter(({ site }) =>
      subscription.roles.allow(
        caller.person.username,
        `${siteType}/read`,
        siteId(subscription.id, site),
      ),
    );
  return page(
    context,
    items.map((live) => liveSiteBody(subscription.id, live)),
  );
}

function asked(context: SubscriptionContext): LiveSite | undefined {
  const { parameters, subscription } = context;
  const group = parameter(context, "resourceGroup");
  return liveSite(subscription, group, parameter(context, "name"), parameters["slot"]);
}

function notFound(context: SubscriptionContext): ArmResponse {
  return resourceNotFound(
    siteType,
    parameter(context, "name"),
    parameter(context, "resourceGroup"),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const found = asked(context);
  return found === undefined ? notFound(context) : ok(liveSiteBody(context.subscription.id, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const found = asked(context);
  if (found === undefined) {
    return { status: 204 };
  }
  remove(sitesOf(subscription).live, found);
  softDeleteSite(subscription, found.site, subscription.time.now(), caller.person.username);
  return { status: 200 };
}

function restore(context: SubscriptionContext): ArmResponse {
  const found = asked(context);
  return found === undefined ? notFound(context) : restoreInto(context, found);
}

/**
 * App Service apps and slots, live and deleted; deleted ones are never purged by request.
 * Source: Azure/azure-rest-api-specs, Microsoft.Web, DeletedWebApps.json and WebApps.json, and
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/web-and-mobile#microsoftweb
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    sites: versions,
    "sites/slots": versions,
    deletedSites: versions,
    "locations/deletedSites": versions,
  },
  routes,
  graph: {
    resources: (subscription) =>
      sitesOf(subscription).live.map(({ site }) => ({
        id: siteId(subscription.id, site),
        name: site.slot === undefined ? site.name : `${site.name}/${site.slot}`,
        type: site.slot === undefined ? "microsoft.web/sites" : "microsoft.web/sites/slots",
        location: regionName(site.region),
        resourceGroup: site.resourceGroup,
        properties: { state: "Running" },
      })),
  },
  deletions: (subscription) =>
    deletedSites(subscription).map(({ site, deletedAt, deletedBy }) => ({
      resourceId: siteId(subscription.id, site),
      operation:
        site.slot === undefined ? "Microsoft.Web/sites/delete" : "Microsoft.Web/sites/slots/delete",
      at: deletedAt,
      caller: deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const there = { resourceGroup: "rg-platform", region: "Sweden Central", kind: "app" };
    const { live } = sitesOf(subscription);
    live.push({ site: { ...there, name: "app-platform-next" } });
    live.push({ site: { ...there, name: "app-platform-next", slot: "staging" } });
    softDeleteSite(subscription, { ...there, name: "app-platform" }, now - 10 * day);
    // The slot of an app is a deleted app of its own.
    softDeleteSite(
      subscription,
      { ...there, name: "app-platform", slot: "preview" },
      now - 10 * day,
    );
    softDeleteSite(
      subscription,
      { ...there, name: "func-platform", kind: "functionapp,linux" },
      now - 2 * day,
    );
  },
};
