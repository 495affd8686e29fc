import * as l10n from "@vscode/l10n";
import { armPath, pathOfId } from "../../azure/armRequest";
import { isJsonObject, stringAt, stringsAt, type JsonValue } from "../../base/json";
import {
  normalizeLocation,
  parseResourceId,
  resourceIdOf,
  type ResourceId,
} from "../../azure/resourceId";
import { inUtc, toInstant, type DeletedResource } from "../deletedResource";
import type { Refusal } from "../service";
import type { Origin } from "../source";

/** In what the deleted vaults of one kind differ from those of the other. */
export interface DeletedVaults {
  readonly serviceId: string;
  /** As in "Microsoft.RecoveryServices/vaults". */
  readonly resourceType: string;
  /** The id that a vault had while it was in use, as far as its item tells. */
  readonly original: (item: JsonValue) => ResourceId | undefined;
  /** Where in an item the dates are. */
  readonly deletedAt: readonly string[];
  readonly purgeAt: readonly string[];
}

/**
 * A vault as both lists of deleted vaults describe it, under the name that people know it by: its own
 * has a GUID. Retention is a setting of the vault, so only Azure knows when it is purged.
 *
 * @throws UnusableNameError for a vault whose address cannot be written: of it there is nothing to show.
 */
export function readDeletedVault(
  item: JsonValue,
  { subscriptionId, region }: Origin,
  { serviceId, resourceType, original, deletedAt, purgeAt }: DeletedVaults,
): DeletedResource | undefined {
  const deletedName = stringAt(item, "name");
  const was = original(item);
  const resourceGroup = was?.resourceGroup;
  const name = was?.resources.at(-1)?.name;
  const location =
    parseResourceId(stringAt(item, "id") ?? "")?.location ?? region ?? stringAt(item, "location");
  if (
    !isJsonObject(item) ||
    deletedName === undefined ||
    resourceGroup === undefined ||
    name === undefined ||
    location === undefined
  ) {
    return undefined;
  }
  const where = normalizeLocation(location);
  const originalId = resourceIdOf({ subscriptionId, resourceGroup, resourceType, name });
  pathOfId(originalId);
  const [namespace = ""] = resourceType.split("/");
  return {
    serviceId,
    subscriptionId,
    name,
    resourceGroup,
    location: where,
    kind: undefined,
    originalId,
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/${namespace}/locations/${where}/deletedVaults/${deletedName}`,
    deletedAt: toInstant(stringAt(item, ...deletedAt)),
    purgeAt: toInstant(stringAt(item, ...purgeAt)),
    purgeAtFrom: "azure",
    purgeProtected: true,
    tags: stringsAt(item, "tags"),
    raw: item,
  };
}

/** Where Microsoft describes soft delete of Azure Backup: of its vaults and of what is in them. */
export const backupDocumentation = "https://learn.microsoft.com/azure/backup/secure-by-default";

/** Why what Azure Backup keeps cannot be purged: none of its APIs has an operation for it. */
export function refuseEarlyPurge({ purgeAt }: DeletedResource): Refusal {
  return {
    refused:
      purgeAt === undefined
        ? l10n.t(
            "Azure Backup doesn't support purging this resource and removes it when its retention period ends. You can recover the resource until then.",
          )
        : l10n.t(
            "Azure Backup doesn't support purging this resource and removes it after {0}. You can recover the resource until then.",
            inUtc(purgeAt),
          ),
  };
}

/** How long a vault is kept, for people. */
export function vaultRetention(): string {
  return l10n.t(
    "14 to 180 days after the last backup was deleted, depending on the vault's setting (sooner for an empty vault)",
  );
}

/**
 * What the backups in a deleted vault cost.
 * Source: learn.microsoft.com/azure/backup/secure-by-default#pricing
 */
export function chargedWhileKept(): string {
  return l10n.t(
    "The vault's soft-deleted backups are charged at the usual rates, except in the last 14 days of their retention period.",
  );
}

/** What Azure does not tell of a recovered vault. */
export function accessToCheck(): string {
  return l10n.t(
    "The managed identity and role assignments: check them afterward, because Azure doesn't document whether they come back.",
  );
}

/** Why a vault is not recovered while a live one has its name, which Azure allows. */
export function nameInUse(): string {
  return l10n.t(
    "A live vault with this name exists in the resource group, so nothing was sent. Delete the live vault, then recover this one.",
  );
}
