import type { ArmResponse } from "./armResponse";
import type { Json } from "./json";
import type { Person } from "./scenario";
import type { SimulatorState } from "./state";
import type { SubscriptionState } from "./subscriptionState";

/** Who asks, as the token says. */
export interface Caller {
  readonly person: Person;
  readonly objectId: string;
  readonly tenantId: string;
}

/** A request that has been let in, and what it is about. */
export interface RouteContext {
  readonly state: SimulatorState;
  readonly caller: Caller;
  /** Where this Azure Resource Manager is, without a slash at the end. */
  readonly armUrl: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly apiVersion: string;
  readonly body: Json | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A context whose path names a subscription that exists and that the caller may know of. */
export interface SubscriptionContext extends RouteContext {
  readonly subscription: SubscriptionState;
}

interface RouteDescription {
  readonly method: string;
  /** The path with {parameters}, each a whole segment. */
  readonly template: string;
  readonly namespace: string;
  readonly resourceType: string;
}

/** An operation at tenant level. */
export interface TenantRoute extends RouteDescription {
  readonly level: "tenant";
  handle(context: RouteContext): ArmResponse;
}

/** An operation within a subscription. */
export interface SubscriptionRoute extends RouteDescription {
  readonly level: "subscription";
  /** What the caller must be allowed to do; a route without it looks for itself. */
  readonly action?: string;
  /** Over which scope, with the template's {parameters}. */
  readonly scope?: string;
  handle(context: SubscriptionContext): ArmResponse;
}

export type Route = TenantRoute | SubscriptionRoute;

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The routes whose path fits, whatever their method. Azure's paths compare without case. */
export function routesAt(routes: readonly Route[], path: string): readonly RouteMatch[] {
  const segments = path.split("/");
  return routes.flatMap((route) => {
    const parameters = fit(route.template.split("/"), segments);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
}

/** A parameter of the route's template; asking for another is a mistake in the route. */
export function parameter(context: RouteContext, name: string): string {
  const value = context.parameters[name];
  if (value === undefined) {
    throw new Error(`${context.path} has no {${name}}`);
  }
  return value;
}

/** Puts the parameters into a template. */
export function fill(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => parameters[name] ?? whole);
}

function fit(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (template.length !== segments.length) {
    return undefined;
  }
  const parameters: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const given = segments[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(expected)?.[1];
    if (name !== undefined && given !== "") {
      const value = decoded(given);
      if (value === undefined) {
        return undefined;
      }
      parameters[name] = value;
    } else if (expected.toLowerCase() !== given.toLowerCase()) {
      return undefined;
    }
  }
  return parameters;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
