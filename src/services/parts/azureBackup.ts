import * as l10n from "@vscode/l10n";
import { inUtc, type DeletedResource } from "../deletedResource";
import type { Refusal } from "../service";

/** Where Microsoft describes soft delete of Azure Backup: of its vaults and of what is in them. */
export const backupDocumentation = "https://learn.microsoft.com/azure/backup/secure-by-default";

/** Why what Azure Backup keeps cannot be purged: none of its APIs has an operation for it. */
export function refuseEarlyPurge({ purgeAt }: DeletedResource): Refusal {
  return {
    refused:
      purgeAt === undefined
        ? l10n.t(
            "Azure Backup has no way to purge it: nobody can, and Azure removes it by itself when its retention ends. It can be recovered until then.",
          )
        : l10n.t(
            "Azure Backup has no way to purge it: nobody can, and Azure removes it by itself after {0}. It can be recovered until then.",
            inUtc(purgeAt),
          ),
  };
}

/** How long a vault is kept, for people. */
export function vaultRetention(): string {
  return l10n.t(
    "14 to 180 days after its last backup was deleted, as set for the vault; an empty vault goes sooner",
  );
}

/**
 * What the backups in a deleted vault cost.
 * Source: learn.microsoft.com/azure/backup/secure-by-default#pricing
 */
export function chargedWhileKept(): string {
  return l10n.t(
    "Its soft-deleted backups are charged at the usual rates, except in the last 14 days of their retention.",
  );
}

/** What Azure does not tell of a recovered vault. */
export function accessToCheck(): string {
  return l10n.t(
    "Azure does not say whether its managed identity and role assignments come back: check them afterwards.",
  );
}

/** Why a vault is not recovered while a live one has its name, which Azure allows. */
export function nameInUse(): string {
  return l10n.t(
    "A vault of this name is in use in its resource group, so it cannot come back there. Nothing was sent. This one can be recovered once that one is gone.",
  );
}
