import { sameText } from "../../base/sameText";
import * as l10n from "@vscode/l10n";
import { isDeletion } from "../../azure/activityLogEvent";
import { writeIn, writtenBodies, type LoggedWrite } from "../../azure/activityWrites";
import { pathOfId, usablePath, type ArmRequest } from "../../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonObject, type JsonValue } from "../../base/json";
import { canonicalId, parseResourceId, resourceIdOf, sameResource } from "../../azure/resourceId";
import type { PlanStep } from "../plan";
import type { MadeAgain } from "../service";

// Components aren't soft-deleted. Those that used a recovered workspace are created again "with the
// original name": learn.microsoft.com/azure/machine-learning/concept-soft-delete
const apiVersion = "2020-02-02";
export const provider = "Microsoft.Insights";
export const componentType = "Microsoft.Insights/components";
const writeOperation = "microsoft.insights/components/write";
const operations = [writeOperation, "microsoft.insights/components/delete"];

/** A deleted Application Insights component, from the Activity Log. */
export interface DeletedComponent {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Undefined where no write in the log has it, for example for a component older than the log. */
  readonly location: string | undefined;
  readonly kind: string;
  readonly applicationType: string;
  /** ISO 8601 instant. */
  readonly deletedAt: string;
  /** The workspace it used; undefined where only the resource group is the same. */
  readonly workspaceId: string | undefined;
}

/**
 * The deleted components that used this workspace or, where their writes don't tell, were in its
 * resource group; latest deletion first.
 *
 * @param events entries of the Activity Log of {@link provider}.
 */
export function componentsThatUsed(
  events: readonly JsonValue[],
  workspaceId: string,
): readonly DeletedComponent[] {
  const group = parseResourceId(workspaceId)?.resourceGroup?.toLowerCase();
  return deletedComponents(events)
    .filter((component) =>
      component.workspaceId === undefined
        ? component.resourceGroup.toLowerCase() === group
        : sameResource(component.workspaceId, workspaceId),
    )
    .sort((left, right) => right.deletedAt.localeCompare(left.deletedAt));
}

/** The component with this id, where it was deleted and not created again. */
export function deletedComponentAt(
  events: readonly JsonValue[],
  id: string,
): DeletedComponent | undefined {
  return deletedComponents(events).find((component) => sameResource(component.id, id));
}

function deletedComponents(events: readonly JsonValue[]): readonly DeletedComponent[] {
  const byComponent = new Map<string, Activity[]>();
  for (const activity of events.flatMap((event) => activityIn(event) ?? [])) {
    const key = canonicalId(activity.id);
    byComponent.set(key, [...(byComponent.get(key) ?? []), activity]);
  }
  return [...byComponent.values()].flatMap((activities) => deletedComponent(activities) ?? []);
}

/** The component to create again, with its workspace. */
export function madeAgain(
  component: DeletedComponent,
  workspaceId: string,
  location: string,
): MadeAgain {
  const { id, name, resourceGroup } = component;
  const place = component.location ?? location;
  return {
    id,
    name,
    resourceGroup,
    location: place,
    steps: [recreateStep({ ...component, location: place }, workspaceId)],
    // learn.microsoft.com/azure/role-based-access-control/permissions/monitor#microsoftinsights
    permission: {
      action: "Microsoft.Insights/components/write",
      scope: "resourceGroup",
      role: "Application Insights Component Contributor",
    },
    isCertain: component.workspaceId !== undefined,
    remark:
      component.workspaceId === undefined
        ? l10n.t(
            "Deleted from the same resource group. Azure doesn't report which workspace this component used.",
          )
        : l10n.t("Used this workspace. The component gets a new connection string."),
  };
}

/** A component without a log entry, with Azure's defaults. */
export function unlogged(id: string, name: string, resourceGroup: string): DeletedComponent {
  return {
    id,
    name,
    resourceGroup,
    location: undefined,
    kind: "web",
    applicationType: "web",
    deletedAt: "",
    workspaceId: undefined,
  };
}

/** Creates a component again, with its workspace. */
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
    postcondition: { request: live, expects: "present" },
    // Overwriting a component that someone just created could change its settings.
    skipIfMet: true,
    note: l10n.t(
      'The Application Insights component "{0}" is new and has a new connection string. Update the applications that send data to this component.',
      name,
    ),
  };
}

interface Activity extends LoggedWrite {
  /** In one spelling. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
}

function activityIn(entry: JsonValue): Activity | undefined {
  const event = writeIn(entry);
  if (event === undefined || !operations.includes(event.operation)) {
    return undefined;
  }
  const { resourceId } = event;
  const { subscriptionId, resourceGroup, resources } = parseResourceId(resourceId) ?? {};
  const name = resources?.[0]?.name;
  if (
    subscriptionId === undefined ||
    resourceGroup === undefined ||
    name === undefined ||
    usablePath(resourceId) === undefined
  ) {
    return undefined;
  }
  const id = resourceIdOf({ subscriptionId, resourceGroup, resourceType: componentType, name });
  return { ...event, id, name, resourceGroup };
}

function deletedComponent(activities: readonly Activity[]): DeletedComponent | undefined {
  const latestFirst = activities.toSorted((left, right) => right.at - left.at);
  const last = latestFirst.find(({ status }) => status === "succeeded");
  if (last === undefined || !isDeletion(last)) {
    return undefined;
  }
  const bodies = writtenBodies(
    latestFirst.filter(({ at, operation }) => at <= last.at && operation === writeOperation),
  );
  const workspace = firstOf(bodies, (body) => valueNamed(body, "WorkspaceResourceId"));
  return {
    id: last.id,
    name: last.name,
    resourceGroup: last.resourceGroup,
    location: firstOf(bodies, (body) => stringAt(body, "location")),
    // Azure's defaults.
    kind: firstOf(bodies, (body) => stringAt(body, "kind")) ?? "web",
    applicationType: firstOf(bodies, (body) => valueNamed(body, "Application_Type")) ?? "web",
    deletedAt: new Date(last.at).toISOString(),
    workspaceId: workspace,
  };
}

/** A string property of a body, ignoring the case of its name. */
function valueNamed(body: JsonObject, name: string): string | undefined {
  const properties = valueAt(body, ["properties"]);
  const found = Object.entries(isJsonObject(properties) ? properties : {}).find(([key]) =>
    sameText(key, name),
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
