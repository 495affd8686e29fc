import type { Fault } from "./fault";
import type { JsonObject, Json } from "./json";
import type { Seed } from "./service";

/** Someone who can sign in. */
export interface Person {
  /** Object id in the home tenant. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly homeTenantId: string;
  readonly guestOf: readonly string[];
}

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  /** Refuses silent tokens: a person has to be there. */
  readonly demandsMfa?: boolean;
}

/** A role of the tenant's own, beside the built-in ones. */
export interface CustomRole {
  readonly name: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

export interface RoleAssignment {
  readonly username: string;
  /** Name of a built-in or custom role. */
  readonly role: string;
  /** The scope is this group; the whole subscription when left out. */
  readonly resourceGroup?: string;
}

export interface ResourceGroup {
  readonly name: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A resource group that somebody deleted with all that was in it: there is no way back for it. */
export interface DeletedGroup {
  readonly name: string;
  readonly deletedHoursAgo: number;
  /** Whom the activity log names; whoever asks, when left out. */
  readonly deletedBy?: string;
}

/** A lock on a resource group, or on the whole subscription. */
export interface ManagementLock {
  readonly name: string;
  readonly level: "ReadOnly" | "CanNotDelete";
  readonly notes?: string;
  /** The scope is this group; the whole subscription when left out. */
  readonly resourceGroup?: string;
}

/** The assignment of a policy that denies what is made or changed. */
export interface DenyPolicy {
  /** Last part of the assignment's id. */
  readonly name: string;
  /** What people call the assignment. */
  readonly displayName: string;
  /** What people call the definition; as the assignment, when left out. */
  readonly definition?: string;
  /** Denies what comes without this tag; whatever comes, when left out. */
  readonly requiredTag?: string;
  /**
   * Denies this type only, as in "Microsoft.KeyVault/vaults". When left out, all types that have
   * tags and a location, which does not include resource groups ("Indexed" mode).
   */
  readonly resourceType?: string;
  /** The scope is this group; the whole subscription when left out. */
  readonly resourceGroup?: string;
}

/** A Cognitive Services account: Azure OpenAI, Foundry, Speech, Vision and the others, by kind. */
export interface Account {
  readonly name: string;
  readonly kind: string;
  readonly sku: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: JsonObject;
}

export interface DeletedAccount extends Account {
  readonly deletedHoursAgo: number;
  /** Whom the activity log names; whoever asks, when left out. */
  readonly deletedBy?: string;
  /**
   * Microsoft's two published examples disagree about the id of a deleted account: the one of the
   * list has the account's own id, the one of the get a deletedAccounts id under the location.
   */
  readonly idShape?: "accounts" | "deletedAccounts";
  /** How the service spells the location in its answer, such as "East US 2". */
  readonly locationAs?: string;
}

export interface Vault {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly purgeProtected?: boolean;
  /** 7 to 90, set when the vault is made. */
  readonly retentionDays?: number;
  readonly rbac?: boolean;
}

export interface DeletedVault extends Vault {
  readonly deletedDaysAgo: number;
  /** Whom the activity log names; whoever asks, when left out. */
  readonly deletedBy?: string;
}

export interface ScenarioSubscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly roleAssignments: readonly RoleAssignment[];
  readonly resourceGroups: readonly ResourceGroup[];
  readonly deletedGroups?: readonly DeletedGroup[];
  readonly locks?: readonly ManagementLock[];
  readonly policies?: readonly DenyPolicy[];
  /** Those of AI services and key vaults when left out. */
  readonly registeredProviders?: readonly string[];
  readonly accounts?: readonly Account[];
  readonly vaults?: readonly Vault[];
  readonly deletedAccounts?: readonly DeletedAccount[];
  readonly deletedVaults?: readonly DeletedVault[];
  /** What there is of all other services. */
  readonly seeds?: readonly Seed[];
  /** Served after the deleted vaults as they stand: what no client should stumble over. */
  readonly malformedDeletedVaults?: readonly Json[];
  readonly malformedDeletedAccounts?: readonly Json[];
}

/** An Azure to begin with. Times are relative to when the simulator starts with it. */
export interface Scenario {
  readonly name: string;
  readonly tenants: readonly Tenant[];
  readonly people: readonly Person[];
  readonly customRoles?: readonly CustomRole[];
  readonly subscriptions: readonly ScenarioSubscription[];
  readonly standingFaults?: readonly Fault[];
  /** Namespaces that this Azure lacks, as clouds lack services that others have. */
  readonly absentProviders?: readonly string[];
  /** Items in one answer of a list. */
  readonly pageSize?: number;
  /** Whether Azure Resource Manager counts requests. */
  readonly throttling?: boolean;
}
