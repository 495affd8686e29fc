import { armError, ok, type ArmResponse } from "../armResponse";
import type { JsonObject } from "../json";
import { page } from "../paging";
import {
  featureNamed,
  featureState,
  knownFeatures,
  registerFeature,
} from "../providers/featureRegistrations";
import { parameter, routesOf, type Route, type SubscriptionContext } from "../route";
import type { SimulatedService } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Features";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const features = `${subscriptionPath}/providers/${namespace}/providers/{providerNamespace}/features`;
const registeringSeconds = 60;

/**
 * Preview features that a subscription takes part in.
 * Source: https://learn.microsoft.com/rest/api/resources/features
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    features: ["2021-07-01", "2015-12-01"],
    providers: ["2021-07-01", "2015-12-01"],
  },
  routes: [
    route("GET", features, "read", list),
    route("GET", `${features}/{featureName}`, "read", get),
    route("POST", `${features}/{featureName}/register`, "register/action", register),
  ],
  example: () => undefined,
};

function route(
  method: string,
  template: string,
  action: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): Route {
  return routesOf(namespace)(method, template, "providers", handle, {
    action: `${namespace}/providers/features/${action}`,
    scope: subscriptionPath,
  });
}

function body(subscription: SubscriptionState, feature: string): JsonObject {
  const [provider = "", name = ""] = feature.split("/");
  return {
    id: `/subscriptions/${subscription.id}/providers/${namespace}/providers/${provider}/features/${name}`,
    name: feature,
    type: `${namespace}/providers/features`,
    properties: { state: featureState(subscription, feature) },
  };
}

function list(context: SubscriptionContext): ArmResponse {
  const provider = parameter(context, "providerNamespace");
  const found = knownFeatures.filter((feature) => same(feature.split("/")[0] ?? "", provider));
  return page(
    context,
    found.map((feature) => body(context.subscription, feature)),
  );
}

function get(context: SubscriptionContext): ArmResponse {
  const feature = asked(context);
  return feature === undefined ? notFound(context) : ok(body(context.subscription, feature));
}

function register(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const feature = asked(context);
  if (feature === undefined) {
    return notFound(context);
  }
  registerFeature(subscription, feature, state.time.after(registeringSeconds));
  return ok(body(subscription, feature));
}

function asked(context: SubscriptionContext): string | undefined {
  const { providerNamespace = "", featureName = "" } = context.parameters;
  return featureNamed(`${providerNamespace}/${featureName}`);
}

function notFound(context: SubscriptionContext): ArmResponse {
  return armError(
    404,
    "FeatureNotFound",
    `The feature '${parameter(context, "featureName")}' could not be found.`,
  );
}
