import { objectAt, textAt, type Json, type JsonObject } from "../json";
import type { RouteContext } from "../route";
import type { GraphRow, GraphTable } from "../service";
import { simulatedServices } from "../services/all";
import type { SimulatorState } from "../state";
import type { SubscriptionState } from "../subscriptionState";
import { liveAccountBody } from "./cognitiveBodies";
import { liveVaultBody } from "./keyVaultBodies";

/** All rows of one subscription, whoever may read them. */
interface Seen {
  readonly at: number;
  readonly tables: Readonly<Record<string, readonly JsonObject[]>>;
}

/** What Resource Graph saw when it looked last, by subscription. */
export class GraphMemory {
  private readonly seen = new Map<SubscriptionState, Seen>();

  /** The rows of a table; as they were up to that long ago. */
  rows(
    subscription: SubscriptionState,
    table: string,
    lagSeconds: number,
  ): readonly JsonObject[] | undefined {
    const now = subscription.time.now();
    const known = this.seen.get(subscription);
    const current =
      known !== undefined && now - known.at < lagSeconds * 1000
        ? known
        : { at: now, tables: look(subscription) };
    this.seen.set(subscription, current);
    return current.tables[table];
  }
}

/**
 * The rows of a table in one subscription that the caller may read, as Resource Graph has them now;
 * undefined where there is no such table.
 */
export function readableRows(
  { state, caller }: { readonly state: SimulatorState; readonly caller: RouteContext["caller"] },
  subscription: SubscriptionState,
  table: string,
): readonly JsonObject[] | undefined {
  return state.graphMemory
    .rows(subscription, table, state.graphLagSeconds)
    ?.filter((row) =>
      subscription.roles.allow(
        caller.person.username,
        `${textAt(row, "type") ?? ""}/read`,
        textAt(row, "id") ?? "",
      ),
    );
}

function look(subscription: SubscriptionState): Seen["tables"] {
  return {
    resources: liveRows(subscription),
    resourcecontainers: containers(subscription),
    recoveryservicesresources: ofServices(subscription, "recoveryservicesresources"),
  };
}

/** The rows of all that is in use in a subscription at this moment. */
export function liveRows(subscription: SubscriptionState): readonly JsonObject[] {
  return [
    ...liveResources(subscription).map((body) => rowOf(body, subscription)),
    ...ofServices(subscription, "resources"),
  ];
}

function ofServices(subscription: SubscriptionState, table: GraphTable): readonly JsonObject[] {
  return simulatedServices
    .flatMap((service) => service.graph?.[table]?.(subscription) ?? [])
    .map((row: GraphRow) => rowOf({ ...row }, subscription));
}

function liveResources(subscription: SubscriptionState): readonly Json[] {
  const now = subscription.time.now();
  return [
    ...subscription.accounts
      .filter(({ listedAt }) => listedAt <= now)
      .map((item) => liveAccountBody(subscription.id, item)),
    ...subscription.vaults.map((item) => liveVaultBody(subscription, item, now)),
  ];
}

function containers(subscription: SubscriptionState): readonly JsonObject[] {
  const id = `/subscriptions/${subscription.id}`;
  return [
    rowOf({ id, name: subscription.name, type: "Microsoft.Resources/subscriptions" }, subscription),
    ...subscription.resourceGroups.map(({ name, location, tags }) =>
      rowOf(
        {
          id: `${id}/resourceGroups/${name}`,
          name,
          type: "Microsoft.Resources/subscriptions/resourceGroups",
          location,
          tags: tags ?? {},
          properties: { provisioningState: "Succeeded" },
        },
        subscription,
      ),
    ),
  ];
}

/**
 * The columns of every row. Types, regions and the group's column are in lower case, whatever the
 * services write (https://github.com/tomkerkhove/promitor/issues/1492); ids and names are not.
 */
function rowOf(body: Json, subscription: SubscriptionState): JsonObject {
  const id = textAt(body, "id") ?? "";
  const group = textAt(body, "resourceGroup") ?? /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
  return {
    id,
    name: textAt(body, "name") ?? "",
    type: (textAt(body, "type") ?? "").toLowerCase(),
    tenantId: subscription.tenantId,
    kind: textAt(body, "kind") ?? "",
    location: (textAt(body, "location") ?? "").replace(/\s/g, "").toLowerCase(),
    resourceGroup: group.toLowerCase(),
    subscriptionId: subscription.id,
    managedBy: "",
    sku: orNull(objectAt(body, "sku")),
    plan: null,
    properties: objectAt(body, "properties"),
    tags: orNull(objectAt(body, "tags")),
    identity: null,
    zones: null,
    extendedLocation: null,
  };
}

function orNull(value: JsonObject): Json {
  return Object.keys(value).length === 0 ? null : value;
}
