import { armError, resourceGroupNotFound, type ArmResponse } from "./armResponse";
import { wrongTenant } from "./authentication";
import type { Json } from "./json";
import { authorizationRoutes } from "./providers/authorization";
import { providerNamed, typeNamed } from "./providers/catalogue";
import { cognitiveServicesRoutes } from "./providers/cognitiveServices";
import { groupDeletionRoutes } from "./providers/groupDelete";
import { insightsRoutes } from "./providers/insights";
import { keyVaultRoutes } from "./providers/keyVault";
import { resourceGraphRoutes } from "./providers/resourceGraph";
import { resourceListRoutes } from "./providers/resourceList";
import { invalidNamespace, resourcesRoutes } from "./providers/resources";
import {
  fill,
  RouteTable,
  type Caller,
  type Route,
  type RouteContext,
  type SubscriptionRoute,
} from "./route";
import { simulatedServices } from "./services/all";
import type { SimulatorState } from "./state";
import type { SubscriptionState } from "./subscriptionState";

/** A request once it is known who asks. */
export interface ArmRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly caller: Caller;
}

const ownRoutes: readonly Route[] = [
  ...resourcesRoutes,
  ...resourceListRoutes,
  ...authorizationRoutes,
  ...insightsRoutes,
  ...resourceGraphRoutes,
  ...cognitiveServicesRoutes,
  ...keyVaultRoutes,
  ...simulatedServices.flatMap((service) => service.routes),
];

const routes = new RouteTable([...ownRoutes, ...groupDeletionRoutes(ownRoutes)]);

/** Answers in the order in which Azure Resource Manager looks at a request. */
export function answerArm(
  request: ArmRequest,
  state: SimulatorState,
  urls: { readonly armUrl: string; readonly loginUrl: string },
): ArmResponse {
  const apiVersion = apiVersionIn(request.query);
  if (apiVersion === "") {
    return armError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(request.path)?.[1];
  const subscription =
    subscriptionId === undefined ? undefined : state.subscription(subscriptionId);
  if (subscriptionId !== undefined) {
    const refusal = admitToSubscription(request, subscriptionId, subscription, urls.loginUrl);
    if (refusal !== undefined) {
      return refusal;
    }
  }
  const matches = routes.at(request.path);
  const match = matches.find(({ route }) => route.method === request.method);
  if (match === undefined) {
    return noRoute(request, apiVersion, state, subscription, matches.length > 0);
  }
  const { route, parameters } = match;
  const unknown = checkType(route.namespace, route.resourceType, apiVersion, state, subscription);
  if (unknown !== undefined) {
    return unknown;
  }
  const { caller, path, query, body, headers } = request;
  const context: RouteContext = {
    state,
    caller,
    armUrl: urls.armUrl,
    path,
    query,
    apiVersion,
    body,
    headers,
    parameters,
  };
  if (route.level === "tenant") {
    return route.handle(context);
  }
  return subscription === undefined
    ? subscriptionNotFound(subscriptionId ?? "")
    : (forbidden(route, context, subscription) ??
        subscription.locks.refusal(request.method, path, route.action) ??
        missingGroup(route, parameters, subscription) ??
        subscription.policies.refusal(request.method, path, body) ??
        route.handle({ ...context, subscription }));
}

/**
 * Names of parameters compare without case: Microsoft's articles have "?Api-Version=", too.
 * Source: https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export function apiVersionIn(query: URLSearchParams): string {
  return [...query].find(([name]) => name.toLowerCase() === "api-version")?.[1] ?? "";
}

function admitToSubscription(
  request: ArmRequest,
  subscriptionId: string,
  subscription: SubscriptionState | undefined,
  loginUrl: string,
): ArmResponse | undefined {
  if (subscription === undefined) {
    return subscriptionNotFound(subscriptionId);
  }
  if (subscription.tenantId !== request.caller.tenantId) {
    return wrongTenant(request.caller, subscription.tenantId, loginUrl);
  }
  return subscription.roles.includes(request.caller.person.username)
    ? undefined
    : authorizationFailed(
        request.caller,
        "Microsoft.Resources/subscriptions/read",
        `/subscriptions/${subscriptionId}`,
      );
}

function subscriptionNotFound(subscriptionId: string): ArmResponse {
  return armError(
    404,
    "SubscriptionNotFound",
    `The subscription '${subscriptionId}' could not be found.`,
  );
}

/** The sentence as clients see it, in https://github.com/Azure/azure-cli/issues/28354 among others. */
function authorizationFailed(caller: Caller, action: string, scope: string): ArmResponse {
  return armError(
    403,
    "AuthorizationFailed",
    `The client '${caller.person.username}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    { "x-ms-failure-cause": "gateway" },
  );
}

function forbidden(
  route: SubscriptionRoute,
  context: RouteContext,
  subscription: SubscriptionState,
): ArmResponse | undefined {
  if (route.action === undefined || route.scope === undefined) {
    return undefined;
  }
  const action = fill(route.action, context.parameters);
  const scope = fill(route.scope, context.parameters);
  return subscription.roles.allow(context.caller.person.username, action, scope)
    ? undefined
    : authorizationFailed(context.caller, action, scope);
}

/** Whatever lives in a resource group needs the group, once the caller may know about it. */
function missingGroup(
  route: SubscriptionRoute,
  parameters: Readonly<Record<string, string>>,
  subscription: SubscriptionState,
): ArmResponse | undefined {
  const group = parameters["resourceGroup"];
  const isInGroup = route.template.startsWith(
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/",
  );
  return isInGroup && group !== undefined && subscription.resourceGroup(group) === undefined
    ? resourceGroupNotFound(group)
    : undefined;
}

function checkType(
  namespace: string,
  resourceType: string,
  apiVersion: string,
  state: SimulatorState,
  subscription: SubscriptionState | undefined,
): ArmResponse | undefined {
  const provider = providerNamed(namespace);
  if (provider === undefined || !state.hasProvider(namespace)) {
    return invalidNamespace(namespace);
  }
  if (subscription !== undefined && !subscription.isRegistered(namespace)) {
    return armError(
      409,
      "MissingSubscriptionRegistration",
      `The subscription is not registered to use namespace '${provider.namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    );
  }
  const type = typeNamed(provider, resourceType);
  if (type === undefined) {
    return armError(
      404,
      "InvalidResourceType",
      `The resource type '${resourceType}' could not be found in the namespace '${provider.namespace}' for api version '${apiVersion}'.`,
    );
  }
  return type.apiVersions.includes(apiVersion)
    ? undefined
    : armError(
        400,
        "NoRegisteredProviderFound",
        `No registered resource provider found for location '' and API version '${apiVersion}' for type '${type.resourceType}'. The supported api-versions are '${type.apiVersions.join(", ")}'. The supported locations are '${type.locations.join(", ")}'.`,
      );
}

/** Says what is wrong with a path nobody answers: its provider, its type, or just its method. */
function noRoute(
  request: ArmRequest,
  apiVersion: string,
  state: SimulatorState,
  subscription: SubscriptionState | undefined,
  isKnownPath: boolean,
): ArmResponse {
  if (isKnownPath) {
    return armError(
      405,
      "HttpMethodNotSupported",
      `The requested resource does not support http method '${request.method}'.`,
    );
  }
  const found = /\/providers\/([^/]+)\/(.+)$/i.exec(request.path);
  const [namespace, rest] = [found?.[1], found?.[2]];
  if (namespace === undefined || rest === undefined) {
    return armError(404, "NotFound", "The requested resource was not found.");
  }
  const inGroup = /\/resourceGroups\/[^/]+\/providers\//i.test(request.path);
  const segments = rest.split("/");
  const typed = segments.filter((_, index) => index % 2 === 0).join("/");
  const resourceType = inGroup ? typed : (segments[0] ?? "");
  return (
    checkType(namespace, resourceType, apiVersion, state, subscription) ??
    armError(404, "NotFound", "The requested resource was not found.")
  );
}
