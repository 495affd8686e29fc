import type { SimulatorState } from "../state";
import { same, type SubscriptionState } from "../subscriptionState";
import { storageAccountsOf, storageType } from "./storageAccounts";

/** The parts of the id of a resource in a group. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** As in "Microsoft.KeyVault/vaults". */
  readonly type: string;
  readonly name: string;
}

/** Takes an id apart; undefined for what is no resource in a group. */
export function resourceIdFrom(id: string): ResourceId | undefined {
  const [, subscriptionId, resourceGroup, type, name] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i.exec(
      id,
    ) ?? [];
  return subscriptionId === undefined ||
    resourceGroup === undefined ||
    type === undefined ||
    name === undefined
    ? undefined
    : { subscriptionId, resourceGroup, type, name };
}

/**
 * The vault whose address this is can be anywhere in Azure: its name is in use only once.
 *
 * @param uri as in "https://kv-name.vault.azure.net/".
 */
export function isLiveVaultAt(state: SimulatorState, uri: string): boolean {
  const name = /^https:\/\/([^./]+)\./i.exec(uri)?.[1] ?? "";
  return state.subscriptions.some(({ vaults }) =>
    vaults.some(({ vault }) => same(vault.name, name)),
  );
}

/** Whether a vault or storage account is there, in whichever subscription. */
export function isLive(state: SimulatorState, id: string): boolean {
  const wanted = resourceIdFrom(id);
  const subscription = wanted === undefined ? undefined : state.subscription(wanted.subscriptionId);
  return wanted !== undefined && subscription !== undefined && isLiveIn(subscription, wanted);
}

function isLiveIn(
  subscription: SubscriptionState,
  { type, resourceGroup, name }: ResourceId,
): boolean {
  switch (type.toLowerCase()) {
    case "microsoft.keyvault/vaults":
      return subscription.vault(resourceGroup, name) !== undefined;
    case storageType.toLowerCase():
      return storageAccountsOf(subscription).live.some(
        ({ account, visibleAt }) =>
          same(account.name, name) &&
          same(account.resourceGroup, resourceGroup) &&
          visibleAt <= subscription.time.now(),
      );
    default:
      throw new Error(`Nobody has said how to look for a ${type}`);
  }
}
