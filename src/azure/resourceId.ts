import { pathSegment, UnusableNameError } from "./armRequest";

/**
 * A parsed ARM id. ARM ids are case-insensitive, come with or without the leading slash, and for
 * deleted resources put the resource group in different places; names keep their case for display.
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

/** One type and name pair of an id, such as "vaults/contoso". */
export interface ResourceSegment {
  readonly type: string;
  readonly name: string;
}

/** Parses an id of any official shape; undefined where it isn't an id in a subscription. */
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
 * @throws UnusableNameError for a name that can't be one segment of a URL.
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

/** The normalized form of an id: lower-case, one leading slash, no trailing slash. */
export function canonicalId(id: string): string {
  // Fast path: this runs for each of thousands of ids, and almost all are in this form.
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
