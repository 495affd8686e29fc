import { arrayAt, stringAt } from "../../base/json";
import { normalizeLocation } from "../../azure/resourceId";
import { toInstant, type DeletedResource } from "../deletedResource";

/** The points in time a deleted Cosmos DB account can be restored to, as ISO 8601 instants. */
export interface RestorableTimes {
  readonly earliest: string | undefined;
  readonly suggested: string;
  readonly latest: string;
}

/**
 * The restorable period, from the times of the account and of its regions:
 * learn.microsoft.com/azure/cosmos-db/restore-account-continuous-backup
 *
 * The suggestion is the last whole second before the deletion, because anything earlier loses data.
 * The Azure CLI uses the same for a deleted container: github.com/Azure/azure-cli-extensions,
 * cosmosdb-preview, test_cosmosdb_restore.py. At a time at which nothing existed, "the restore
 * process won't work", so a later time destroys nothing. Undefined where Azure doesn't report the
 * deletion time.
 */
export function restorableTimes({
  deletedAt,
  raw,
}: Pick<DeletedResource, "deletedAt" | "raw">): RestorableTimes | undefined {
  if (deletedAt === undefined) {
    return undefined;
  }
  // The restorable period can begin before the account:
  // github.com/Azure/azure-powershell/issues/25130
  const earliest = latestOf([
    toInstant(stringAt(raw, "properties", "oldestRestorableTime")),
    toInstant(stringAt(raw, "properties", "creationTime")),
  ]);
  const lastThere = latestOf(regionsOf(raw).map((region) => region.until ?? deletedAt));
  const lastSecond = wholeSecondBefore(earliestOf(deletedAt, lastThere));
  return {
    earliest: earliest && earliestOf(earliest, deletedAt),
    suggested: earliestOf(latestOf([lastSecond, earliest]) ?? lastSecond, deletedAt),
    latest: deletedAt,
  };
}

/**
 * The region to restore in: "an account can be restored only to the regions in which the source
 * account existed", at the point in time; preferably its own region.
 */
export function regionAt(
  { location, raw }: Pick<DeletedResource, "location" | "raw">,
  instant: string,
): string {
  const there = regionsOf(raw).filter(
    ({ since, until }) =>
      (since === undefined || since <= instant) && (until === undefined || instant <= until),
  );
  const own = there.find(({ name }) => name === location);
  return own?.name ?? there[0]?.name ?? location;
}

interface Region {
  readonly name: string;
  readonly since: string | undefined;
  /** When the region was removed from the account. */
  readonly until: string | undefined;
}

function regionsOf(raw: DeletedResource["raw"]): readonly Region[] {
  return arrayAt(raw, "properties", "restorableLocations").flatMap((region) => {
    const name = normalizeLocation(stringAt(region, "locationName") ?? "");
    return name === ""
      ? []
      : [
          {
            name,
            since: toInstant(stringAt(region, "creationTime")),
            until: toInstant(stringAt(region, "deletionTime")),
          },
        ];
  });
}

function wholeSecondBefore(instant: string): string {
  const earliest = -8_640_000_000_000_000;
  const before = (Math.ceil(Date.parse(instant) / 1000) - 1) * 1000;
  return new Date(Math.max(before, earliest)).toISOString();
}

// ISO 8601 instants sort as strings.
function earliestOf(instant: string, other: string | undefined): string {
  return other !== undefined && other < instant ? other : instant;
}

function latestOf(instants: readonly (string | undefined)[]): string | undefined {
  return instants
    .filter((instant) => instant !== undefined)
    .toSorted()
    .at(-1);
}
