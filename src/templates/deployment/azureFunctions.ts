import {
  anyText,
  joined,
  known,
  plainText,
  unknown,
  unknownFor,
  type DeploymentTarget,
  type Value,
} from "../evaluation/values";
import {
  groupId,
  groupReference,
  otherGroup,
  otherSubscription,
  reference,
  resourceId,
  subscriptionReference,
  tenantReference,
} from "./target";

/**
 * The functions that say where something is deployed, or what is there; undefined for others.
 * learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-scope and -resource
 */
export function azureFunction(
  name: string,
  evaluated: () => readonly Value[],
  target: DeploymentTarget,
): Value | undefined {
  switch (name) {
    case "subscription":
      return otherSubscription(target, evaluated());
    case "resourcegroup": {
      const given = evaluated();
      return given.length === 0 ? groupReference(target) : otherGroup(target, given);
    }
    case "tenant":
      return tenantReference(target);
    case "deployment":
      return reference("deployment()", undefined, { location: () => target.location });
    case "managementgroup":
    case "environment":
    case "deployer":
      return reference(`${name}()`, undefined, {});
    case "resourceid":
    case "subscriptionresourceid":
    case "tenantresourceid":
    case "extensionresourceid":
      return idFunction(name, evaluated(), target);
    case "pickzones":
    case "tolocation":
    case "reference":
      return unknown("afterDeployment", name);
    default:
      return /^(resource\.|\w+\.)?(list|getsecret)/.test(name)
        ? anyText({ kind: "afterDeployment", about: name })
        : undefined;
  }
}

/** Optional ids of a subscription and a group, a type, and a name for each of its segments. */
function idFunction(name: string, given: readonly Value[], target: DeploymentTarget): Value {
  const at = given.findIndex((value) => plainText(value)?.includes("/") === true);
  const type = plainText(given[at]);
  if (type === undefined) {
    return unknownFor(name, ...given);
  }
  const [before, names] = [given.slice(0, at), given.slice(at + 1)];
  switch (name) {
    case "tenantresourceid":
      return resourceId(known(""), type, names);
    case "extensionresourceid":
      // The id of another resource comes first, and contains a "/" as well.
      return extensionId(given);
    case "subscriptionresourceid": {
      const [subscription = target.subscriptionId] = before;
      return resourceId(joined([known("/subscriptions/"), subscription]), type, names);
    }
    default: {
      const group = before.at(-1) ?? target.resourceGroup;
      const subscriptionId = before.length > 1 ? (before[0] ?? group) : target.subscriptionId;
      const isInGroup = group.kind !== "null";
      const scope = isInGroup
        ? groupId({ ...target, subscriptionId, resourceGroup: group })
        : subscriptionReference(target).member("id");
      return resourceId(scope, type, names);
    }
  }
}

function extensionId([of, type, ...names]: readonly Value[]): Value {
  const text = plainText(type);
  return of === undefined || text === undefined
    ? unknownFor("extensionResourceId", type)
    : resourceId(of, text, names);
}
