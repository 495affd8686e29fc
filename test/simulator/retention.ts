const hour = 60 * 60 * 1000;

/** A day in milliseconds, in which vaults count. */
export const day = 24 * hour;

/**
 * 48 hours, for every account.
 * Source: https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export const accountRetention = 48 * hour;

/**
 * How long a vault that was made without saying is kept.
 * Source: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
 */
export const defaultVaultRetentionDays = 90;

/** Milliseconds in so many hours. */
export function hours(count: number): number {
  return count * hour;
}
