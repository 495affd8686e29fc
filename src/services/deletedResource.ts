import { canonicalId } from "../azure/resourceId";
import type { JsonObject } from "../base/json";
import { hour } from "../base/durations";

/** A resource that Azure has soft-deleted and can recover until it is purged. Plain data. */
export interface DeletedResource {
  /** The id of its catalogue entry, as in "keyVault". */
  readonly serviceId: string;
  readonly subscriptionId: string;
  /** The display name; below a parent with the parent's, as in "server/database". */
  readonly name: string;
  /** Its resource group, which may no longer exist; undefined where Azure doesn't report it. */
  readonly resourceGroup: string | undefined;
  /** Region name without spaces, lower-case; "" where Azure doesn't report it. */
  readonly location: string;
  /** The kind in Azure's spelling ("OpenAI"); undefined where there is none. */
  readonly kind: string | undefined;
  /**
   * The original id, which it gets back when recovered; its own where Azure doesn't report that.
   */
  readonly originalId: string;
  /** The ARM path of the deleted resource, without api-version. */
  readonly deletedPath: string;
  /** ISO 8601 instant; undefined where Azure doesn't report it. */
  readonly deletedAt: string | undefined;
  /** When Azure purges it, ISO 8601 instant; undefined where unknown. */
  readonly purgeAt: string | undefined;
  /** Whether `purgeAt` comes from Azure or is deletion time plus documented retention. */
  readonly purgeAtFrom: "azure" | "retention";
  /** Purge protection: nobody can purge it before `purgeAt`. */
  readonly purgeProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Distinguishes this deletion from the next of the same name where the time doesn't. */
  readonly distinguishedBy?: string;
  /** Another globally unique name that it keeps reserved, such as a subdomain. */
  readonly alias?: string;
  /** Further notes, sentence by sentence, for example how it was found. */
  readonly remarks?: readonly string[];
  /** The item in Azure's response. */
  readonly raw: JsonObject;
}

/** The key of a deletion, which differs for two deletions of the same name. */
export function deletionKey(resource: DeletedResource): string {
  return `${canonicalId(resource.deletedPath)}@${resource.distinguishedBy ?? resource.deletedAt ?? "unknown"}`;
}

/**
 * Normalizes an instant to ISO 8601 from any official notation; undefined where invalid. Azure's
 * timestamps are UTC even without a zone.
 */
export function toInstant(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  const written = text.trim();
  // Date.parse accepts almost any text that ends in a number.
  if (!/^([+-]\d{6}|\d{4})-|^\d{1,2}\/\d{1,2}\/\d{4}\b|^[a-z]{3},? \d/i.test(written)) {
    return undefined;
  }
  const isZoned = /(z|[+-]\d{2}:?\d{2})$/i.test(written);
  // Other notations than ISO 8601 take no "Z"; without a zone they would be read as local time.
  for (const candidate of isZoned ? [written] : [`${written}Z`, `${written} UTC`, written]) {
    const milliseconds = Date.parse(candidate);
    if (!Number.isNaN(milliseconds)) {
      return new Date(milliseconds).toISOString();
    }
  }
  return undefined;
}

/** An instant plus hours, in ISO 8601; limited to the latest date. */
export function hoursAfter(instant: string, hours: number): string {
  const latest = 8_640_000_000_000_000;
  return new Date(Math.min(Date.parse(instant) + hours * hour, latest)).toISOString();
}

/**
 * The times of a deletion, from Azure's schedule where that is known, and otherwise from the
 * documented retention. All are ISO 8601 instants.
 */
export function retentionTimes(
  deletedAt: string | undefined,
  retentionHours: number,
  scheduled?: string,
): Pick<DeletedResource, "deletedAt" | "purgeAt" | "purgeAtFrom"> {
  const retained = deletedAt === undefined ? undefined : hoursAfter(deletedAt, retentionHours);
  return {
    deletedAt,
    purgeAt: scheduled ?? retained,
    purgeAtFrom: scheduled === undefined ? "retention" : "azure",
  };
}

/** An instant in UTC for display, independent of language and zone. */
export function inUtc(instant: string): string {
  return instant.replace(/T(\d\d:\d\d).*$/, " $1 UTC");
}
