import {
  joined,
  known,
  plainText,
  nullValue,
  objectValue,
  unknown,
  unknownBecause,
  reasonOf,
  type DeploymentTarget,
  type Value,
} from "../evaluation/values";
import type { DeclaredModule, DeclaredResource } from "../template";
import { avmType } from "./avmTypes";
import type { Instance, Iteration } from "./instance";
import { reference, resourceId, subscriptionReference, groupId } from "./target";

const groupType = "microsoft.resources/resourcegroups";

/** What a template can read of a resource that it declares, before it is deployed. */
export function resourceReference(
  resource: DeclaredResource,
  iteration: Iteration,
  instance: Instance,
): Value {
  const { symbol = "resource", type } = resource;
  const isGroup = type.toLowerCase() === groupType;
  const name = (): Value => fullName(resource, iteration, instance);
  const target = (): DeploymentTarget => scopeOf(resource, iteration, instance);
  const id = (): Value => {
    const at = target();
    const isInGroup = at.resourceGroup.kind !== "null" && !isGroup;
    const scope = isInGroup ? groupId(at) : subscriptionReference(at).member("id");
    return resourceId(scope, type, [name()]);
  };
  const location = (): Value => groupLocation(resource, iteration, instance);
  const members = {
    name: () => ownName(resource, iteration, instance),
    fullname: name,
    id,
    type: () => known(type),
    ...(isGroup ? { location } : {}),
  };
  const value = reference(symbol, undefined, members);
  return isGroup
    ? { ...value, target: () => ({ ...target(), resourceGroup: name(), location: location() }) }
    : value;
}

function ownName({ name }: DeclaredResource, { scope }: Iteration, instance: Instance): Value {
  return instance.evaluate(name, scope);
}

/** The name with those of its parents, as in "server/database". */
export function fullName(
  resource: DeclaredResource,
  iteration: Iteration,
  instance: Instance,
): Value {
  const own = ownName(resource, iteration, instance);
  const parent = resource.body?.members.get("parent");
  if (parent === undefined || resource.isTerraform || parent.file.endsWith(".json")) {
    return own;
  }
  const of = instance.evaluate(parent, iteration.scope);
  const parentName =
    of.kind === "reference" ? of.member("fullname") : unknown("undeclared", "parent");
  return joined([parentName, known("/"), own]);
}

/** The target that a resource's scope names, or that of its template. */
function scopeOf(
  { body }: DeclaredResource,
  { scope }: Iteration,
  instance: Instance,
): DeploymentTarget {
  const written = body?.members.get("scope");
  if (written === undefined) {
    return instance.target;
  }
  const value = instance.evaluate(written, scope);
  const target = value.kind === "reference" ? value.target?.() : undefined;
  const any = unknownBecause(reasonOf(value) ?? { kind: "unsupported", about: "scope" });
  return target ?? { ...instance.target, subscriptionId: any, resourceGroup: any };
}

/** ARM answers a group's location without blanks, in lower case. */
function groupLocation(
  { body, isExisting }: DeclaredResource,
  { scope }: Iteration,
  instance: Instance,
): Value {
  const written = body?.members.get("location");
  const value = written === undefined || isExisting ? nullValue : instance.evaluate(written, scope);
  const text = plainText(value);
  if (text !== undefined && text !== "") {
    return known(text.replaceAll(" ", "").toLowerCase());
  }
  return unknownBecause(reasonOf(value) ?? { kind: "place", about: "location" });
}

/**
 * What a template can read of a module: its name and its outputs.
 *
 * @param isJson whether outputs are objects with a value, as ARM's reference function returns them.
 */
export function moduleReference(
  module: DeclaredModule,
  iteration: Iteration,
  instance: Instance,
  isJson = false,
): Value {
  const { symbol = "module", body } = module;
  const outputs = (): Value => ({
    kind: "reference",
    member: (name) => {
      const value = moduleOutput(module, iteration, instance, name);
      return isJson ? objectValue([["value", value]]) : value;
    },
  });
  const name = body?.members.get("name");
  return reference(symbol, undefined, {
    outputs,
    ...(name === undefined ? {} : { name: () => instance.evaluate(name, iteration.scope) }),
  });
}

export function moduleOutput(
  module: DeclaredModule,
  iteration: Iteration,
  instance: Instance,
  name: string,
): Value {
  const path = module.path ?? "";
  const child = instance.child(module, iteration);
  const output = child?.output(name);
  if (output !== undefined) {
    return output;
  }
  // A module that deploys one resource under a name that it is given has that name as an output.
  const given = module.parameters.get("name");
  return avmType(path) !== undefined && name.toLowerCase() === "name" && given !== undefined
    ? instance.evaluate(given, iteration.scope)
    : unknown(
        child === undefined ? "missingFile" : "undeclared",
        child === undefined ? path : name,
      );
}
