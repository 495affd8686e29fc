import { armPath } from "../../azure/armRequest";
import type { JsonObject } from "../../base/json";
import type { Condition } from "../plan";

/** Types with globally unique names, and the parameters of their name checks. */
const checks = {
  // learn.microsoft.com/rest/api/keyvault/keyvault/vaults/check-name-availability
  "Microsoft.KeyVault/vaults": { type: "Microsoft.KeyVault/vaults" },
  // learn.microsoft.com/rest/api/storagerp/storage-accounts/check-name-availability
  "Microsoft.Storage/storageAccounts": { type: "Microsoft.Storage/storageAccounts" },
  // learn.microsoft.com/rest/api/appconfiguration/operations/check-name-availability
  "Microsoft.AppConfiguration/configurationStores": {
    type: "Microsoft.AppConfiguration/configurationStores",
  },
  // learn.microsoft.com/rest/api/apimanagement/api-management-service/check-name-availability
  "Microsoft.ApiManagement/service": {},
} as const satisfies Readonly<Record<string, JsonObject>>;

/**
 * A provider's name check for live and soft-deleted resources.
 *
 * @param subscriptionId the subscription for the request; the answer applies to all of Azure.
 */
export function nameCheck(
  resourceType: keyof typeof checks,
  apiVersion: string,
  name: string,
  subscriptionId: string,
): Condition {
  const [provider = ""] = resourceType.split("/");
  return {
    request: {
      method: "POST",
      path: armPath`/subscriptions/${subscriptionId}/providers/${provider}/checkNameAvailability`,
      apiVersion,
      body: { name, ...checks[resourceType] },
    },
    path: ["nameAvailable"],
    value: true,
  };
}
