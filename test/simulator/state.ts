import { RoleAssignments } from "./authorization";
import type { JsonObject } from "./json";
import { Locks } from "./locks";
import { Operations } from "./operations";
import { Policies } from "./policies";
import { noteGroupDeletion } from "./providers/activity";
import { everRegistered } from "./providers/catalogue";
import { GraphQuota } from "./providers/graphQuota";
import { GraphMemory } from "./providers/graphTables";
import { accountRetention, day, defaultVaultRetentionDays, hours } from "./retention";
import type {
  Account,
  DeletedAccount,
  DeletedVault,
  Person,
  ResourceGroup,
  Scenario,
  ScenarioSubscription,
  Tenant,
  Vault,
} from "./scenario";
import type { SimulatedTime } from "./simulatedTime";
import {
  SubscriptionState,
  type SoftDeletedAccount,
  type SoftDeletedVault,
} from "./subscriptionState";
import { Buckets } from "./throttling";

/**
 * Everything this Azure knows, and the switches a test may turn. Deleted items whose time is over
 * and purges that have run their course are gone the moment anyone looks.
 */
export class SimulatorState {
  /** What a token issued from now on lives for. */
  tokenLifetimeSeconds = 3600;
  /** JSON of claims that tokens must have been issued with; undefined demands none. */
  demandedClaims: string | undefined;
  /** The methods the demand is for: Azure's own policy spares reads. */
  demandedClaimsFor: readonly string[] = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"];
  /**
   * "person/tenant" pairs whose second factor was passed: silent sign-ins go through from then on,
   * as with a refresh token that carries it.
   */
  readonly passedMfa = new Set<string>();
  /** Items in one answer of a list. */
  pageSize: number;
  /** Whether requests are counted and refused beyond Azure's limits. */
  throttling: boolean;
  /** Whether every operation says when to ask again: few do in Azure, and tests have no time to lose. */
  alwaysSaysRetryAfter = false;
  /** For how long Resource Graph stays with what it saw when it looked last. */
  graphLagSeconds = 0;

  readonly tenants: readonly Tenant[];
  readonly people: readonly Person[];
  readonly subscriptions: readonly SubscriptionState[];
  readonly operations: Operations;
  readonly buckets: Buckets;
  readonly graphMemory = new GraphMemory();
  readonly graphQuota = new GraphQuota();

  constructor(
    readonly scenario: Scenario,
    readonly time: SimulatedTime,
    bucketTimeScale?: number,
  ) {
    this.buckets = new Buckets(bucketTimeScale);
    this.operations = new Operations(time);
    this.pageSize = scenario.pageSize ?? 1000;
    this.throttling = scenario.throttling ?? true;
    this.tenants = scenario.tenants;
    this.people = scenario.people;
    this.subscriptions = scenario.subscriptions.map((described) =>
      this.subscriptionFrom(described),
    );
  }

  /** Whether this Azure has a provider, registered or not; the namespace in any case. */
  hasProvider(namespace: string): boolean {
    const absent = this.scenario.absentProviders ?? [];
    return !absent.some((one) => one.toLowerCase() === namespace.toLowerCase());
  }

  /** The subscription with this id, in any case. */
  subscription(id: string): SubscriptionState | undefined {
    return this.subscriptions.find((known) => known.id.toLowerCase() === id.toLowerCase());
  }

  /** Deletes something more, as somebody else in the subscription might. */
  addDeletedAccount(subscriptionId: string, account: DeletedAccount): void {
    this.demand(subscriptionId).keepAccount(this.deletedAccountFrom(account));
  }

  /** Deletes something more, as somebody else in the subscription might. */
  addDeletedVault(subscriptionId: string, vault: DeletedVault): void {
    this.demand(subscriptionId).keepVault(this.deletedVaultFrom(vault));
  }

  /** The whole state as JSON, for another process to look at. */
  snapshot(): JsonObject {
    return {
      scenario: this.scenario.name,
      now: new Date(this.time.now()).toISOString(),
      subscriptions: this.subscriptions.map((subscription) => subscription.snapshot()),
    };
  }

  private demand(subscriptionId: string): SubscriptionState {
    const found = this.subscription(subscriptionId);
    if (found === undefined) {
      throw new Error(`The scenario has no subscription ${subscriptionId}`);
    }
    return found;
  }

  private subscriptionFrom(described: ScenarioSubscription): SubscriptionState {
    const registered = described.registeredProviders ?? [
      "Microsoft.CognitiveServices",
      "Microsoft.KeyVault",
    ];
    const state = new SubscriptionState({
      id: described.id,
      name: described.name,
      tenantId: described.tenantId,
      time: this.time,
      roles: new RoleAssignments(
        described.id,
        described.roleAssignments,
        this.scenario.customRoles ?? [],
      ),
      locks: new Locks(described.id, described.locks ?? []),
      policies: new Policies(described.id, described.policies ?? []),
      malformedDeletedAccounts: described.malformedDeletedAccounts ?? [],
      malformedDeletedVaults: described.malformedDeletedVaults ?? [],
    });
    for (const namespace of [...everRegistered, ...registered]) {
      state.register(namespace);
    }
    described.resourceGroups.forEach((group: ResourceGroup) => {
      state.resourceGroups.push(group);
    });
    described.deletedGroups?.forEach(({ name, deletedHoursAgo, deletedBy }) => {
      noteGroupDeletion(state, name, this.time.now() - hours(deletedHoursAgo), deletedBy);
    });
    described.accounts?.forEach((account: Account) => {
      state.accounts.push({ account, listedAt: 0, changedAt: this.time.now() - day });
    });
    described.vaults?.forEach((vault: Vault) => {
      state.vaults.push({ vault, registeredAt: 0 });
    });
    described.deletedAccounts?.forEach((account) => {
      state.keepAccount(this.deletedAccountFrom(account));
    });
    described.deletedVaults?.forEach((vault) => {
      state.keepVault(this.deletedVaultFrom(vault));
    });
    described.seeds?.forEach((seed) => {
      seed(state);
    });
    return state;
  }

  private deletedAccountFrom(account: DeletedAccount): SoftDeletedAccount {
    const deletedAt = this.time.now() - hours(account.deletedHoursAgo);
    return {
      account,
      idShape: account.idShape ?? "accounts",
      locationAs: account.locationAs ?? account.location,
      deletedAt,
      deletedBy: account.deletedBy,
      purgeAt: deletedAt + accountRetention,
      settledAt: deletedAt,
      purgedAt: undefined,
    };
  }

  private deletedVaultFrom(vault: DeletedVault): SoftDeletedVault {
    const deletedAt = this.time.now() - vault.deletedDaysAgo * day;
    return {
      vault,
      deletedAt,
      deletedBy: vault.deletedBy,
      purgeAt: deletedAt + (vault.retentionDays ?? defaultVaultRetentionDays) * day,
      purgedAt: undefined,
    };
  }
}
