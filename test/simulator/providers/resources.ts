import { armError, ok, resourceGroupNotFound, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { textsAt, type Json } from "../json";
import { page } from "../paging";
import {
  parameter,
  type Route,
  type RouteContext,
  type SubscriptionContext,
  type SubscriptionRoute,
} from "../route";
import type { ResourceGroup } from "../scenario";
import { sameLocation, type SubscriptionState } from "../subscriptionState";
import { catalogue, providerNamed, type Provider } from "./catalogue";
import { groupRegions, regionCode, subscriptionRegions } from "./regions";

const subscriptionPath = "/subscriptions/{subscriptionId}";
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;
const groups = { namespace: "Microsoft.Resources", resourceType: "subscriptions/resourceGroups" };
const providers = { namespace: "Microsoft.Resources", resourceType: "subscriptions/providers" };
const readGroup = "Microsoft.Resources/subscriptions/resourceGroups/read";
const readProvider = "Microsoft.Resources/subscriptions/providers/read";

/**
 * Tenants, subscriptions, resource groups and providers.
 * Source: Azure/azure-rest-api-specs, Microsoft.Resources, subscriptions.json and resources.json
 */
export const resourcesRoutes: readonly Route[] = [
  {
    level: "tenant",
    method: "GET",
    template: "/tenants",
    namespace: "Microsoft.Resources",
    resourceType: "tenants",
    handle: listTenants,
  },
  {
    level: "tenant",
    method: "GET",
    template: "/subscriptions",
    namespace: "Microsoft.Resources",
    resourceType: "subscriptions",
    handle: listSubscriptions,
  },
  {
    level: "subscription",
    method: "GET",
    template: subscriptionPath,
    namespace: "Microsoft.Resources",
    resourceType: "subscriptions",
    handle: ({ subscription }) => ok(subscriptionBody(subscription)),
  },
  {
    level: "subscription",
    method: "GET",
    template: `${subscriptionPath}/locations`,
    namespace: "Microsoft.Resources",
    resourceType: "subscriptions/locations",
    handle: listLocations,
  },
  group("GET", `${subscriptionPath}/resourceGroups`, undefined, listGroups),
  group("HEAD", groupPath, readGroup, headGroup),
  group("GET", groupPath, readGroup, getGroup),
  group("PUT", groupPath, "Microsoft.Resources/subscriptions/resourceGroups/write", putGroup),
  provider("GET", `${subscriptionPath}/providers`, readProvider, listProviders),
  provider("GET", `${subscriptionPath}/providers/{namespace}`, readProvider, getProvider),
  provider(
    "POST",
    `${subscriptionPath}/providers/{namespace}/register`,
    "{namespace}/register/action",
    registerProvider,
  ),
];

function group(
  method: string,
  template: string,
  action: string | undefined,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  const needed = action === undefined ? {} : { action, scope: template };
  return { level: "subscription", method, template, ...groups, ...needed, handle };
}

function provider(
  method: string,
  template: string,
  action: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  const needed = { action, scope: subscriptionPath };
  return { level: "subscription", method, template, ...providers, ...needed, handle };
}

function listTenants(context: RouteContext): ArmResponse {
  const { person } = context.caller;
  const items = context.state.tenants
    .filter(({ id }) => id === person.homeTenantId || person.guestOf.includes(id))
    .map((tenant) => ({
      id: `/tenants/${tenant.id}`,
      tenantId: tenant.id,
      tenantCategory: "Home",
      displayName: tenant.displayName,
      defaultDomain: tenant.defaultDomain,
      domains: [tenant.defaultDomain],
      tenantType: "AAD",
    }));
  return page(context, items);
}

/** A token sees the subscriptions of its own tenant, and of those the ones with a role in them. */
function listSubscriptions(context: RouteContext): ArmResponse {
  const { caller, state } = context;
  const items = state.subscriptions
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .filter(({ roles }) => roles.includes(caller.person.username))
    .map(subscriptionBody);
  return page(context, items);
}

function subscriptionBody(subscription: SubscriptionState): Json {
  return {
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId,
    displayName: subscription.name,
    state: "Enabled",
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "EnterpriseAgreement_2014-09-01",
      spendingLimit: "Off",
    },
    authorizationSource: "RoleBased",
    managedByTenants: [],
  };
}

/**
 * The regions that the subscription has, with those that nothing but Azure itself is in.
 * Source: https://learn.microsoft.com/rest/api/resources/subscriptions/list-locations
 */
function listLocations({ subscription }: SubscriptionContext): ArmResponse {
  const location = (displayName: string, name: string, regionType: string): Json => ({
    id: `/subscriptions/${subscription.id}/locations/${name}`,
    name,
    type: "Region",
    displayName,
    regionalDisplayName: displayName,
    metadata:
      regionType === "Physical"
        ? { regionType, regionCategory: "Recommended" }
        : { regionType, regionCategory: "Other" },
  });
  return ok({
    value: [
      ...subscriptionRegions.map((region) => location(region, regionCode(region), "Physical")),
      ...["Global", "Europe", "United States"].map((name) =>
        location(name, regionCode(name), "Logical"),
      ),
    ],
  });
}

function groupId(subscription: SubscriptionState, name: string): string {
  return `/subscriptions/${subscription.id}/resourceGroups/${name}`;
}

function groupBody(subscription: SubscriptionState, found: ResourceGroup): Json {
  return {
    id: groupId(subscription, found.name),
    name: found.name,
    type: "Microsoft.Resources/resourceGroups",
    location: found.location,
    tags: found.tags ?? {},
    properties: { provisioningState: "Succeeded" },
  };
}

function listGroups(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const items = subscription.resourceGroups
    .filter(({ name }) =>
      subscription.roles.allow(caller.person.username, readGroup, groupId(subscription, name)),
    )
    .map((found) => groupBody(subscription, found));
  return page(context, items);
}

function headGroup(context: SubscriptionContext): ArmResponse {
  const found = context.subscription.resourceGroup(parameter(context, "resourceGroup"));
  return { status: found === undefined ? 404 : 204 };
}

function getGroup(context: SubscriptionContext): ArmResponse {
  const name = parameter(context, "resourceGroup");
  const found = context.subscription.resourceGroup(name);
  return found === undefined
    ? resourceGroupNotFound(name)
    : ok(groupBody(context.subscription, found));
}

function putGroup(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const name = parameter(context, "resourceGroup");
  const existing = subscription.resourceGroup(name);
  if (existing === undefined && !groupRegions.some((region) => sameLocation(region, location))) {
    return locationNotAvailable(location);
  }
  if (existing === undefined) {
    const made: ResourceGroup = { name, location, tags: textsAt(body, "tags") };
    subscription.resourceGroups.push(made);
    return { status: 201, body: groupBody(subscription, made) };
  }
  if (!sameLocation(existing.location, location)) {
    return armError(
      409,
      "InvalidResourceGroupLocation",
      `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
    );
  }
  const changed: ResourceGroup = { ...existing, tags: textsAt(body, "tags") };
  subscription.resourceGroups.splice(subscription.resourceGroups.indexOf(existing), 1, changed);
  return ok(groupBody(subscription, changed));
}

/**
 * A group is in one of the regions that take groups; "global" is none of them.
 * Source: https://github.com/MicrosoftDocs/azure-docs/issues/97917 and, with code and sentence,
 * https://github.com/MicrosoftDocs/executable-docs/issues/74
 */
function locationNotAvailable(location: string): ArmResponse {
  const available = groupRegions.map(regionCode).join(",");
  return armError(
    400,
    "LocationNotAvailableForResourceGroup",
    `The provided location '${location}' is not available for resource group. List of available regions is '${available}'.`,
  );
}

function providerBody(subscription: SubscriptionState, known: Provider): Json {
  const registered = subscription.isRegistered(known.namespace);
  return {
    id: `/subscriptions/${subscription.id}/providers/${known.namespace}`,
    namespace: known.namespace,
    registrationState: registered ? "Registered" : "NotRegistered",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: known.resourceTypes.map(({ resourceType, apiVersions, locations }) => ({
      resourceType,
      apiVersions,
      locations,
      capabilities: "None",
    })),
  };
}

function listProviders(context: SubscriptionContext): ArmResponse {
  return page(
    context,
    catalogue
      .filter(({ namespace }) => context.state.hasProvider(namespace))
      .map((known) => providerBody(context.subscription, known)),
  );
}

function getProvider(context: SubscriptionContext): ArmResponse {
  const namespace = parameter(context, "namespace");
  const known = providerOf(context, namespace);
  return known === undefined
    ? invalidNamespace(namespace)
    : ok(providerBody(context.subscription, known));
}

function providerOf({ state }: SubscriptionContext, namespace: string): Provider | undefined {
  return state.hasProvider(namespace) ? providerNamed(namespace) : undefined;
}

function registerProvider(context: SubscriptionContext): ArmResponse {
  const namespace = parameter(context, "namespace");
  const known = providerOf(context, namespace);
  if (known === undefined) {
    return invalidNamespace(namespace);
  }
  context.subscription.register(known.namespace);
  return ok(providerBody(context.subscription, known));
}

/** The answer for a namespace no provider has. */
export function invalidNamespace(namespace: string): ArmResponse {
  return armError(
    404,
    "InvalidResourceNamespace",
    `The resource namespace '${namespace}' is invalid.`,
  );
}
