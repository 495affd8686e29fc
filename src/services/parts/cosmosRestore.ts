import * as l10n from "@vscode/l10n";
import { arrayAt, stringAt } from "../../base/json";
import { normalizeLocation } from "../../azure/resourceId";
import { day, hour } from "../../base/durations";
import { hoursAfter, toInstant, type DeletedResource } from "../deletedResource";

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
    oldestTime(raw),
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

/** Retention of the tiers of continuous backup, in days. */
const tierDays = [7, 30];

/**
 * When Azure deletes the backup of a deleted account. The list doesn't contain the tier, but the
 * oldest restorable time is usually the time of the list minus 7 or 30 days (81 % of 10,131 recorded
 * accounts: github.com/Azure/azure-cli, command_modules/cosmosdb). Undefined for other times.
 *
 * @param listedAt when Azure listed the account, in milliseconds since the epoch, within an hour.
 */
export function backupEnds(
  deletedAt: string | undefined,
  raw: DeletedResource["raw"],
  listedAt: number | undefined,
): string | undefined {
  const oldest = Date.parse(oldestTime(raw) ?? "");
  if (deletedAt === undefined || listedAt === undefined || Number.isNaN(oldest)) {
    return undefined;
  }
  const days = tierDays.find((tier) => Math.abs(listedAt - oldest - tier * day) <= hour);
  return days === undefined ? undefined : hoursAfter(deletedAt, days * 24);
}

/**
 * Whether nothing is left to restore, because the oldest restorable time isn't before the deletion
 * (3.3 % of 10,131 recorded accounts, all deleted 30 days ago or more).
 */
export function isBackupOver({
  deletedAt,
  raw,
}: Pick<DeletedResource, "deletedAt" | "raw">): boolean {
  const oldest = oldestTime(raw);
  return deletedAt !== undefined && oldest !== undefined && oldest >= deletedAt;
}

export function remarksOn(resource: Pick<DeletedResource, "deletedAt" | "raw">): readonly string[] {
  return [
    ...(isBackupOver(resource) ? [backupOverText()] : []),
    ...(regionsOf(resource.raw).length === 0
      ? [
          l10n.t(
            "Azure doesn't report which regions this account was in, so the region to restore to is a guess.",
          ),
        ]
      : []),
  ];
}

export function backupOverText(): string {
  return l10n.t(
    "Azure still lists this account, but its backup has expired, so it can't be restored.",
  );
}

function oldestTime(raw: DeletedResource["raw"]): string | undefined {
  return toInstant(stringAt(raw, "properties", "oldestRestorableTime"));
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
