import type { AccountProblem, Subscription } from "../../account/account";
import type { ArmFailure } from "../../azure/errors";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { NameQuery } from "./conflictParser";
import type { ProviderCheck } from "./nameAvailability";

/** What holds a name, from everything that could be read. Plain data. */
export interface NameAnswer {
  /** The parsed query; undefined where the text contains no name, and then all else is empty. */
  readonly query: NameQuery | undefined;
  /** The soft-deleted resources with that name, or of that type where the text has no name. */
  readonly deleted: readonly InventoryItem[];
  readonly live: readonly LiveHolder[];
  /** What the providers say of the name; asked only where nothing was found that holds it. */
  readonly checks: readonly ProviderCheck[];
  /** How many subscriptions were searched, those that could be read in part included. */
  readonly subscriptions: number;
  /** What could not be read, so that the name may be held there. */
  readonly unread: Unread;
}

/** A live resource with the name. */
export interface LiveHolder {
  readonly id: string;
  readonly name: string;
  /** As in "microsoft.keyvault/vaults", lower-case. */
  readonly type: string;
  readonly location: string;
  readonly subscription: Subscription;
}

/** Where a name was not searched for, so that it may be held there all the same. */
export interface Unread {
  readonly subscriptions: readonly UnreadSubscription[];
  /** Accounts and tenants whose subscriptions couldn't be listed. */
  readonly accounts: readonly AccountProblem[];
}

/** What couldn't be read of a subscription. */
export interface UnreadSubscription {
  readonly subscription: Subscription;
  /** Ids of the services whose deleted resources couldn't be read. */
  readonly serviceIds: readonly string[];
  /** Whether its live resources could not be read. */
  readonly live: boolean;
  /** One of the failures. */
  readonly failure: ArmFailure | undefined;
}
