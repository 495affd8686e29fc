import type { Evaluator } from "../evaluation/evaluator";
import { stringOf } from "../evaluation/functions/json";
import {
  known,
  joined,
  nullValue,
  plainText,
  reasonOf,
  shaped,
  unknown,
  type DeploymentTarget,
  type ReferenceValue,
  type Value,
} from "../evaluation/values";
import { environmentVariable, subscriptionOf, type DeploymentInputs } from "./inputs";

/** Where the template itself is deployed, as far as the environment says it. */
export function rootTarget(
  targetScope: string | undefined,
  inputs: DeploymentInputs,
  evaluator: Evaluator,
): DeploymentTarget {
  const isInGroup = (targetScope ?? "resourceGroup").toLowerCase() === "resourcegroup";
  const read = (name: string): Value => environmentVariable(name, undefined, inputs, evaluator);
  const group = inputs.environment === undefined ? nullValue : read("AZURE_RESOURCE_GROUP");
  const tenant = inputs.environment === undefined ? nullValue : read("AZURE_TENANT_ID");
  const isGroupKnown = (plainText(group) ?? "") !== "";
  const place = (about: string): Value =>
    shaped({ kind: "place", about }, 1, 90, about === "location" ? "a-z0-9" : undefined);
  return {
    tenantId: (plainText(tenant) ?? "") === "" ? guidOf("tenant") : tenant,
    subscriptionId:
      inputs.environment === undefined && inputs.subscriptionId === undefined
        ? guidOf("subscription")
        : subscriptionOf(inputs, evaluator),
    resourceGroup: isInGroup ? (isGroupKnown ? group : place("resourceGroup")) : nullValue,
    location:
      isInGroup || inputs.environment === undefined ? place("location") : read("AZURE_LOCATION"),
  };
}

function guidOf(about: string): Value {
  return shaped({ kind: "place", about }, 36, 36, "0-9a-f\\-");
}

/** The object that subscription() returns. */
export function subscriptionReference(target: DeploymentTarget): ReferenceValue {
  const { subscriptionId, tenantId } = target;
  return reference(
    "subscription()",
    { ...target, resourceGroup: nullValue },
    {
      id: () => joined([known("/subscriptions/"), subscriptionId]),
      subscriptionid: () => subscriptionId,
      tenantid: () => tenantId,
    },
  );
}

/** The object that resourceGroup() returns. */
export function groupReference(target: DeploymentTarget): ReferenceValue {
  const { resourceGroup, location } = target;
  return reference("resourceGroup()", target, {
    id: () => groupId(target),
    name: () => resourceGroup,
    location: () => location,
  });
}

export function tenantReference(target: DeploymentTarget): ReferenceValue {
  return reference(
    "tenant()",
    { ...target, resourceGroup: nullValue },
    {
      tenantid: () => target.tenantId,
    },
  );
}

/** A reference with some members; all others are known only after the deployment. */
export function reference(
  about: string,
  target: DeploymentTarget | undefined,
  members: Readonly<Record<string, () => Value>>,
): ReferenceValue {
  return {
    kind: "reference",
    member: (name) => {
      const key = name.toLowerCase();
      const found = Object.hasOwn(members, key) ? members[key] : undefined;
      return found?.() ?? unknown("afterDeployment", `${about}.${name}`);
    },
    ...(target === undefined ? {} : { target: () => target }),
  };
}

export function groupId({ subscriptionId, resourceGroup }: DeploymentTarget): Value {
  return joined([
    known("/subscriptions/"),
    subscriptionId,
    known("/resourceGroups/"),
    resourceGroup,
  ]);
}

/** The group with a name, in the same or another subscription. */
export function otherGroup(target: DeploymentTarget, given: readonly Value[]): ReferenceValue {
  const [first, second] = given;
  const name = second ?? first ?? unknown("error", "resourceGroup");
  const subscriptionId = second === undefined ? target.subscriptionId : (first ?? name);
  return groupReference({
    ...target,
    subscriptionId: lowerCase(subscriptionId),
    resourceGroup: name,
    location: shaped({ kind: "place", about: "location" }, 1, 90, "a-z0-9"),
  });
}

export function otherSubscription(
  target: DeploymentTarget,
  given: readonly Value[],
): ReferenceValue {
  const [id] = given;
  return subscriptionReference(
    id === undefined ? target : { ...target, subscriptionId: lowerCase(id) },
  );
}

function lowerCase(value: Value): Value {
  const text = plainText(value);
  return text === undefined ? value : known(text.toLowerCase());
}

/** The id of a resource of a type, such as "Microsoft.Sql/servers/databases". */
export function resourceId(scope: Value, type: string, names: readonly Value[]): Value {
  const [provider = "", ...types] = type.split("/");
  const segments = names.flatMap((name): readonly Value[] => {
    const text = plainText(name);
    return text === undefined ? [name] : text.split("/").map(known);
  });
  if (segments.length !== types.length) {
    const unclear = names.find((name) => reasonOf(name) !== undefined);
    return unclear === undefined
      ? unknown("error", "resourceId")
      : stringOf(unknown("unsupported", "resourceId"));
  }
  const path = types.flatMap((one, at) => [known(`/${one}/`), segments[at] ?? nullValue]);
  const isGroup = type.toLowerCase() === "microsoft.resources/resourcegroups";
  return isGroup
    ? joined([scope, known("/resourceGroups/"), ...segments])
    : joined([scope, known(`/providers/${provider}`), ...path]);
}
