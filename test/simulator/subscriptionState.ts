import type { RoleAssignments } from "./authorization";
import type { Json, JsonObject } from "./json";
import { KeptItems } from "./keptItems";
import type { Locks } from "./locks";
import type { Policies } from "./policies";
import type { Account, ResourceGroup, Vault } from "./scenario";
import type { ActivityEvent, StateKey } from "./service";
import type { SimulatedTime } from "./simulatedTime";

export interface LiveAccount {
  account: Account;
  /** A restored account is there at once, and in lists only from then on. */
  readonly listedAt: number;
  readonly changedAt: number;
}

export interface SoftDeletedAccount {
  readonly account: Account;
  readonly idShape: "accounts" | "deletedAccounts";
  readonly locationAs: string;
  readonly deletedAt: number;
  readonly deletedBy: string | undefined;
  readonly purgeAt: number;
  /** Until then a purge conflicts with the deletion. */
  readonly settledAt: number;
  /** When the purge under way will be done. */
  purgedAt: number | undefined;
}

export interface LiveVault {
  vault: Vault;
  /** Until then the vault's name is on its way into DNS. */
  readonly registeredAt: number;
}

export interface SoftDeletedVault {
  readonly vault: Vault;
  readonly deletedAt: number;
  readonly deletedBy: string | undefined;
  readonly purgeAt: number;
  purgedAt: number | undefined;
}

interface SubscriptionParts {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly time: SimulatedTime;
  readonly roles: RoleAssignments;
  readonly locks: Locks;
  readonly policies: Policies;
  readonly malformedDeletedAccounts: readonly Json[];
  readonly malformedDeletedVaults: readonly Json[];
}

/** One subscription's resources, the live and the deleted. */
export class SubscriptionState {
  readonly resourceGroups: ResourceGroup[] = [];
  readonly accounts: LiveAccount[] = [];
  readonly vaults: LiveVault[] = [];
  /** What the Activity Log has beside what the services know of. */
  readonly activity: ActivityEvent[] = [];
  private readonly registered = new Set<string>();
  private readonly ofServices = new Map<StateKey<unknown>, unknown>();
  private readonly softDeletedAccounts: KeptItems<SoftDeletedAccount>;
  private readonly softDeletedVaults: KeptItems<SoftDeletedVault>;

  constructor(private readonly parts: SubscriptionParts) {
    this.softDeletedAccounts = new KeptItems(parts.time, ({ account }) =>
      inGroup(account.resourceGroup, account.name),
    );
    // Vault names are unique in all of Azure, so the name alone says which.
    this.softDeletedVaults = new KeptItems(parts.time, ({ vault }) => vault.name);
  }

  get id(): string {
    return this.parts.id;
  }

  get name(): string {
    return this.parts.name;
  }

  get time(): SimulatedTime {
    return this.parts.time;
  }

  /** A service's part of the state; the same object each time. */
  of<Part>(key: StateKey<Part>): Part {
    if (!this.ofServices.has(key)) {
      this.ofServices.set(key, key.make());
    }
    return this.ofServices.get(key) as Part;
  }

  get tenantId(): string {
    return this.parts.tenantId;
  }

  get roles(): RoleAssignments {
    return this.parts.roles;
  }

  /** Locks can be added and taken away at any time. */
  get locks(): Locks {
    return this.parts.locks;
  }

  /** Policies can be assigned and taken away at any time. */
  get policies(): Policies {
    return this.parts.policies;
  }

  get malformedDeletedAccounts(): readonly Json[] {
    return this.parts.malformedDeletedAccounts;
  }

  get malformedDeletedVaults(): readonly Json[] {
    return this.parts.malformedDeletedVaults;
  }

  get deletedAccounts(): readonly SoftDeletedAccount[] {
    return this.softDeletedAccounts.all();
  }

  get deletedVaults(): readonly SoftDeletedVault[] {
    return this.softDeletedVaults.all();
  }

  keepAccount(item: SoftDeletedAccount): void {
    this.softDeletedAccounts.add(item);
  }

  keepVault(item: SoftDeletedVault): void {
    this.softDeletedVaults.add(item);
  }

  /** A deleted account that is in use again. */
  releaseAccount(item: SoftDeletedAccount): void {
    this.softDeletedAccounts.remove(item);
  }

  /** A deleted vault that is in use again. */
  releaseVault(item: SoftDeletedVault): void {
    this.softDeletedVaults.remove(item);
  }

  isRegistered(namespace: string): boolean {
    return this.registered.has(namespace.toLowerCase());
  }

  register(namespace: string): void {
    this.registered.add(namespace.toLowerCase());
  }

  resourceGroup(name: string): ResourceGroup | undefined {
    return this.resourceGroups.find((group) => same(group.name, name));
  }

  account(resourceGroup: string, name: string): LiveAccount | undefined {
    return this.accounts.find(({ account }) => isCalled(account, resourceGroup, name));
  }

  deletedAccount(resourceGroup: string, name: string): SoftDeletedAccount | undefined {
    return this.softDeletedAccounts.find(inGroup(resourceGroup, name));
  }

  vault(resourceGroup: string, name: string): LiveVault | undefined {
    return this.vaults.find(({ vault }) => isCalled(vault, resourceGroup, name));
  }

  deletedVault(name: string): SoftDeletedVault | undefined {
    return this.softDeletedVaults.find(name);
  }

  snapshot(): JsonObject {
    return {
      id: this.id,
      name: this.name,
      resourceGroups: this.resourceGroups.map(({ name }) => name),
      accounts: this.accounts.map(({ account }) => account.name),
      vaults: this.vaults.map(({ vault }) => vault.name),
      deletedAccounts: this.deletedAccounts.map(({ account, deletedAt, purgedAt }) => ({
        name: account.name,
        deletedAt: new Date(deletedAt).toISOString(),
        beingPurged: purgedAt !== undefined,
      })),
      deletedVaults: this.deletedVaults.map(({ vault, deletedAt, purgedAt }) => ({
        name: vault.name,
        deletedAt: new Date(deletedAt).toISOString(),
        beingPurged: purgedAt !== undefined,
      })),
    };
  }
}

/** Names and locations compare without case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Locations compare without case and blanks: "Sweden Central" is swedencentral. */
export function sameLocation(one: string, other: string): boolean {
  return same(one.replace(/\s/g, ""), other.replace(/\s/g, ""));
}

/** Takes an item out of the list it is in. */
export function remove<Item>(items: Item[], item: Item): void {
  const index = items.indexOf(item);
  if (index >= 0) {
    items.splice(index, 1);
  }
}

function inGroup(resourceGroup: string, name: string): string {
  return `${resourceGroup}/${name}`;
}

function isCalled(
  item: { readonly name: string; readonly resourceGroup: string },
  resourceGroup: string,
  name: string,
): boolean {
  return same(item.name, name) && same(item.resourceGroup, resourceGroup);
}
