import { armPath } from "../../azure/armRequest";
import type { JsonObject } from "../../base/json";
import type { Condition } from "../plan";

/**
 * A provider's name check for live and soft-deleted resources.
 *
 * @param subscriptionId the subscription for the request; the answer applies to all of Azure.
 * @param more what the check needs besides the name; the resource type when omitted.
 */
export function nameCheck(
  resourceType: string,
  apiVersion: string,
  name: string,
  subscriptionId: string,
  more: JsonObject = { type: resourceType },
): Condition {
  const [provider = ""] = resourceType.split("/");
  return {
    request: {
      method: "POST",
      path: armPath`/subscriptions/${subscriptionId}/providers/${provider}/checkNameAvailability`,
      apiVersion,
      body: { name, ...more },
    },
    path: ["nameAvailable"],
    value: true,
  };
}
