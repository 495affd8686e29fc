import type { AccountProblem, Subscription } from "../account/account";
import type { ArmFailure } from "../azure/errors";
import { Listeners, type Disposable } from "../base/listeners";
import { naturalOrder } from "../base/naturalOrder";
import { deletionKey } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import {
  branchKey,
  itemKey,
  subscriptionKey,
  type Branch,
  type InventoryItem,
  type InventorySnapshot,
  type SubscriptionBranch,
} from "./inventorySnapshot";
import type { KeptList } from "./keptList";
import type { ReadTrouble } from "./readTrouble";

/** The inventory's data and its listeners. Sends no requests. */
export class InventoryState {
  state: InventorySnapshot["state"] = "idle";
  problems: readonly AccountProblem[] = [];
  asOf: number | undefined;
  isKept = false;
  isUpdating = false;
  trouble: ReadTrouble | undefined;
  readonly #changed = new Listeners();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #branches = new Map<string, Branch>();
  readonly #resourceGroups = new Map<string, ReadonlySet<string>>();
  /** Cached entries of subscriptions without changes. */
  readonly #entries = new Map<string, Entry>();
  /** Ended deletions that branches still contain. */
  readonly #toTakeOut = new Set<string>();
  /** Cached until something changes. */
  #known: Known | undefined;

  /** @param services the shown services; asked each time, because they are a setting. */
  constructor(private readonly services: () => readonly SoftDeleteService[]) {}

  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get snapshot(): InventorySnapshot {
    return this.#now.snapshot;
  }

  get items(): readonly InventoryItem[] {
    return this.#now.items;
  }

  /** The item with that key, if it exists. */
  find(key: string): InventoryItem | undefined {
    const known = this.#now;
    known.byKey ??= new Map(known.items.map((item) => [itemKey(item), item]));
    return known.byKey.get(key);
  }

  get subscriptions(): readonly Subscription[] {
    return [...this.#subscriptions.values()];
  }

  /** Adds or updates a subscription. */
  add(subscription: Subscription): void {
    this.#subscriptions.set(subscriptionKey(subscription), subscription);
  }

  /** Removes a subscription and all its data. */
  remove(subscription: Subscription): void {
    const key = subscriptionKey(subscription);
    this.#subscriptions.delete(key);
    this.#resourceGroups.delete(key);
    for (const service of this.services()) {
      this.removeBranch(subscription, service);
    }
  }

  /** Undefined before its first read begins. */
  branch(subscription: Subscription, service: SoftDeleteService): Branch | undefined {
    return this.#branches.get(branchKey(subscription, service));
  }

  /** Replaces a branch; {@link notify} fires the event. */
  putBranch(subscription: Subscription, branch: Branch): void {
    this.#branches.set(branchKey(subscription, branch.service), branch);
  }

  /** Removes a branch; {@link notify} fires the event. */
  removeBranch(subscription: Subscription, service: SoftDeleteService): void {
    this.#branches.delete(branchKey(subscription, service));
  }

  /** How the last reading of each service ended: its failure, if any. */
  outcomes(subscriptions: readonly Subscription[]): readonly (ArmFailure | undefined)[] {
    return subscriptions.flatMap((subscription) =>
      this.services().flatMap((service) => {
        const branch = this.branch(subscription, service);
        return branch === undefined || branch.state === "reading" ? [] : [branch.failure];
      }),
    );
  }

  /** @param names lower-case. */
  putResourceGroups(subscription: Subscription, names: ReadonlySet<string>): void {
    this.#resourceGroups.set(subscriptionKey(subscription), names);
  }

  /** Removes a deletion from every branch and notifies. @param deletion from `deletionKey`. */
  takeOut(deletion: string): void {
    this.#toTakeOut.add(deletion);
    this.#known = undefined;
    this.#changed.fire();
  }

  /** Puts in what an earlier window kept, as if it were being read. */
  restore({ asOf, subscriptions }: KeptList): void {
    const services = this.services();
    for (const { subscription, branches } of subscriptions) {
      this.add(subscription);
      for (const { serviceId, ...kept } of branches) {
        const service = services.find(({ id }) => id === serviceId);
        if (service !== undefined) {
          this.putBranch(subscription, { service, ...kept, state: "reading" });
        }
      }
    }
    this.asOf = asOf;
    this.isKept = true;
    this.state = "read";
    this.notify();
  }

  /** @param asOf the new value where all was read. */
  endUpdate(trouble: ReadTrouble | undefined, asOf: number | undefined): void {
    this.isUpdating = false;
    this.trouble = trouble;
    if (asOf !== undefined) {
      this.asOf = asOf;
      this.isKept = false;
    }
    this.notify();
  }

  /** Drops everything and notifies. */
  clear(): void {
    this.#subscriptions.clear();
    this.#branches.clear();
    this.#resourceGroups.clear();
    this.problems = [];
    this.state = "idle";
    this.asOf = undefined;
    this.isKept = false;
    this.isUpdating = false;
    this.trouble = undefined;
    this.notify();
  }

  /** @param subscription the changed one; all when omitted. */
  notify(subscription?: Subscription): void {
    if (subscription === undefined) {
      this.#entries.clear();
    } else {
      this.#entries.delete(subscriptionKey(subscription));
    }
    this.#known = undefined;
    this.#changed.fire();
  }

  /** Computed lazily, because thousands of operations can end between two reads. */
  get #now(): Known {
    this.#takeOutAll();
    if (this.#known === undefined) {
      const entries = this.#readEntries();
      const snapshot = {
        state: this.state,
        subscriptions: entries.map(({ branch }) => branch),
        problems: this.problems,
        asOf: this.asOf,
        isKept: this.isKept,
        isUpdating: this.isUpdating,
        trouble: this.trouble,
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

  /** Sorted by name. Only changed entries are rebuilt: of hundreds, usually one. */
  #readEntries(): readonly Entry[] {
    const services = this.services();
    return [...this.#subscriptions]
      .map(([key, subscription]) => {
        const known = this.#entries.get(key) ?? this.#entryOf(key, subscription, services);
        this.#entries.set(key, known);
        return known;
      })
      .sort(({ branch: { subscription: left } }, { branch: { subscription: right } }) => {
        const order = naturalOrder.compare(left.name, right.name);
        return order === 0 && subscriptionKey(left) > subscriptionKey(right) ? 1 : order;
      });
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

/** Values that are read repeatedly between two changes. */
interface Known {
  readonly snapshot: InventorySnapshot;
  readonly items: readonly InventoryItem[];
  byKey: ReadonlyMap<string, InventoryItem> | undefined;
}
