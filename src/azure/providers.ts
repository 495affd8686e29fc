import type { ArmClient } from "./armClient";
import { armPath, type ArmRequest } from "./armRequest";
import { arrayAt, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation } from "./resourceId";

/** A subscription's resource providers, limited to the requested ones. Case-insensitive. */
export interface ProviderList {
  /** False also where the cloud doesn't have the provider. */
  isRegistered(namespace: string): boolean;
  /**
   * The regions of a type, without spaces, lower-case; empty where it has none.
   * @param type below the namespace, as in "locations/deletedVaults".
   */
  regions(namespace: string, type: string): readonly string[];
  /** Newest first, stable before preview of the same date; empty for an unknown type. */
  apiVersions(namespace: string, type: string): readonly string[];
}

/**
 * The providers that a cloud has, registered or not.
 * Source: learn.microsoft.com/rest/api/resources/providers/list
 */
export function providersRequest(subscriptionId: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers`,
    apiVersion: "2024-07-01",
  };
}

/**
 * Reads some resource providers of a subscription. Azure returns all of them, megabytes of data;
 * the others are neither parsed nor kept.
 *
 * @throws ArmError when the list can't be read to its end.
 */
export async function readProviders(
  arm: Pick<ArmClient, "list">,
  subscriptionId: string,
  namespaces: readonly string[],
  signal?: AbortSignal,
): Promise<ProviderList> {
  const wanted = new Set(namespaces.map((namespace) => namespace.toLowerCase()));
  const providers = new Map<string, Provider>();
  const onPage = (page: readonly JsonValue[]): void => {
    for (const item of page) {
      const namespace = stringAt(item, "namespace")?.toLowerCase();
      if (namespace !== undefined && wanted.has(namespace)) {
        providers.set(namespace, readProvider(item));
      }
    }
  };
  await arm.list(providersRequest(subscriptionId), onPage, signal);
  return providerList(providers);
}

interface Provider {
  readonly isRegistered: boolean;
  readonly types: ReadonlyMap<string, ResourceType>;
}

interface ResourceType {
  readonly regions: readonly string[];
  readonly apiVersions: readonly string[];
}

function providerList(providers: ReadonlyMap<string, Provider>): ProviderList {
  const typeOf = (namespace: string, type: string): ResourceType | undefined =>
    providers.get(namespace.toLowerCase())?.types.get(type.toLowerCase());
  return {
    isRegistered: (namespace) => providers.get(namespace.toLowerCase())?.isRegistered ?? false,
    regions: (namespace, type) => typeOf(namespace, type)?.regions ?? [],
    apiVersions: (namespace, type) => typeOf(namespace, type)?.apiVersions ?? [],
  };
}

/** While a provider is being registered or unregistered, some regions already answer. */
const registered = ["registered", "registering", "unregistering"];

function readProvider(item: JsonValue): Provider {
  const types = new Map<string, ResourceType>();
  for (const type of arrayAt(item, "resourceTypes")) {
    const name = stringAt(type, "resourceType")?.toLowerCase();
    if (name !== undefined) {
      types.set(name, {
        regions: regionsIn(type),
        apiVersions: textsIn(type, "apiVersions").toSorted(newestFirst),
      });
    }
  }
  const state = stringAt(item, "registrationState")?.toLowerCase() ?? "";
  return { isRegistered: registered.includes(state), types };
}

function regionsIn(type: JsonValue): readonly string[] {
  const regions = textsIn(type, "locations").map(normalizeLocation);
  // "global" marks a type without regions; it is never a location in a URL.
  return [...new Set(regions)].filter((region) => region !== "" && region !== "global");
}

function textsIn(value: JsonValue, name: string): readonly string[] {
  return arrayAt(value, name).filter((entry): entry is string => typeof entry === "string");
}

/** As in "2024-05-01" before "2024-05-01-preview" before "2024-04-01". */
function newestFirst(left: string, right: string): number {
  const [leftDate, rightDate] = [left.slice(0, 10), right.slice(0, 10)];
  return leftDate === rightDate ? compare(left, right) : compare(rightDate, leftDate);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
