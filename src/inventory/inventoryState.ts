import type { AccountProblem, Subscription } from "../account/account";
import { Listeners, type Disposable } from "../base/listeners";
import { deletionKey } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import {
  branchKey,
  byName,
  itemKey,
  subscriptionKey,
  type Branch,
  type InventoryItem,
  type InventorySnapshot,
  type SubscriptionBranch,
} from "./inventorySnapshot";

/** What the inventory knows at this moment, and who wants to hear of changes. Asks nothing of Azure. */
export class InventoryState {
  state: InventorySnapshot["state"] = "idle";
  problems: readonly AccountProblem[] = [];
  readonly #changed = new Listeners();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #branches = new Map<string, Branch>();
  readonly #resourceGroups = new Map<string, ReadonlySet<string>>();
  /** Of the subscriptions in which nothing has changed since somebody looked. */
  readonly #entries = new Map<string, Entry>();
  /** Deletions that ended, and that the branches still have. */
  readonly #toTakeOut = new Set<string>();
  /** Until something changes. */
  #known: Known | undefined;

  /** @param services those to show; asked anew each time, because it is a setting. */
  constructor(private readonly services: () => readonly SoftDeleteService[]) {}

  /** After every change that was told of. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get snapshot(): InventorySnapshot {
    return this.#now.snapshot;
  }

  get items(): readonly InventoryItem[] {
    return this.#now.items;
  }

  /** The item of that key, if it is there. */
  find(key: string): InventoryItem | undefined {
    const known = this.#now;
    known.byKey ??= new Map(known.items.map((item) => [itemKey(item), item]));
    return known.byKey.get(key);
  }

  get subscriptions(): readonly Subscription[] {
    return [...this.#subscriptions.values()];
  }

  /** Anew, or as it is now. */
  add(subscription: Subscription): void {
    this.#subscriptions.set(subscriptionKey(subscription), subscription);
  }

  /** With all that is known of it. */
  remove(subscription: Subscription): void {
    const key = subscriptionKey(subscription);
    this.#subscriptions.delete(key);
    this.#resourceGroups.delete(key);
    for (const service of this.services()) {
      this.removeBranch(subscription, service);
    }
  }

  /** Undefined where no reading of it has begun. */
  branch(subscription: Subscription, service: SoftDeleteService): Branch | undefined {
    return this.#branches.get(branchKey(subscription, service));
  }

  /** In place of what was known of it; {@link notify} tells of it. */
  putBranch(subscription: Subscription, branch: Branch): void {
    this.#branches.set(branchKey(subscription, branch.service), branch);
  }

  /** As if no reading of it had begun; {@link notify} tells of it. */
  removeBranch(subscription: Subscription, service: SoftDeleteService): void {
    this.#branches.delete(branchKey(subscription, service));
  }

  /** @param names lower-case. */
  putResourceGroups(subscription: Subscription, names: ReadonlySet<string>): void {
    this.#resourceGroups.set(subscriptionKey(subscription), names);
  }

  /** Takes a deletion out of every branch, and tells of it. @param deletion from `deletionKey`. */
  takeOut(deletion: string): void {
    this.#toTakeOut.add(deletion);
    this.#known = undefined;
    this.#changed.fire();
  }

  /** Forgets everything, and tells of it. */
  clear(): void {
    this.#subscriptions.clear();
    this.#branches.clear();
    this.#resourceGroups.clear();
    this.problems = [];
    this.state = "idle";
    this.notify();
  }

  /** @param subscription in which something has changed; all, where left out. */
  notify(subscription?: Subscription): void {
    if (subscription === undefined) {
      this.#entries.clear();
    } else {
      this.#entries.delete(subscriptionKey(subscription));
    }
    this.#known = undefined;
    this.#changed.fire();
  }

  /** Made when it is asked for: thousands can end between two looks. */
  get #now(): Known {
    this.#takeOutAll();
    if (this.#known === undefined) {
      const entries = this.#readEntries();
      const snapshot = {
        state: this.state,
        subscriptions: entries.map(({ branch }) => branch),
        problems: this.problems,
      };
      const items = entries.flatMap((entry) => entry.items);
      this.#known = { snapshot, items, byKey: undefined };
    }
    return this.#known;
  }

  #takeOutAll(): void {
    if (this.#toTakeOut.size === 0) {
      return;
    }
    for (const [key, branch] of this.#branches) {
      const left = branch.resources.filter((one) => !this.#toTakeOut.has(deletionKey(one)));
      if (left.length < branch.resources.length) {
        this.#branches.set(key, { ...branch, resources: left });
        this.#entries.delete(key.slice(0, key.lastIndexOf("|")));
      }
    }
    this.#toTakeOut.clear();
  }

  /** By name. Made anew only where something has changed: of hundreds, one at a time has. */
  #readEntries(): readonly Entry[] {
    const services = this.services();
    return [...this.#subscriptions]
      .map(([key, subscription]) => {
        const known = this.#entries.get(key) ?? this.#entryOf(key, subscription, services);
        this.#entries.set(key, known);
        return known;
      })
      .sort((left, right) =>
        byName.compare(left.branch.subscription.name, right.branch.subscription.name),
      );
  }

  #entryOf(key: string, subscription: Subscription, services: readonly SoftDeleteService[]): Entry {
    const branches = services.flatMap((service) => this.branch(subscription, service) ?? []);
    return {
      branch: { subscription, branches, resourceGroups: this.#resourceGroups.get(key) },
      items: branches.flatMap(({ resources }) =>
        resources.map((resource) => ({ subscription, resource })),
      ),
    };
  }
}

interface Entry {
  readonly branch: SubscriptionBranch;
  readonly items: readonly InventoryItem[];
}

/** What is asked for again and again between two changes. */
interface Known {
  readonly snapshot: InventorySnapshot;
  readonly items: readonly InventoryItem[];
  byKey: ReadonlyMap<string, InventoryItem> | undefined;
}
