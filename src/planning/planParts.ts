import * as l10n from "@vscode/l10n";
import { armPath, type ArmRequest } from "../azure/armRequest";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { deletionKey } from "../services/deletedResource";
import type { PlanStep, Subject } from "../services/plan";
import type { Answers } from "../services/question";
import type { Home, RequiredPermission, SoftDeleteService } from "../services/service";

// learn.microsoft.com/rest/api/resources/resource-groups
const resourceGroupsApiVersion = "2024-07-01";
export const createResourceGroup: RequiredPermission = {
  action: "Microsoft.Resources/subscriptions/resourceGroups/write",
  scope: "subscription",
  role: "Contributor",
};

/** Roles can't be assigned on a resource group that doesn't exist. */
export function atSubscription(
  permissions: readonly RequiredPermission[],
): readonly RequiredPermission[] {
  return permissions.map((one) => ({ ...one, scope: "subscription" }));
}

export function subjectOf(
  { resource, subscription }: InventoryItem,
  service: SoftDeleteService,
): Subject {
  const { serviceId, name, originalId } = resource;
  return {
    serviceId,
    noun: service.noun(resource),
    name,
    subscriptionId: subscription.subscriptionId,
    subscriptionName: subscription.name,
    originalId,
    deletion: deletionKey(resource),
  };
}

/** Where a recovery restores it to; undefined where Azure doesn't report it. */
export function homeOf(
  service: SoftDeleteService,
  { resource }: InventoryItem,
  answers: Answers,
): Home | undefined {
  const { resourceGroup, location } = resource;
  return (
    service.home?.(resource, answers) ??
    (resourceGroup === undefined ? undefined : { resourceGroup, location })
  );
}

/** A resource group cannot be recovered, only created again under its name. */
export function resourceGroupStep(
  subscriptionId: string,
  { resourceGroup, location }: Home,
): PlanStep {
  const group: ArmRequest = {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}`,
    apiVersion: resourceGroupsApiVersion,
  };
  return {
    id: "createResourceGroup",
    title: l10n.t("Create resource group in {0}", location),
    target: resourceGroup,
    request: { ...group, method: "PUT", body: { location } },
    postcondition: { request: group, expects: "present" },
    // Overwriting a group that someone just created would remove its tags.
    skipIfMet: true,
    onlyForOthers: true,
  };
}
