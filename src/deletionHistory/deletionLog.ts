import type { Subscription } from "../account/account";
import { callerIn } from "../azure/deletionEvent";
import { stringAt } from "../base/json";
import type { DeletedResource } from "../services/deletedResource";
import { subscriptionKey, type InventoryItem } from "../inventory/inventorySnapshot";
import { SubscriptionLog, type SubscriptionLogOptions } from "./subscriptionLog";
import type { WhoDeleted } from "./whoDeleted";

export interface DeletionLogOptions extends SubscriptionLogOptions {
  /** Everything that is known to be deleted now. */
  readonly items: () => readonly InventoryItem[];
}

/**
 * Who deleted what, from the Activity Log. It is read when somebody first asks: once for everything
 * that is deleted in a subscription, as one account sees it, and again only for what it could not
 * have had.
 */
export class DeletionLog {
  readonly #logs = new Map<string, SubscriptionLog>();

  constructor(private readonly options: DeletionLogOptions) {}

  /**
   * Resolves for whatever becomes of the reading.
   * @throws the signal's reason; nothing else.
   */
  async whoDeleted(item: InventoryItem, signal?: AbortSignal): Promise<WhoDeleted> {
    const { subscription, resource } = item;
    const own = toldBy(resource);
    if (own !== undefined) {
      return own;
    }
    const key = subscriptionKey(subscription);
    const others = (): readonly DeletedResource[] =>
      this.options
        .items()
        .filter((one) => subscriptionKey(one.subscription) === key)
        .map((one) => one.resource)
        .filter((one) => toldBy(one) === undefined);
    return this.#log(key, subscription).whoDeleted(resource, others, signal);
  }

  /** As with a refresh: what the log did not have is asked for anew when somebody wants it. */
  markStale(): void {
    for (const log of this.#logs.values()) {
      log.markStale();
    }
  }

  /** Forgets everything and ends what is under way, as after a sign-out. */
  clear(): void {
    for (const log of this.#logs.values()) {
      log.close();
    }
    this.#logs.clear();
  }

  #log(key: string, subscription: Subscription): SubscriptionLog {
    const log = this.#logs.get(key) ?? new SubscriptionLog(subscription, this.options);
    this.#logs.set(key, log);
    return log;
  }
}

/** A resource that was found in the Activity Log is what its event tells. */
function toldBy({ raw, deletedAt }: DeletedResource): WhoDeleted | undefined {
  const caller = callerIn(raw);
  return caller === undefined || deletedAt === undefined || stringAt(raw, "at") !== deletedAt
    ? undefined
    : { kind: "logged", deletion: { at: deletedAt, caller, withGroup: false } };
}
