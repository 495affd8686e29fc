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

/** The differences between the deleted vaults of the two kinds. */
export interface DeletedVaults {
  readonly serviceId: string;
  /** As in "Microsoft.RecoveryServices/vaults". */
  readonly resourceType: string;
  /** The original id of a vault, where its item has it. */
  readonly original: (item: JsonValue) => ResourceId | undefined;
  /** Path of the deletion date in an item. */
  readonly deletedAt: readonly string[];
  readonly purgeAt: readonly string[];
}

/**
 * Reads a vault from either list of deleted vaults under its original name; its own name has a
 * GUID. Retention is a setting of the vault, so only Azure knows the purge time.
 *
 * @throws UnusableNameError for a vault whose name can't be part of a URL.
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

/** Microsoft's documentation of soft delete in Azure Backup. */
export const backupDocumentation = "https://learn.microsoft.com/azure/backup/secure-by-default";

/** Why Azure Backup's items can't be purged: none of its APIs has an operation for it. */
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

/** For display. */
export function vaultRetention(): string {
  return l10n.t(
    "14 to 180 days after the last backup was deleted, depending on the vault's setting (sooner for an empty vault)",
  );
}

/**
 * The cost of backups in a deleted vault.
 * Source: learn.microsoft.com/azure/backup/secure-by-default#pricing
 */
export function chargedWhileKept(): string {
  return l10n.t(
    "The vault's soft-deleted backups are charged at the usual rates, except in the last 14 days of their retention period.",
  );
}

/** What Azure doesn't document about a recovered vault. */
export function accessToCheck(): string {
  return l10n.t(
    "The managed identity and role assignments: check them afterward, because Azure doesn't document whether they come back.",
  );
}

/** Why a vault isn't recovered while a live one has its name, which Azure allows. */
export function nameInUse(): string {
  return l10n.t(
    "A live vault with this name exists in the resource group, so nothing was sent. Delete the live vault, then recover this one.",
  );
}
