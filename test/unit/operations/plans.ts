import type { JsonObject } from "../../../src/base/json";
import { isRefusal } from "../../../src/services/service";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { keyVault } from "../../../src/services/keyVault";
import type { PlanStep, Plan } from "../../../src/services/plan";
import type { SoftDeleteService } from "../../../src/services/service";
import {
  account,
  asDana,
  readBy,
  subjectOf,
  subscriptionId,
  tenantId,
  vault,
} from "../services/samples";

const subscription = `/subscriptions/${subscriptionId}`;

/** Where the requests of the plans below go. */
export const at = {
  group: `${subscription}/resourcegroups/rg-support`,
  deletedAccount: `${subscription}/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/rg-support/deletedAccounts/aoai`,
  liveAccount: `${subscription}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai`,
  deletedVault: `${subscription}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv`,
  poll: `https://management.azure.com${subscription}/operations/1`,
} as const;

function plan(
  action: Plan["action"],
  service: SoftDeleteService,
  item: JsonObject,
  steps: readonly PlanStep[],
): Plan {
  return { action, subject: subjectOf(service, readBy(service, item)), identity: asDana, steps };
}

function purgeOf(service: SoftDeleteService, item: JsonObject): Plan {
  const steps = service.purge(readBy(service, item));
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  return plan("purge", service, item, steps);
}

export const purgeAccount = purgeOf(cognitiveServices, account);
export const purgeVault = purgeOf(keyVault, vault);

function recoverOf(service: SoftDeleteService, item: JsonObject): readonly PlanStep[] {
  const steps = service.recover(readBy(service, item), { tenantId, answers: {} });
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  return steps;
}

const recoverSteps = recoverOf(cognitiveServices, account);

export const recoverAccount = plan("recover", cognitiveServices, account, recoverSteps);

const group = { method: "GET", path: at.group, apiVersion: "2024-07-01" } as const;

/** Two steps: the resource group, then the account. */
export const recoverWithGroup = plan("recover", cognitiveServices, account, [
  {
    id: "createResourceGroup",
    title: "Create resource group",
    target: "rg-support",
    request: { ...group, method: "PUT", body: { location: "swedencentral" } },
    postcondition: { request: group, expects: "present" },
  },
  ...recoverSteps,
]);
