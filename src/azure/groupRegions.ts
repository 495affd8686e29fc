import { arrayAt, stringAt, type JsonValue } from "../base/json";
import type { ArmClient } from "./armClient";
import { armPath } from "./armRequest";
import { ArmError } from "./errors";
import { normalizeLocation } from "./resourceId";

/** A region by its code, such as "swedencentral", and the name that Azure displays. */
export interface Region {
  readonly code: string;
  readonly name: string;
}

/**
 * The regions that resource groups can be in; empty where Azure doesn't tell. Some regions of a
 * subscription take no groups, so its locations are only the second source.
 * Source: learn.microsoft.com/rest/api/resources/providers/get and /subscriptions/list-locations
 */
export async function readGroupRegions(
  arm: Pick<ArmClient, "send">,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<readonly Region[]> {
  const subscription = armPath`/subscriptions/${subscriptionId}`;
  const read = async (path: string, apiVersion: string): Promise<JsonValue | undefined> => {
    try {
      return (await arm.send({ method: "GET", path, apiVersion }, signal)).body;
    } catch (error) {
      if (error instanceof ArmError) {
        return undefined;
      }
      throw error;
    }
  };
  const provider = await read(`${subscription}/providers/Microsoft.Resources`, "2024-07-01");
  const found = arrayAt(provider, "resourceTypes")
    .filter((type) => stringAt(type, "resourceType")?.toLowerCase() === "resourcegroups")
    .flatMap((type) => arrayAt(type, "locations"))
    .flatMap((name) => (typeof name === "string" ? regionNamed(name) : []));
  if (found.length > 0) {
    return found;
  }
  const locations = await read(`${subscription}/locations`, "2022-12-01");
  return arrayAt(locations, "value")
    .filter((one) => stringAt(one, "metadata", "regionType") !== "Logical")
    .flatMap((one) => regionNamed(stringAt(one, "displayName") ?? stringAt(one, "name") ?? ""));
}

function regionNamed(name: string): readonly Region[] {
  const code = normalizeLocation(name);
  return code === "" || code === "global" ? [] : [{ code, name }];
}
