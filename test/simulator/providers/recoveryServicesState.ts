import type { Json, JsonObject } from "../json";
import { day } from "../retention";
import { StateKey, type GraphRow } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

export const recoveryServices = "Microsoft.RecoveryServices";
export const recoveryServicesVaultType = `${recoveryServices}/vaults`;

export interface RecoveryServicesVault {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
}

export interface DeletedRecoveryServicesVault {
  /** Not the name it had: "{resource group}_{GUID}". */
  readonly name: string;
  readonly vault: RecoveryServicesVault;
  readonly deletedAt: number;
  readonly purgeAt: number;
  /** When the recovery under way will be done, and where to. */
  recovery: { readonly doneAt: number; readonly resourceGroup: string } | undefined;
}

class RecoveryServices {
  readonly live: RecoveryServicesVault[] = [];
  private items: DeletedRecoveryServicesVault[] = [];

  /** An empty vault has no retention, and is there for some days all the same. */
  add(name: string, deletedVault: RecoveryServicesVault, deletedAt: number, purgeAt: number): void {
    this.items.push({ name, vault: deletedVault, deletedAt, purgeAt, recovery: undefined });
  }

  at(now: number): readonly DeletedRecoveryServicesVault[] {
    for (const { vault: was, recovery } of this.items) {
      if (recovery !== undefined && recovery.doneAt <= now) {
        this.live.push({ ...was, resourceGroup: recovery.resourceGroup });
      }
    }
    this.items = this.items.filter(
      ({ deletedAt, purgeAt, recovery }) =>
        (recovery === undefined || recovery.doneAt > now) &&
        Math.max(purgeAt, deletedAt + 3 * day) > now,
    );
    return this.items;
  }
}

const key = new StateKey(() => new RecoveryServices());

/** Its vaults, to be added to. */
export function recoveryServicesOf(subscription: SubscriptionState): RecoveryServices {
  return subscription.of(key);
}

/** The deleted vaults that are still there. */
export function deletedRecoveryServicesVaults(
  subscription: SubscriptionState,
): readonly DeletedRecoveryServicesVault[] {
  return recoveryServicesOf(subscription).at(subscription.time.now());
}

/** The live vault of that name. */
export function liveRecoveryServicesVault(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): RecoveryServicesVault | undefined {
  deletedRecoveryServicesVaults(subscription);
  return recoveryServicesOf(subscription).live.find(
    (item) => same(item.resourceGroup, resourceGroup) && same(item.name, name),
  );
}

/** The id of a vault while it lives. */
export function recoveryServicesVaultId(
  subscription: SubscriptionState,
  { resourceGroup, name }: RecoveryServicesVault,
): string {
  return `/subscriptions/${subscription.id}/resourceGroups/${resourceGroup}/providers/${recoveryServicesVaultType}/${name}`;
}

/** Where a deleted vault is. */
export function deletedVaultPath(
  subscription: SubscriptionState,
  item: DeletedRecoveryServicesVault,
): string {
  return `/subscriptions/${subscription.id}/providers/${recoveryServices}/locations/${item.vault.location}/deletedVaults/${item.name}`;
}

/** With seven digits of a second, as the service writes them. */
function written(at: number): string {
  return new Date(at).toISOString().replace("Z", "4859Z");
}

function propertiesOf(
  subscription: SubscriptionState,
  item: DeletedRecoveryServicesVault,
): JsonObject {
  return {
    vaultId: recoveryServicesVaultId(subscription, item.vault),
    vaultDeletionTime: written(item.deletedAt),
    purgeAt: written(item.purgeAt),
  };
}

/** A deleted vault as its GET and the lists have it. */
export function deletedVaultBody(
  subscription: SubscriptionState,
  item: DeletedRecoveryServicesVault,
): Json {
  return {
    id: deletedVaultPath(subscription, item),
    name: item.name,
    type: `${recoveryServices}/locations/deletedVaults`,
    location: item.vault.location,
    properties: propertiesOf(subscription, item),
  };
}

/** A deleted vault as Resource Graph has it. */
export function deletedVaultRow(
  subscription: SubscriptionState,
  item: DeletedRecoveryServicesVault,
): GraphRow {
  return {
    id: deletedVaultPath(subscription, item),
    name: item.name,
    type: "microsoft.recoveryservices/locations/deletedvaults",
    location: item.vault.location,
    resourceGroup: "",
    properties: propertiesOf(subscription, item),
  };
}
