import { pathSegment, UnusableNameError } from "./armRequest";

/**
 * An ARM id taken apart. ARM ids are case-insensitive, come with or without the leading slash, and
 * for deleted resources put the resource group in different places; names keep the case they came
 * in because that is what people know them by.
 */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string | undefined;
  /** The namespace, as in "Microsoft.KeyVault"; undefined for subscriptions and groups. */
  readonly provider: string | undefined;
  /** As in "westus", from a "locations/{location}" pair. */
  readonly location: string | undefined;
  /** Type and name pairs after the provider, without "locations" and "resourceGroups". */
  readonly resources: readonly ResourceSegment[];
}

/** As "vaults/contoso": one pair of an id. */
export interface ResourceSegment {
  readonly type: string;
  readonly name: string;
}

/** Takes an id of any official shape apart; undefined where it is not an id of a subscription. */
export function parseResourceId(id: string): ResourceId | undefined {
  const segments = id.split("/").filter((segment) => segment !== "");
  const subscriptionId = segments[1];
  if (segments[0]?.toLowerCase() !== "subscriptions" || subscriptionId === undefined) {
    return undefined;
  }
  let resourceGroup: string | undefined;
  let provider: string | undefined;
  let location: string | undefined;
  const resources: ResourceSegment[] = [];
  for (let index = 2; index < segments.length; index += 2) {
    const type = segments[index];
    const name = segments[index + 1];
    if (type === undefined || name === undefined) {
      return undefined;
    }
    switch (type.toLowerCase()) {
      case "resourcegroups":
        resourceGroup = name;
        break;
      case "providers":
        provider = name;
        break;
      case "locations":
        location = name;
        break;
      default:
        resources.push({ type, name });
    }
  }
  return { subscriptionId, resourceGroup, provider, location, resources };
}

/**
 * The id of a live resource in a resource group, in ARM's usual spelling.
 *
 * @throws UnusableNameError for a name that no address can hold, or that would turn into two
 *   segments.
 */
export function resourceIdOf(parts: {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly resourceType: string;
  readonly name: string;
}): string {
  const { subscriptionId, resourceGroup, resourceType, name } = parts;
  for (const segment of [resourceGroup, name]) {
    if (segment.includes("/")) {
      throw new UnusableNameError(segment);
    }
    pathSegment(segment);
  }
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${resourceType}/${name}`;
}

/** One form for one resource: lower-cased, one leading slash, none at the end. */
export function canonicalId(id: string): string {
  // As almost all are: asked of each of thousands again and again.
  if (/^\/[^/]/.test(id) && !id.endsWith("/")) {
    return id.toLowerCase();
  }
  return `/${id.replace(/^\/+|\/+$/g, "").toLowerCase()}`;
}

/** Whether two ids mean the same resource. */
export function sameResource(left: string, right: string): boolean {
  return canonicalId(left) === canonicalId(right);
}

/**
 * A region in the form ARM's paths use: some services answer with display names ("West Europe"),
 * others with names ("westeurope").
 */
export function normalizeLocation(location: string): string {
  return location.replace(/\s+/g, "").toLowerCase();
}
