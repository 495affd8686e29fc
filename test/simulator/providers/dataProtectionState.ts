import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

export const dataProtection = "Microsoft.DataProtection";
export const backupVaultType = `${dataProtection}/backupVaults`;
export const dataProtectionVersions = ["2026-06-01", "2026-03-01", "2025-09-01", "2025-07-01"];

export interface BackupInstance {
  /** What Azure calls it, with a GUID at the end. */
  readonly name: string;
  readonly friendlyName: string;
  readonly datasourceType: string;
}

export interface DeletedBackupInstance {
  readonly instance: BackupInstance;
  readonly deletedAt: number;
  readonly billedUntil: number;
  readonly purgeAt: number;
  readonly deleteActivityId: string;
  /** When the recovery under way will be done. */
  recoveredAt: number | undefined;
}

export interface BackupVault {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly redundancy: string;
  readonly retentionDays: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Until then it is being provisioned. */
  readonly readyAt: number;
  readonly instances: BackupInstance[];
  readonly deletedInstances: DeletedBackupInstance[];
}

export interface DeletedBackupVault {
  /** Not the name it had, but a GUID. */
  readonly name: string;
  /** Another GUID: the service's own id of the vault. */
  readonly internalId: string;
  readonly vault: BackupVault;
  readonly deletedAt: number;
  readonly purgeAt: number;
  readonly deleteActivityId: string;
}

interface DataProtection {
  readonly vaults: BackupVault[];
  readonly deletedVaults: DeletedBackupVault[];
}

const key = new StateKey<DataProtection>(() => ({ vaults: [], deletedVaults: [] }));

/** Backup vaults of a subscription, those to be added to and taken from. */
export function backupVaultsOf(subscription: SubscriptionState): DataProtection {
  return subscription.of(key);
}

/** The deleted vaults whose retention is not over. */
export function deletedBackupVaults(
  subscription: SubscriptionState,
): readonly DeletedBackupVault[] {
  const now = subscription.time.now();
  return backupVaultsOf(subscription).deletedVaults.filter(({ purgeAt }) => purgeAt > now);
}

/** The live vault of that name. */
export function liveBackupVault(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): BackupVault | undefined {
  return backupVaultsOf(subscription).vaults.find(
    (vault) => same(vault.resourceGroup, resourceGroup) && same(vault.name, name),
  );
}

/** What is deleted in a vault; what has been recovered by now is live. */
export function deletedBackupInstances(
  vault: BackupVault,
  now: number,
): readonly DeletedBackupInstance[] {
  const left = vault.deletedInstances.filter(({ purgeAt }) => purgeAt > now);
  const recovered = left.filter(
    ({ recoveredAt }) => recoveredAt !== undefined && recoveredAt <= now,
  );
  vault.instances.push(...recovered.map(({ instance }) => instance));
  const deleted = left.filter((item) => !recovered.includes(item));
  vault.deletedInstances.splice(0, vault.deletedInstances.length, ...deleted);
  return deleted;
}

/** The live instance that Azure calls so. */
export function liveBackupInstance(
  vault: BackupVault,
  name: string,
  now: number,
): BackupInstance | undefined {
  deletedBackupInstances(vault, now);
  return vault.instances.find((instance) => same(instance.name, name));
}
