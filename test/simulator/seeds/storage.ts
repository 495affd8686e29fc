import {
  sevenDecimals,
  softDeleteStorageAccount,
  storageAccountsOf,
  type StorageAccount,
} from "../providers/storageAccounts";
import { day, hours } from "../retention";
import type { Seed } from "../service";
import type { SubscriptionState } from "../subscriptionState";

type Described = Omit<StorageAccount, "creationTime">;

/** A storage account in use, made a year ago. */
export function liveStorage(account: Described): Seed {
  return (subscription) => {
    storageAccountsOf(subscription).live.push({
      account: made(account, subscription),
      visibleAt: 0,
    });
  };
}

/** A storage account that somebody deleted. */
export function deletedStorage(
  account: Described,
  { hoursAgo, by }: { readonly hoursAgo: number; readonly by?: string },
): Seed {
  return (subscription) => {
    const deletedAt = subscription.time.now() - hours(hoursAgo);
    softDeleteStorageAccount(subscription, made(account, subscription), deletedAt, by);
  };
}

function made(account: Described, { time }: SubscriptionState): StorageAccount {
  return { ...account, creationTime: sevenDecimals(time.now() - 365 * day) };
}
