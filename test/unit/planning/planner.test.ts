import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { Planner } from "../../../src/planning/planner";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { cosmosDb } from "../../../src/services/cosmosDb";
import { keyVault } from "../../../src/services/keyVault";
import { logAnalytics } from "../../../src/services/logAnalytics";
import type { SoftDeleteService } from "../../../src/services/service";
import {
  account,
  asDana,
  production as subscription,
  readBy,
  subscriptionId,
  tenantId,
  vault,
} from "../services/samples";
import { plannerOptions } from "./plannerOptions";
import { refusal, ScriptedArm, type Reply } from "../operations/scriptedArm";
import type { Blocked } from "../../../src/planning/proposals";

const scope = `/subscriptions/${subscriptionId}`;

function itemOf(service: SoftDeleteService, item: JsonValue): InventoryItem {
  return { subscription, resource: readBy(service, item) };
}

const deletedAccount = itemOf(cognitiveServices, account);
const deletedVault = itemOf(keyVault, vault);

interface Facts {
  readonly groupExists?: boolean;
  /** Per scope; a missing one cannot be read. */
  readonly permissions?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly items?: readonly InventoryItem[];
}

function plannerOf(facts: Facts): { readonly planner: Planner; readonly arm: ScriptedArm } {
  const arm = new ScriptedArm(({ method, path }): Reply => {
    if (method === "HEAD") {
      return (facts.groupExists ?? true) ? { status: 204 } : refusal(404, "ResourceGroupNotFound");
    }
    const at = path.replace("/providers/Microsoft.Authorization/permissions", "");
    const found = facts.permissions?.[at];
    return found === undefined ? refusal(403, "AuthorizationFailed") : { status: 200, body: found };
  });
  const planner = new Planner(plannerOptions(arm, { items: () => facts.items ?? [] }));
  return { planner, arm };
}

const owner = { actions: ["*"], notActions: [] };
const reader = { actions: ["*/read"], notActions: [] };

function reasonOf(proposal: Blocked | { readonly possible: true }): string {
  return proposal.possible ? "possible" : proposal.reason;
}

describe("a plan to recover", () => {
  it("is the service's steps, as whom and where, about this deletion", async () => {
    const { planner, arm } = plannerOf({
      permissions: { [`${scope}/resourceGroups/rg-support`]: [owner] },
    });
    const proposal = await planner.recover(deletedAccount, {});
    expect(proposal).toMatchObject({
      possible: true,
      action: "recover",
      dependencies: [],
      refused: [],
      omitted: [],
      choices: [],
      plan: {
        action: "recover",
        identity: asDana,
        subject: {
          serviceId: "cognitiveServices",
          noun: "Azure OpenAI resource",
          name: "aoai",
          subscriptionName: "Production",
        },
        steps: cognitiveServices.recover(deletedAccount.resource, { tenantId, answers: {} }),
      },
    });
    expect(arm.writes).toEqual([]);
  });

  it("creates the resource group first where it does not exist any more", async () => {
    const { planner } = plannerOf({ groupExists: false, permissions: { [scope]: [owner] } });
    const proposal = await planner.recover(deletedAccount, {});
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    expect(proposal.plan.steps.map(({ id }) => id)).toEqual(["createResourceGroup", "recover"]);
    const group = {
      method: "GET",
      path: `${scope}/resourcegroups/rg-support`,
      apiVersion: "2024-07-01",
    };
    expect(proposal.plan.steps[0]).toMatchObject({
      target: "rg-support",
      request: { ...group, method: "PUT", body: { location: "swedencentral" } },
      postcondition: { request: group, expects: "present" },
    });
  });

  it("is refused, with permission, scope and role, where the group cannot be created", async () => {
    const { planner } = plannerOf({ groupExists: false, permissions: { [scope]: [reader] } });
    const reason = reasonOf(await planner.recover(deletedAccount, {}));
    expect(reason).toContain('"Microsoft.Resources/subscriptions/resourceGroups/write"');
    expect(reason).toContain(`"${scope}"`);
    expect(reason).toContain('"Contributor", assigned at subscription "Production"');
  });

  it("asks for the recovery's own permission at the subscription where the group is gone", async () => {
    const groupsOnly = { actions: ["Microsoft.Resources/*"], notActions: [] };
    const { planner } = plannerOf({ groupExists: false, permissions: { [scope]: [groupsOnly] } });
    const reason = reasonOf(await planner.recover(deletedAccount, {}));
    expect(reason).toContain('"Microsoft.CognitiveServices/accounts/write"');
    expect(reason).toContain('subscription "Production"');
  });

  it("is refused, with permission, scope and role, for who may only read the group", async () => {
    const { planner } = plannerOf({
      permissions: { [`${scope}/resourceGroups/rg-support`]: [reader] },
    });
    expect(reasonOf(await planner.recover(deletedAccount, {}))).toBe(
      `You don't have the permission "Microsoft.CognitiveServices/accounts/write" at scope "${scope}/resourceGroups/rg-support". The role "Cognitive Services Contributor", assigned at resource group "rg-support", includes this permission.`,
    );
  });

  it("is made where the permissions cannot be read: Azure decides", async () => {
    expect((await plannerOf({}).planner.recover(deletedAccount, {})).possible).toBe(true);
  });

  it("is an error where Azure does not say whether the group exists", async () => {
    const { planner, arm } = plannerOf({});
    arm.resourceGroupExists = () => Promise.reject(new Error("no answer"));
    await expect(planner.recover(deletedAccount, {})).rejects.toThrow("no answer");
  });

  it("names what must come back first, and whether it is soft-deleted too", async () => {
    const encrypted = itemOf(cognitiveServices, {
      ...account,
      properties: {
        encryption: { keyVaultProperties: { keyVaultUri: "https://KV.vault.azure.net" } },
        userOwnedStorage: [
          {
            resourceId:
              "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/kv",
          },
        ],
      },
    });
    // As after a refresh between the choice and the plan: equal, but not the same object.
    const refreshed = { ...deletedVault, subscription: { ...subscription } };
    const { planner } = plannerOf({ items: [refreshed] });
    const proposal = await planner.recover(encrypted, {});
    expect(
      proposal.possible && proposal.dependencies.map(({ name, state }) => `${name ?? ""} ${state}`),
    ).toEqual(["KV deleted", "kv unknown"]);
  });
});

describe("a plan to purge", () => {
  it("is the service's steps", async () => {
    const { planner, arm } = plannerOf({ permissions: { [scope]: [owner] } });
    expect(await planner.purge(deletedVault)).toMatchObject({
      possible: true,
      action: "purge",
      plan: { action: "purge", steps: keyVault.purge(deletedVault.resource) },
    });
    expect(arm.writes).toEqual([]);
  });

  it("is refused for a protected vault without asking Azure anything", async () => {
    const properties = { ...vault.properties, purgeProtectionEnabled: true };
    const { planner, arm } = plannerOf({});
    const reason = reasonOf(await planner.purge(itemOf(keyVault, { ...vault, properties })));
    expect(reason).toMatch(/Purge protection is on/);
    expect(arm.sent).toEqual([]);
  });

  const contributor = {
    actions: ["*"],
    notActions: ["Microsoft.KeyVault/locations/deletedVaults/purge/action"],
  };

  it("is refused for a Key Vault Contributor, whose role excludes it", async () => {
    const { planner } = plannerOf({ permissions: { [scope]: [contributor] } });
    const reason = reasonOf(await planner.purge(deletedVault));
    expect(reason).toContain('"Microsoft.KeyVault/locations/deletedVaults/purge/action"');
    expect(reason).toContain('"Key Vault Purge Operator", assigned at subscription "Production"');
  });

  it("is made where another role gives what the first excludes", async () => {
    const purger = { actions: ["Microsoft.KeyVault/*/purge/action"], notActions: [] };
    const { planner } = plannerOf({ permissions: { [scope]: [contributor, purger] } });
    expect((await planner.purge(deletedVault)).possible).toBe(true);
  });

  it("is not made possible by rights on the resource group alone", async () => {
    const { planner } = plannerOf({
      permissions: { [scope]: [reader], [`${scope}/resourceGroups/rg-support`]: [owner] },
    });
    expect((await planner.purge(deletedAccount)).possible).toBe(false);
  });
});

describe("a plan that takes several permissions", () => {
  const restorable = itemOf(cosmosDb, {
    id: `${scope}/providers/Microsoft.DocumentDB/locations/westus/restorableDatabaseAccounts/1`,
    location: "West US",
    properties: { accountName: "orders", deletionTime: "2026-03-01T12:00:00Z" },
  });
  const answers = {
    name: "orders",
    resourceGroup: `${scope}/resourceGroups/rg-orders`,
    pointInTime: "2026-03-01T11:59:59Z",
  };
  const restorer = {
    actions: ["Microsoft.DocumentDB/locations/restorableDatabaseAccounts/*"],
    notActions: [],
  };
  const maker = { actions: ["Microsoft.DocumentDB/databaseAccounts/*"], notActions: [] };

  async function restoring(
    inSubscription: JsonObject,
    inGroup: JsonObject,
    groupExists = true,
  ): Promise<string> {
    const { planner } = plannerOf({
      groupExists,
      permissions: { [scope]: [inSubscription], [`${scope}/resourceGroups/rg-orders`]: [inGroup] },
    });
    return reasonOf(await planner.recover(restorable, answers));
  }

  it("is made where each is held at its scope", async () => {
    expect(await restoring(restorer, maker)).toBe("possible");
  });

  it("names the one that is missing, with its own scope and role", async () => {
    expect(await restoring(restorer, reader)).toBe(
      `You don't have the permission "Microsoft.DocumentDB/databaseAccounts/write" at scope "${scope}/resourceGroups/rg-orders". The role "Cosmos DB Operator", assigned at resource group "rg-orders", includes this permission.`,
    );
    expect(await restoring(reader, maker)).toMatch(
      /restore\/action" at scope "\/subscriptions\/[^/]+"\. The role "CosmosRestoreOperator"/,
    );
  });

  it("asks for all of them above a resource group that is still to be made", async () => {
    const creator = { actions: ["Microsoft.Resources/subscriptions/resourceGroups/write"] };
    const both = { actions: [...creator.actions, ...restorer.actions], notActions: [] };
    expect(await restoring(both, maker, false)).toContain(
      `"Microsoft.DocumentDB/databaseAccounts/write" at scope "${scope}"`,
    );
    expect(await restoring(owner, reader, false)).toBe("possible");
  });

  it("reads what is held at a scope once", async () => {
    const workspace = itemOf(logAnalytics, {
      id: `${scope}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log`,
      name: "log",
      location: "westus",
      properties: { customerId: "1" },
    });
    const group = `${scope}/resourceGroups/rg-logs`;
    const deleter = { actions: ["*/workspaces/delete"], notActions: [] };
    const { planner, arm } = plannerOf({ permissions: { [group]: [deleter] } });
    expect(reasonOf(await planner.purge(workspace))).toContain(
      '"Microsoft.OperationalInsights/workspaces/write"',
    );
    expect(arm.count("GET", `${group}/providers/Microsoft.Authorization/permissions`)).toBe(1);
  });
});
