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

/** Makes the operations of one provider within a subscription. */
export function routesOf(namespace: string) {
  return (
    method: string,
    template: string,
    resourceType: string,
    handle: (context: SubscriptionContext) => ArmResponse,
    needed: { readonly action?: string; readonly scope?: string } = {},
  ): SubscriptionRoute => ({
    level: "subscription",
    method,
    template,
    namespace,
    resourceType,
    ...needed,
    handle,
  });
}

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A route with the segments of its template, those that are no parameters in lower case. */
interface PreparedRoute {
  readonly route: Route;
  readonly segments: readonly (string | { readonly parameter: string })[];
}

/** Routes by the number of segments in their paths. */
export class RouteTable {
  private readonly byLength = new Map<number, PreparedRoute[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.template.split("/").map((segment) => {
        const name = /^\{(\w+)\}$/.exec(segment)?.[1];
        return name === undefined ? segment.toLowerCase() : { parameter: name };
      });
      const alike = this.byLength.get(segments.length) ?? [];
      this.byLength.set(segments.length, [...alike, { route, segments }]);
    }
  }

  /** The routes whose path fits, whatever their method. Azure's paths compare without case. */
  at(path: string): readonly RouteMatch[] {
    const given = path.split("/");
    const lower = given.map((segment) => segment.toLowerCase());
    return (this.byLength.get(given.length) ?? []).flatMap(({ route, segments }) => {
      const parameters = fit(segments, given, lower);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
  }
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
  segments: PreparedRoute["segments"],
  given: readonly string[],
  lower: readonly string[],
): Record<string, string> | undefined {
  const isAlike = segments.every((expected, index) =>
    typeof expected === "string" ? expected === lower[index] : given[index] !== "",
  );
  if (!isAlike) {
    return undefined;
  }
  const parameters: Record<string, string> = {};
  for (const [index, expected] of segments.entries()) {
    if (typeof expected !== "string") {
      const value = decoded(given[index] ?? "");
      if (value === undefined) {
        return undefined;
      }
      parameters[expected.parameter] = value;
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
