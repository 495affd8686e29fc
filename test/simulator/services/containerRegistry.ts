import { ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import {
  containerRegistries,
  registryBody,
  registryId,
  registryType,
  type ContainerRegistry,
} from "../providers/containerRegistries";
import { day } from "../retention";
import { parameter, routesOf, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { remove, same } from "../subscriptionState";

const namespace = "Microsoft.ContainerRegistry";
const route = routesOf(namespace);
const inSubscription = `/subscriptions/{subscriptionId}/providers/${registryType}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}`;
const registryPath = `${inGroup}/{registryName}`;
const readRegistry = `${registryType}/read`;

function list(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = subscription
    .of(containerRegistries)
    .live.filter(({ resourceGroup }) => group === undefined || same(resourceGroup, group))
    .filter((registry) =>
      subscription.roles.allow(
        caller.person.username,
        readRegistry,
        registryId(subscription.id, registry),
      ),
    );
  return page(
    context,
    items.map((registry) => registryBody(subscription.id, registry)),
  );
}

function found(context: SubscriptionContext): ContainerRegistry | undefined {
  return context.subscription
    .of(containerRegistries)
    .live.find(
      ({ name, resourceGroup }) =>
        same(name, parameter(context, "registryName")) &&
        same(resourceGroup, parameter(context, "resourceGroup")),
    );
}

function get(context: SubscriptionContext): ArmResponse {
  const registry = found(context);
  return registry === undefined
    ? resourceNotFound(
        registryType,
        parameter(context, "registryName"),
        parameter(context, "resourceGroup"),
      )
    : ok(registryBody(context.subscription.id, registry));
}

/** For good: only what is in a registry can be soft-deleted. */
function deleteRegistry(context: SubscriptionContext): ArmResponse {
  const { caller, state, subscription } = context;
  const registry = found(context);
  if (registry === undefined) {
    return { status: 204 };
  }
  const { events, live } = subscription.of(containerRegistries);
  remove(live, registry);
  events.push({
    resourceId: registryId(subscription.id, registry),
    operation: `${registryType}/delete`,
    at: state.time.now(),
    caller: caller.person.username,
  });
  return { status: 200 };
}

/**
 * Container registries, as far as other resources need them.
 * Source: https://learn.microsoft.com/rest/api/containerregistry/registries, and
 * https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: { registries: ["2025-04-01", "2023-07-01"] },
  routes: [
    route("GET", inSubscription, "registries", list),
    route("GET", inGroup, "registries", list),
    route("GET", registryPath, "registries", get, { action: readRegistry, scope: registryPath }),
    route("DELETE", registryPath, "registries", deleteRegistry, {
      action: `${registryType}/delete`,
      scope: registryPath,
    }),
  ],
  graph: {
    resources: (subscription) =>
      subscription.of(containerRegistries).live.map((registry) => ({
        id: registryId(subscription.id, registry),
        name: registry.name,
        type: registryType.toLowerCase(),
        location: registry.location,
        resourceGroup: registry.resourceGroup,
        tags: registry.tags ?? {},
        properties: { loginServer: `${registry.name.toLowerCase()}.azurecr.io` },
      })),
  },
  deletions: (subscription) => subscription.of(containerRegistries).events,
  example: (subscription) => {
    subscription.of(containerRegistries).live.push({
      name: "crmlplatform",
      resourceGroup: "rg-platform",
      location: "swedencentral",
      createdAt: subscription.time.now() - 200 * day,
    });
  },
  snapshot: (subscription) => ({
    containerRegistries: subscription.of(containerRegistries).live.map(({ name }) => name),
  }),
};
