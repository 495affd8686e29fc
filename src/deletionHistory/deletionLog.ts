import { memoize } from "../base/memoize";
import type { Subscription } from "../account/account";
import { callerKinds } from "../azure/activityLogEvent";
import { stringAt } from "../base/json";
import type { DeletedResource } from "../services/deletedResource";
import { subscriptionKey, type InventoryItem } from "../inventory/inventorySnapshot";
import { SubscriptionLog, type SubscriptionLogOptions } from "./subscriptionLog";
import type { WhoDeleted } from "./whoDeleted";

export interface DeletionLogOptions extends SubscriptionLogOptions {
  /** All items known to be deleted now. */
  readonly items: () => readonly InventoryItem[];
}

/**
 * Who deleted what, from the Activity Log. The log is read on the first question, once for all
 * deleted resources of a subscription and account, and again only for later deletions.
 */
export class DeletionLog {
  readonly #logs = new Map<string, SubscriptionLog>();

  constructor(private readonly options: DeletionLogOptions) {}

  /**
   * Resolves whether or not the log could be read.
   * @throws only the signal's reason.
   */
  async whoDeleted(item: InventoryItem, signal?: AbortSignal): Promise<WhoDeleted> {
    const { subscription, resource } = item;
    const own = readFromLog(resource);
    if (own !== undefined) {
      return own;
    }
    const key = subscriptionKey(subscription);
    const others = (): readonly DeletedResource[] =>
      this.options
        .items()
        .filter((one) => subscriptionKey(one.subscription) === key)
        .map((one) => one.resource)
        .filter((one) => readFromLog(one) === undefined);
    return this.#log(key, subscription).whoDeleted(resource, others, signal);
  }

  /** After a refresh: deletions that weren't found are looked up again on the next question. */
  markStale(): void {
    for (const log of this.#logs.values()) {
      log.markStale();
    }
  }

  /** Drops everything and cancels running reads, after a sign-out. */
  clear(): void {
    for (const log of this.#logs.values()) {
      log.close();
    }
    this.#logs.clear();
  }

  #log(key: string, subscription: Subscription): SubscriptionLog {
    return memoize(this.#logs, key, () => new SubscriptionLog(subscription, this.options));
  }
}

/** A resource found in the Activity Log already has its event. */
function readFromLog({ raw, deletedAt, originalId }: DeletedResource): WhoDeleted | undefined {
  const by = callerKinds.find((kind) => kind === stringAt(raw, "caller", "by"));
  const value = stringAt(raw, "caller", "value");
  if (
    by === undefined ||
    value === undefined ||
    deletedAt === undefined ||
    stringAt(raw, "at") !== deletedAt
  ) {
    return undefined;
  }
  const deletion = { resourceId: originalId, at: deletedAt, caller: { by, value } };
  return { kind: "logged", deletion, withGroup: false };
}
