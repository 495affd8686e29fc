import { canonicalId } from "../azure/resourceId";
import type { JsonObject } from "../base/json";
import { hour } from "../base/durations";

/** A resource that Azure has soft-deleted: it can come back until it is purged. Plain data. */
export interface DeletedResource {
  /** Which catalogue entry it belongs to, as in "keyVault". */
  readonly serviceId: string;
  readonly subscriptionId: string;
  /** What people know it by; below a parent with the parent's, as in "server/database". */
  readonly name: string;
  /** The group it was in, which may not exist any more; undefined where Azure does not say. */
  readonly resourceGroup: string | undefined;
  /** Region name without spaces, lower-case; "" where Azure does not say. */
  readonly location: string;
  /** What flavour of the service it is, as Azure spells it ("OpenAI"); undefined where there is none. */
  readonly kind: string | undefined;
  /** The id it had, and gets back when recovered; its own where Azure does not say. */
  readonly originalId: string;
  /** The address of the deleted resource itself: an ARM path without api-version. */
  readonly deletedPath: string;
  /** ISO 8601 instant; undefined where Azure does not say. */
  readonly deletedAt: string | undefined;
  /** When Azure purges it, ISO 8601 instant; undefined where that cannot be told. */
  readonly purgeAt: string | undefined;
  /** Whether `purgeAt` is Azure's word or deletion time plus documented retention. */
  readonly purgeAtFrom: "azure" | "retention";
  /** Nobody can purge it before `purgeAt`. */
  readonly purgeProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** What tells this deletion from the next of the same name, where the time does not. */
  readonly distinguishedBy?: string;
  /** What else to know of it, sentence by sentence, as how it was found. */
  readonly remarks?: readonly string[];
  /** The item as Azure sent it. */
  readonly raw: JsonObject;
}

/**
 * Tells one deletion from another, also of two resources that had the same name one after the
 * other.
 */
export function deletionKey(resource: DeletedResource): string {
  return `${canonicalId(resource.deletedPath)}@${resource.distinguishedBy ?? resource.deletedAt ?? "unknown"}`;
}

/**
 * An instant in ISO 8601, whatever official way it was written; undefined where it is none.
 * Azure's timestamps are UTC also where the zone is left out.
 */
export function toInstant(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  const written = text.trim();
  // Date.parse finds a date in almost any text that ends in a number.
  if (!/^([+-]\d{6}|\d{4})-|^\d{1,2}\/\d{1,2}\/\d{4}\b|^[a-z]{3},? \d/i.test(written)) {
    return undefined;
  }
  const isZoned = /(z|[+-]\d{2}:?\d{2})$/i.test(written);
  // Dates that are not ISO 8601 take no "Z"; without a zone they would be read in the machine's.
  for (const candidate of isZoned ? [written] : [`${written}Z`, `${written} UTC`, written]) {
    const milliseconds = Date.parse(candidate);
    if (!Number.isNaN(milliseconds)) {
      return new Date(milliseconds).toISOString();
    }
  }
  return undefined;
}

/** An instant so many hours later, in ISO 8601; at the end of time where that is sooner. */
export function hoursAfter(instant: string, hours: number): string {
  const latest = 8_640_000_000_000_000;
  return new Date(Math.min(Date.parse(instant) + hours * hour, latest)).toISOString();
}

/** An instant as people read it, whatever their language and zone. */
export function inUtc(instant: string): string {
  return instant.replace(/T(\d\d:\d\d).*$/, " $1 UTC");
}
