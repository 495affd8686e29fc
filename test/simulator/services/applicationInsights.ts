import { randomUUID } from "node:crypto";
import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { textAt, textsAt, type Json, type JsonObject } from "../json";
import { page } from "../paging";
import { isLiveLogWorkspace } from "../providers/logAnalyticsState";
import { day } from "../retention";
import { parameter, routesOf, type SubscriptionContext, type SubscriptionRoute } from "../route";
import { StateKey, type ActivityEvent, type SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Insights";
const type = `${namespace}/components`;
const subscriptionPath = "/subscriptions/{subscriptionId}";
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;
const componentPath = `${groupPath}/providers/${type}/{name}`;

interface Component {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly kind: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly applicationType: string;
  readonly workspaceId: string | undefined;
  /** Given anew whenever a component is made. */
  readonly instrumentationKey: string;
}

interface Components {
  readonly live: Component[];
  readonly events: ActivityEvent[];
}

const components = new StateKey<Components>(() => ({ live: [], events: [] }));

/** Whether a component is in use, with a workspace. */
export function componentWith(
  subscription: SubscriptionState,
  name: string,
): { readonly workspaceId: string | undefined } | undefined {
  return subscription.of(components).live.find((component) => same(component.name, name));
}

function route(
  method: string,
  template: string,
  action: string,
  scope: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  return routesOf(namespace)(method, template, "components", handle, {
    action: `${type}/${action}`,
    scope,
  });
}

function idOf(subscriptionId: string, { resourceGroup, name }: Component): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/microsoft.insights/components/${name}`;
}

function bodyOf(subscriptionId: string, component: Component): Json {
  const { name, location, kind, tags, applicationType, workspaceId } = component;
  const key = component.instrumentationKey;
  return {
    id: idOf(subscriptionId, component),
    name,
    type: "microsoft.insights/components",
    location,
    kind,
    tags,
    properties: {
      ApplicationId: name,
      AppId: key,
      Application_Type: applicationType,
      InstrumentationKey: key,
      ConnectionString: `InstrumentationKey=${key};IngestionEndpoint=https://${location}.in.applicationinsights.azure.com/`,
      Name: name,
      ...(workspaceId === undefined
        ? {}
        : { WorkspaceResourceId: workspaceId, IngestionMode: "LogAnalytics" }),
      provisioningState: "Succeeded",
    },
  };
}

function found(context: SubscriptionContext): Component | undefined {
  return context.subscription
    .of(components)
    .live.find(
      ({ name, resourceGroup }) =>
        same(name, parameter(context, "name")) &&
        same(resourceGroup, parameter(context, "resourceGroup")),
    );
}

function list(context: SubscriptionContext): ArmResponse {
  const { parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  return page(
    context,
    subscription
      .of(components)
      .live.filter(({ resourceGroup }) => group === undefined || same(resourceGroup, group))
      .map((component) => bodyOf(subscription.id, component)),
  );
}

function get(context: SubscriptionContext): ArmResponse {
  const component = found(context);
  return component === undefined
    ? resourceNotFound(type, parameter(context, "name"), parameter(context, "resourceGroup"))
    : ok(bodyOf(context.subscription.id, component));
}

function put(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const applicationType = textAt(body, "properties", "Application_Type");
  const kind = textAt(body, "kind");
  if (kind === undefined || applicationType === undefined) {
    return armError(400, "BadRequest", "A component needs a kind and an Application_Type.");
  }
  const workspaceId = textAt(body, "properties", "WorkspaceResourceId");
  if (workspaceId !== undefined && !isLiveLogWorkspace(state, workspaceId)) {
    return armError(400, "BadRequest", `The workspace '${workspaceId}' does not exist.`);
  }
  const was = found(context);
  const component: Component = {
    name: parameter(context, "name"),
    resourceGroup: parameter(context, "resourceGroup"),
    location,
    kind,
    tags: textsAt(body, "tags"),
    applicationType,
    workspaceId,
    instrumentationKey: was?.instrumentationKey ?? randomUUID(),
  };
  const { events, live } = subscription.of(components);
  if (was !== undefined) {
    remove(live, was);
  }
  live.push(component);
  events.push(event(context, component, "write", { requestbody: JSON.stringify(body) }));
  return ok(bodyOf(subscription.id, component));
}

/** At once and for good: there is no soft delete. */
function deleteComponent(context: SubscriptionContext): ArmResponse {
  const component = found(context);
  if (component === undefined) {
    return { status: 204 };
  }
  const { events, live } = context.subscription.of(components);
  remove(live, component);
  events.push(event(context, component, "delete"));
  return { status: 200 };
}

function event(
  { caller, state, subscription }: SubscriptionContext,
  component: Component,
  what: string,
  properties?: JsonObject,
): ActivityEvent {
  return {
    resourceId: idOf(subscription.id, component),
    operation: `${type}/${what}`,
    at: state.time.now(),
    caller: caller.person.username,
    ...(properties === undefined ? {} : { properties }),
  };
}

/** In everyService: one that was deleted together with the Log Analytics workspace it used. */
function example(subscription: SubscriptionState): void {
  const now = subscription.time.now();
  const inGroup = `/subscriptions/${subscription.id}/resourceGroups/rg-platform/providers`;
  const resourceId = `${inGroup}/microsoft.insights/components/appi-platform`;
  const body = {
    location: "swedencentral",
    kind: "web",
    properties: {
      Application_Type: "web",
      WorkspaceResourceId: `${inGroup}/Microsoft.OperationalInsights/workspaces/log-platform`,
    },
  };
  subscription.of(components).events.push(
    {
      resourceId,
      operation: `${type}/write`,
      at: now - 60 * day,
      properties: { requestbody: JSON.stringify(body) },
    },
    { resourceId, operation: `${type}/delete`, at: now - day },
  );
}

/**
 * Application Insights components, which are not soft-deleted.
 * Source: https://learn.microsoft.com/rest/api/application-insights/components
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: { components: ["2020-02-02", "2015-05-01"] },
  routes: [
    route("GET", `${subscriptionPath}/providers/${type}`, "read", subscriptionPath, list),
    route("GET", `${groupPath}/providers/${type}`, "read", groupPath, list),
    route("GET", componentPath, "read", componentPath, get),
    route("PUT", componentPath, "write", componentPath, put),
    route("DELETE", componentPath, "delete", componentPath, deleteComponent),
  ],
  graph: {
    resources: (subscription) =>
      subscription.of(components).live.map((component) => ({
        id: idOf(subscription.id, component),
        name: component.name,
        type: type.toLowerCase(),
        location: component.location,
        resourceGroup: component.resourceGroup,
        tags: component.tags,
        properties: {
          ...(component.workspaceId === undefined
            ? {}
            : { WorkspaceResourceId: component.workspaceId }),
        },
      })),
  },
  deletions: (subscription) => subscription.of(components).events,
  example,
  snapshot: (subscription) => ({
    components: subscription.of(components).live.map(({ name }) => name),
  }),
};
