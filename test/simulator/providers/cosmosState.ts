import { randomUUID } from "node:crypto";
import type { JsonObject } from "../json";
import { day } from "../retention";
import { StateKey } from "../service";
import { same, sameLocation, type SubscriptionState } from "../subscriptionState";

/** A region as Cosmos DB spells it, and when the account was in it. */
export interface CosmosRegion {
  readonly name: string;
  readonly since: number;
  readonly until?: number;
}

export interface CosmosAccount {
  readonly name: string;
  readonly resourceGroup: string;
  /** As in "Sweden Central". */
  readonly location: string;
  readonly apiType: "Sql" | "MongoDB";
  readonly tags?: Readonly<Record<string, string>>;
  /** Of this one instance of the account; another one of its name has another. */
  readonly instanceId: string;
  readonly createdAt: number;
  readonly regions: readonly CosmosRegion[];
  /** Whether its backup is continuous: it can be restored for 30 days then. */
  readonly continuous?: true;
  readonly softDelete?: {
    readonly retentionMinutes: number;
    readonly minutesBeforePurge: number;
  };
}

export interface LiveCosmosAccount {
  readonly account: CosmosAccount;
  readonly restoredFrom?: JsonObject;
  /** Until then it is being made. */
  readonly readyAt: number;
  /** Until then its GET answers 404, as after the recovery of a soft-deleted one. */
  readonly visibleAt: number;
}

export interface DeletedCosmosAccount {
  readonly account: CosmosAccount;
  readonly deletedAt: number;
  /** Whom the activity log names; whoever asks, when undefined. */
  readonly deletedBy: string | undefined;
}

/** One instance of an account that can be restored. */
export interface CosmosInstance {
  readonly account: CosmosAccount;
  /** Undefined for a live one. */
  readonly deletedAt: number | undefined;
}

export interface SoftDeletedCosmosAccount extends DeletedCosmosAccount {
  readonly expiresAt: number;
  /** Published lists have the instance's id for a name, clients have seen the account's. */
  readonly listedAs: "instanceId" | "accountName";
  /** When the purge under way will be done. */
  purgedAt: number | undefined;
}

const continuousRetention = 30 * day;

/** Cosmos DB accounts of a subscription; those whose time is over are gone when anyone looks. */
export class CosmosAccounts {
  readonly live: LiveCosmosAccount[] = [];
  private backups: DeletedCosmosAccount[] = [];
  private soft: SoftDeletedCosmosAccount[] = [];

  /** Deleted accounts of which there still is a continuous backup. */
  restorable(now: number): readonly DeletedCosmosAccount[] {
    this.backups = this.backups.filter(({ deletedAt }) => deletedAt + continuousRetention > now);
    return this.backups;
  }

  /** Live and deleted ones alike, as Azure has them in one list. */
  instances(now: number): readonly CosmosInstance[] {
    const live = this.live.filter(({ account }) => account.continuous === true);
    return [
      ...live.map(({ account }) => ({ account, deletedAt: undefined })),
      ...this.restorable(now),
    ];
  }

  softDeleted(now: number): readonly SoftDeletedCosmosAccount[] {
    this.soft = this.soft.filter(
      ({ expiresAt, purgedAt }) => expiresAt > now && (purgedAt === undefined || purgedAt > now),
    );
    return this.soft;
  }

  /** Keeps what its settings say to keep of it: a soft-deleted account, a backup, or nothing. */
  keep(
    deleted: DeletedCosmosAccount,
    listedAs: SoftDeletedCosmosAccount["listedAs"] = "accountName",
  ): void {
    const { softDelete, continuous } = deleted.account;
    if (softDelete !== undefined) {
      const expiresAt = deleted.deletedAt + softDelete.retentionMinutes * 60_000;
      this.soft.push({ ...deleted, expiresAt, listedAs, purgedAt: undefined });
    } else if (continuous === true) {
      this.backups.push(deleted);
    }
  }

  takeBack(item: SoftDeletedCosmosAccount): void {
    this.soft = this.soft.filter((known) => known !== item);
  }

  /** From when on an account can be restored. */
  oldestRestorable({ createdAt }: CosmosAccount, now: number): number {
    return Math.max(createdAt, now - continuousRetention);
  }
}

const key = new StateKey<CosmosAccounts>(() => new CosmosAccounts());

export function cosmosOf(subscription: SubscriptionState): CosmosAccounts {
  return subscription.of(key);
}

export function liveCosmos(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): LiveCosmosAccount | undefined {
  return cosmosOf(subscription).live.find(
    ({ account }) => same(account.name, name) && same(account.resourceGroup, resourceGroup),
  );
}

/** A soft-deleted one by the name its account had, in its region. */
export function softDeletedCosmos(
  subscription: SubscriptionState,
  at: { readonly resourceGroup: string; readonly location: string; readonly name: string },
): SoftDeletedCosmosAccount | undefined {
  return cosmosOf(subscription)
    .softDeleted(subscription.time.now())
    .find(
      ({ account }) =>
        same(account.name, at.name) &&
        same(account.resourceGroup, at.resourceGroup) &&
        sameLocation(account.location, at.location),
    );
}

/** Its region as paths have it. */
export function regionName({ location }: CosmosAccount): string {
  return location.replace(/\s/g, "").toLowerCase();
}

/** An account of the usual kind, in one region, with what is said of it. */
export function cosmosAccount(
  named: Pick<CosmosAccount, "name" | "resourceGroup" | "location"> & Partial<CosmosAccount>,
): CosmosAccount {
  const createdAt = named.createdAt ?? 0;
  return {
    apiType: "Sql",
    instanceId: randomUUID(),
    createdAt,
    regions: [{ name: named.location, since: createdAt }],
    ...named,
  };
}
