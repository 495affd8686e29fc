import { armPath, pathOfId, type ArmRequest } from "../../../src/azure/armRequest";
import { resourceIdOf } from "../../../src/azure/resourceId";
import { isJsonObject, stringAt, type JsonValue } from "../../../src/base/json";
import {
  retentionTimes,
  toInstant,
  type DeletedResource,
} from "../../../src/services/deletedResource";
import { quotedAfter } from "../../../src/services/nameConflicts";
import { nameCheck } from "../../../src/services/parts/nameCheck";
import { preconditionOn } from "../../../src/services/preconditions";
import type { SoftDeleteService } from "../../../src/services/service";
import type { Origin } from "../../../src/services/source";

const apiVersion = "2026-01-01";
const resourceType = "Contoso.Crates/crates";
const identity = [["properties", "deletedAt"]];

function deletedCrate({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function liveCrate({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const name = stringAt(item, "name");
  if (!isJsonObject(item) || name === undefined) {
    return undefined;
  }
  const resourceGroup = "rg-crates";
  return {
    serviceId: "crates",
    subscriptionId,
    name,
    resourceGroup,
    location: "westus",
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/Contoso.Crates/deletedCrates/${name}`,
    ...retentionTimes(toInstant(stringAt(item, "properties", "deletedAt")), 240),
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** A service that is in no file but this one: what it would take to add a real one. */
export const crates: SoftDeleteService = {
  id: "crates",
  name: "Crates",
  resourceType,
  icon: "package",
  noun: () => "crate",
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_crate"],
    recoverProperty: { name: "restore", value: true },
    variables: ["CRATE"],
  },
  conflicts: {
    names: [quotedAfter(/Crate Name:? /)],
    messages: [{ words: /CrateNameReserved/ }],
  },
  hosts: [".crates.contoso.example"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Contoso.Crates/deletedCrates`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: "Recover crate",
      target: resource.name,
      request: {
        ...liveCrate(resource),
        method: "PUT",
        body: { location: resource.location, properties: { restore: true } },
      },
      postcondition: { request: liveCrate(resource), expects: "present" },
      precondition: preconditionOn(
        resource,
        { request: deletedCrate(resource) },
        "proceed",
        identity,
      ),
    },
  ],
  purge: (resource) => [
    {
      id: "purge",
      title: "Purge crate",
      target: resource.name,
      request: { ...deletedCrate(resource), method: "DELETE" },
      postcondition: { request: deletedCrate(resource), expects: "absent" },
      precondition: preconditionOn(resource, { request: deletedCrate(resource) }, "stop", identity),
    },
  ],
  nameCheck: (name, subscriptionId) => nameCheck(resourceType, apiVersion, name, subscriptionId),
  prerequisites: () => [],
  consequences: ({ name }) => ({
    destroyed: ["Everything in the crate is lost."],
    freed: [`The name "${name}" can be used again.`],
    billed: [],
    notRestored: [],
  }),

  permissions: {
    list: { action: "Contoso.Crates/deletedCrates/read", scope: "subscription", role: "Reader" },
    recover: {
      action: "Contoso.Crates/crates/write",
      scope: "resourceGroup",
      role: "Crate Contributor",
    },
    purge: {
      action: "Contoso.Crates/deletedCrates/delete",
      scope: "subscription",
      role: "Crate Contributor",
    },
  },
  retention: "10 days after the deletion",
  limits: ["A crate can be recovered only as a whole."],
  documentation: "https://learn.microsoft.com/azure/crates",
  errors: [
    { codes: ["CrateIsSealed"], say: () => "The crate is sealed. Open the crate first." },
    {
      codes: ["CrateNameReserved"],
      anyService: true,
      say: () => "A soft-deleted crate holds this name.",
    },
  ],
  commands: [
    {
      request: "DELETE /subscriptions/{subscription}/providers/Contoso.Crates/deletedCrates/{name}",
      azureCli: "az crate purge --name {name} --subscription {subscription}",
      powershell: "Remove-AzCrate -Name {name} -SubscriptionId {subscription} -InRemovedState",
    },
  ],
};
