import * as l10n from "@vscode/l10n";
import * as activityLog from "../../azure/activityLog";
import { pathOfId, type ArmRequest } from "../../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonObject, type JsonValue } from "../../azure/json";
import { canonicalId, parseResourceId, resourceIdOf, sameResource } from "../../azure/resourceId";
import { toInstant } from "../deletedResource";
import type { PlanStep } from "../plan";

// Components are not soft-deleted. What used a recovered workspace is made again "with the original
// name": learn.microsoft.com/azure/machine-learning/concept-soft-delete
const apiVersion = "2020-02-02";
const provider = "Microsoft.Insights";
const resourceType = "Microsoft.Insights/components";

/** An Application Insights component that was deleted, as far as the Activity Log tells. */
export interface DeletedComponent {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Undefined where no write in the log has it, as for a component older than the log. */
  readonly location: string | undefined;
  readonly kind: string;
  readonly applicationType: string;
  /** ISO 8601 instant. */
  readonly deletedAt: string;
  /** Whether it is known to have used the workspace; otherwise it only lay in the same group. */
  readonly named: boolean;
}

/**
 * The Activity Log of all that Application Insights belongs to; it keeps 90 days.
 *
 * @param since milliseconds since the epoch, as {@link until}.
 */
export function activityRequest(subscriptionId: string, since: number, until: number): ArmRequest {
  return activityLog.activityRequest({ subscriptionId, since, until, provider });
}

/**
 * The components that are deleted and used this workspace, or lay in its resource group where their
 * writes do not tell; latest deletion first.
 *
 * @param events entries of the Activity Log, as of {@link activityRequest}.
 */
export function componentsThatUsed(
  events: readonly JsonValue[],
  workspaceId: string,
): readonly DeletedComponent[] {
  const byComponent = new Map<string, Activity[]>();
  for (const activity of events.flatMap((event) => activityIn(event) ?? [])) {
    const key = canonicalId(activity.id);
    byComponent.set(key, [...(byComponent.get(key) ?? []), activity]);
  }
  return [...byComponent.values()]
    .flatMap((activities) => deletedComponent(activities, workspaceId) ?? [])
    .sort((left, right) => right.deletedAt.localeCompare(left.deletedAt));
}

/** Makes a component again, with the workspace it used. */
export function recreateStep(
  component: DeletedComponent & { readonly location: string },
  workspaceId: string,
): PlanStep {
  const { id, name, location, kind, applicationType } = component;
  const live: ArmRequest = { method: "GET", path: pathOfId(id), apiVersion };
  return {
    id: `recreate ${canonicalId(id)}`,
    title: l10n.t("Create Application Insights component again"),
    target: name,
    request: {
      ...live,
      method: "PUT",
      body: {
        location,
        kind,
        properties: { Application_Type: applicationType, WorkspaceResourceId: workspaceId },
      },
    },
    effect: { request: live, shows: "present" },
    // Writing over a component that somebody has made meanwhile could change its settings.
    skipIfShown: true,
    note: l10n.t(
      'The Application Insights component "{0}" is a new one with a connection string of its own: give it to the applications that send to it.',
      name,
    ),
  };
}

/** A write or a deletion of a component. */
interface Activity {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly what: "write" | "delete";
  readonly status: string;
  readonly at: string;
  /** What the events of one operation have in common. */
  readonly correlationId: string | undefined;
  /** What was written, where the log has it. */
  readonly body: JsonObject | undefined;
}

function activityIn(event: JsonValue): Activity | undefined {
  const operation = stringAt(event, "operationName", "value")?.toLowerCase();
  const what = ["write", "delete"].find(
    (one) => operation === `${resourceType}/${one}`.toLowerCase(),
  );
  const { subscriptionId, resourceGroup, resources } =
    parseResourceId(stringAt(event, "resourceId") ?? "") ?? {};
  const name = resources?.[0]?.name;
  const at = toInstant(stringAt(event, "eventTimestamp"));
  if (
    what === undefined ||
    subscriptionId === undefined ||
    resourceGroup === undefined ||
    name === undefined ||
    at === undefined
  ) {
    return undefined;
  }
  return {
    id: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    name,
    resourceGroup,
    what: what === "write" ? "write" : "delete",
    status: stringAt(event, "status", "value")?.toLowerCase() ?? "",
    at,
    correlationId: stringAt(event, "correlationId"),
    body: bodyIn(event),
  };
}

function deletedComponent(
  activities: readonly Activity[],
  workspaceId: string,
): DeletedComponent | undefined {
  const latestFirst = activities.toSorted((left, right) => right.at.localeCompare(left.at));
  const last = latestFirst.find(({ status }) => status === "succeeded");
  if (last?.what !== "delete") {
    return undefined;
  }
  const bodies = writtenBodies(latestFirst.filter(({ at }) => at <= last.at));
  const workspace = firstOf(bodies, (body) => valueNamed(body, "WorkspaceResourceId"));
  const named = workspace !== undefined;
  const belongs = named
    ? sameResource(workspace, workspaceId)
    : parseResourceId(workspaceId)?.resourceGroup?.toLowerCase() ===
      last.resourceGroup.toLowerCase();
  if (!belongs) {
    return undefined;
  }
  return {
    id: last.id,
    name: last.name,
    resourceGroup: last.resourceGroup,
    location: firstOf(bodies, (body) => stringAt(body, "location")),
    // What Azure takes where nothing is said.
    kind: firstOf(bodies, (body) => stringAt(body, "kind")) ?? "web",
    applicationType: firstOf(bodies, (body) => valueNamed(body, "Application_Type")) ?? "web",
    deletedAt: last.at,
    named,
  };
}

/**
 * What was written, latest first. The body is in the entry that begins an operation, before it is
 * known how that ends: what belongs to a refused one does not count.
 */
function writtenBodies(latestFirst: readonly Activity[]): readonly JsonObject[] {
  const writes = latestFirst.filter(({ what }) => what === "write");
  const refused = new Set(
    writes.filter(({ status }) => status === "failed").map(({ correlationId }) => correlationId),
  );
  return writes.flatMap(({ body, status, correlationId }) =>
    body === undefined ||
    status === "failed" ||
    (correlationId !== undefined && refused.has(correlationId))
      ? []
      : [body],
  );
}

/** The log has bodies as JSON texts. */
function bodyIn(event: JsonValue): JsonObject | undefined {
  const properties = valueAt(event, ["properties"]);
  const [, text] =
    Object.entries(isJsonObject(properties) ? properties : {}).find(
      ([key]) => key.toLowerCase() === "requestbody",
    ) ?? [];
  try {
    const body = JSON.parse(typeof text === "string" ? text : "null") as JsonValue;
    return isJsonObject(body) ? body : undefined;
  } catch {
    // Long bodies are cut off.
    return undefined;
  }
}

/** The text that a body's property has, whatever the case of its name. */
function valueNamed(body: JsonObject, name: string): string | undefined {
  const properties = valueAt(body, ["properties"]);
  const found = Object.entries(isJsonObject(properties) ? properties : {}).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  )?.[1];
  return typeof found === "string" && found !== "" ? found : undefined;
}

function firstOf<Item, Value>(
  items: readonly Item[],
  of: (item: Item) => Value | undefined,
): Value | undefined {
  for (const item of items) {
    const value = of(item);
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}
