import type { RoleAssignments } from "./authorization";
import type { Json, JsonObject } from "./json";
import type { Account, ResourceGroup, Vault } from "./scenario";
import type { StateKey } from "./service";
import type { SimulatedTime } from "./simulatedTime";

export interface LiveAccount {
  account: Account;
  /** A restored account answers 404 until then. */
  readonly visibleAt: number;
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
  readonly malformedDeletedAccounts: readonly Json[];
  readonly malformedDeletedVaults: readonly Json[];
}

/** One subscription's resources, the live and the deleted. */
export class SubscriptionState {
  readonly resourceGroups: ResourceGroup[] = [];
  readonly accounts: LiveAccount[] = [];
  readonly vaults: LiveVault[] = [];
  private readonly registered = new Set<string>();
  private readonly ofServices = new Map<StateKey<unknown>, unknown>();
  private softDeletedAccounts: SoftDeletedAccount[] = [];
  private softDeletedVaults: SoftDeletedVault[] = [];

  constructor(private readonly parts: SubscriptionParts) {}

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

  get malformedDeletedAccounts(): readonly Json[] {
    return this.parts.malformedDeletedAccounts;
  }

  get malformedDeletedVaults(): readonly Json[] {
    return this.parts.malformedDeletedVaults;
  }

  get deletedAccounts(): SoftDeletedAccount[] {
    this.softDeletedAccounts = this.softDeletedAccounts.filter((item) => this.remains(item));
    return this.softDeletedAccounts;
  }

  get deletedVaults(): SoftDeletedVault[] {
    this.softDeletedVaults = this.softDeletedVaults.filter((item) => this.remains(item));
    return this.softDeletedVaults;
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
    return this.deletedAccounts.find(({ account }) => isCalled(account, resourceGroup, name));
  }

  vault(resourceGroup: string, name: string): LiveVault | undefined {
    return this.vaults.find(({ vault }) => isCalled(vault, resourceGroup, name));
  }

  /** Vault names are unique in all of Azure, so the name alone says which. */
  deletedVault(name: string): SoftDeletedVault | undefined {
    return this.deletedVaults.find(({ vault }) => same(vault.name, name));
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

  private remains(item: SoftDeletedAccount | SoftDeletedVault): boolean {
    const now = this.parts.time.now();
    return item.purgeAt > now && (item.purgedAt === undefined || item.purgedAt > now);
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

function isCalled(
  item: { readonly name: string; readonly resourceGroup: string },
  resourceGroup: string,
  name: string,
): boolean {
  return same(item.name, name) && same(item.resourceGroup, resourceGroup);
}
