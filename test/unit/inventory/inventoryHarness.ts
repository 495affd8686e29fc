import type { AccountReading, Subscription } from "../../../src/account/account";
import type { ArmClient } from "../../../src/azure/armClient";
import { ArmError } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import { Inventory } from "../../../src/inventory/inventory";
import type { Branch } from "../../../src/inventory/inventorySnapshot";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { keyVault } from "../../../src/services/keyVault";
import type { SoftDeleteService } from "../../../src/services/service";
import { account, vault } from "../services/samples";
import { silent } from "../operations/harness";
import { refusal, ScriptedArm } from "../operations/scriptedArm";

/** Two are enough to see what one does to the other. */
export const services: readonly SoftDeleteService[] = [cognitiveServices, keyVault];

export const endpoint = async (): Promise<string> => "https://management.azure.com";

export function subscription(name: string, accountId = "dana"): Subscription {
  return {
    subscriptionId: `id-${name}`,
    name,
    tenantId: "t",
    homeTenantId: "t",
    accountId,
    accountLabel: accountId,
  };
}

/** One way in which a list goes: pages, each handed over when it resolves, and then its end. */
export type Listing = (
  page: (items: readonly JsonValue[]) => void,
  signal: AbortSignal | undefined,
) => Promise<void>;

export type Listings = (subscription: Subscription, serviceId: string) => Listing;

/** What the list of each service holds when all goes well. */
export function itemsOf(serviceId: string, ...names: readonly string[]): readonly JsonValue[] {
  return names.map((name) => ({ ...(serviceId === "keyVault" ? vault : account), name }));
}

export interface Setup {
  readonly inventory: Inventory;
  /** How many changes were told. */
  readonly changes: () => number;
}

/** An inventory of these subscriptions, whose lists go as described. */
export function inventoryOf(
  read: (report: (part: AccountReading) => void, signal: AbortSignal) => Promise<void>,
  listings: Listings,
  permissions: readonly JsonValue[] = [{ actions: ["*"], notActions: [] }],
): Setup {
  const inventory = new Inventory({
    services: () => services,
    readSubscriptions: read,
    connect: async (one) => armOf(one, listings, permissions),
    endpoint,
    logger: silent,
  });
  let changes = 0;
  inventory.onDidChange(() => {
    changes += 1;
  });
  return { inventory, changes: () => changes };
}

export function reporting(...subscriptions: readonly Subscription[]) {
  return async (report: (part: AccountReading) => void): Promise<void> => {
    report({ subscriptions, problems: [] });
  };
}

function armOf(
  one: Subscription,
  listings: Listings,
  permissions: readonly JsonValue[],
): ArmClient {
  // Resource Graph and the registered providers are forbidden: every service is asked itself.
  const arm = new ScriptedArm(() => refusal(403, "AuthorizationFailed"));
  arm.list = async (request, onPage, signal) => {
    if (request.path.endsWith("/permissions")) {
      onPage(permissions);
      return;
    }
    if (request.path.endsWith("/providers")) {
      throw new ArmError({ kind: "refused", method: "GET", path: "/", status: 403, message: "no" });
    }
    const serviceId = request.path.includes("KeyVault") ? "keyVault" : "cognitiveServices";
    await listings(one, serviceId)(onPage, signal);
  };
  return arm;
}

export function branchOf(
  inventory: Inventory,
  subscriptionName: string,
  serviceId: string,
): Branch | undefined {
  return inventory.snapshot.subscriptions
    .find((one) => one.subscription.name === subscriptionName)
    ?.branches.find(({ service }) => service.id === serviceId);
}

export function namesOf(branch: Branch | undefined): readonly string[] | undefined {
  return branch?.resources.map(({ name }) => name);
}
