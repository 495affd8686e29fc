import { describe, expect, it } from "vitest";
import { foundryGone } from "../../simulator/scenarios/foundryGone";
import { errorOf, json, names, type Answer } from "./client";
import { useSimulator } from "./useSimulator";

const id = "aaaaaaaa-0000-4000-8000-000000000006";
const subscription = `/subscriptions/${id}`;
const group = `${subscription}/resourceGroups/rg-gone`;
const location = "swedencentral";
const vault = (name: string): string =>
  `${group}/providers/Microsoft.KeyVault/vaults/${name}?api-version=2026-02-01`;
const storage = (name: string, version = "2022-09-01"): string =>
  `${group}/providers/Microsoft.Storage/storageAccounts/${name}?api-version=${version}`;
const account = `${group}/providers/Microsoft.CognitiveServices/accounts/foundry-gone?api-version=2025-06-01`;
const workspace = (name: string): string =>
  `${group}/providers/Microsoft.MachineLearningServices/workspaces/${name}?api-version=2022-01-01-preview`;

interface Event {
  readonly caller: string;
  readonly resourceId: string;
  readonly correlationId: string;
  readonly eventDataId: string;
  readonly operationName: { readonly value: string };
  readonly properties: Readonly<Record<string, string>>;
}

describe("a resource group that is gone", () => {
  const azure = useSimulator({ scenario: foundryGone });

  function makeGroup(): Promise<Answer> {
    return azure.dana.send("PUT", `${group}?api-version=2024-07-01`, { location });
  }

  function recoverVault(name: string): Promise<Answer> {
    const properties = {
      tenantId: foundryGone.tenants[0]?.id,
      sku: { family: "A", name: "standard" },
      createMode: "recover",
    };
    return azure.dana.send("PUT", vault(name), { location, properties });
  }

  async function recoverStorage(name: string): Promise<Answer> {
    const deleted = json(
      await azure.dana.get(
        `${subscription}/providers/Microsoft.Storage/locations/${location}/deletedAccounts/${name}?api-version=2023-05-01`,
      ),
    )["properties"] as { readonly creationTime: string };
    return azure.dana.send("PUT", storage(name), {
      location,
      properties: { deletedAccountCreationTime: deleted.creationTime },
    });
  }

  const restoreAccount = (): Promise<Answer> =>
    azure.dana.send("PUT", account, { location, properties: { restore: true } });
  const recoverWorkspace = (name: string): Promise<Answer> =>
    azure.dana.send("PUT", workspace(name), {
      location,
      properties: { allowRecoverSoftDeletedWorkspace: "True" },
    });

  it("lets a Foundry resource come back after group, vault and storage, in this order only", async () => {
    expect(errorOf(await restoreAccount()).code).toBe("ResourceGroupNotFound");
    expect((await makeGroup()).status).toBe(201);
    const withoutVault = await restoreAccount();
    expect([withoutVault.status, errorOf(withoutVault).message]).toEqual([
      400,
      expect.stringContaining("kv-gone-cmk"),
    ]);
    const dataFirst = await recoverStorage("stgonedata");
    expect([dataFirst.status, errorOf(dataFirst).message]).toEqual([
      400,
      expect.stringContaining("kv-gone-cmk"),
    ]);
    expect((await recoverVault("kv-gone-cmk")).status).toBe(200);
    const withoutStorage = await restoreAccount();
    expect([withoutStorage.status, errorOf(withoutStorage).message]).toEqual([
      400,
      expect.stringContaining("stgonedata"),
    ]);
    expect((await recoverStorage("stgonedata")).status).toBe(202);
    expect(json(await azure.dana.get(storage("stgonedata", "2023-05-01")))).toMatchObject({
      properties: {
        encryption: {
          keyvaultproperties: { keyvaulturi: "https://kv-gone-cmk.vault.azure.net" },
        },
      },
    });
    expect((await restoreAccount()).status).toBe(201);
  });

  it("keeps an account from coming back whose vault is gone for good", async () => {
    await makeGroup();
    const state = azure.simulator.state.subscription(id);
    const deleted = state?.deletedVault("kv-gone-cmk");
    expect(deleted).toBeDefined();
    if (deleted !== undefined) {
      deleted.purgedAt = azure.simulator.state.time.now();
    }
    expect(errorOf(await restoreAccount()).message).toContain("kv-gone-cmk");
    state?.vaults.push({
      vault: { name: "KV-gone-cmk", resourceGroup: "rg-lab", location },
      registeredAt: 0,
    });
    expect(errorOf(await restoreAccount()).message).toContain("stgonedata");
  });

  it.each(["mlw-gone", "mlw-log-only"])("holds %s to its vault and storage", async (name) => {
    await makeGroup();
    const withoutVault = await recoverWorkspace(name);
    expect([withoutVault.status, errorOf(withoutVault).message]).toEqual([
      400,
      expect.stringMatching(/kv-gone-ml/),
    ]);
    await recoverVault("kv-gone-ml");
    expect(errorOf(await recoverWorkspace(name)).message).toContain("stgoneml");
    await recoverStorage("stgoneml");
    expect((await recoverWorkspace(name)).status).toBe(202);
    const live = json(await azure.dana.get(workspace(name)));
    expect(live["properties"]).toMatchObject({ provisioningState: "Succeeded" });
  });

  it("does not let a component come back before its workspace", async () => {
    await makeGroup();
    const component = `${group}/providers/Microsoft.Insights/components/appi-gone?api-version=2020-02-02`;
    const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log-gone`;
    const body = {
      location,
      kind: "web",
      properties: { Application_Type: "web", WorkspaceResourceId: workspaceId },
    };
    expect(errorOf(await azure.dana.send("PUT", component, body)).message).toContain("log-gone");
    await azure.dana.send("PUT", `${workspaceId}?api-version=2023-09-01`, { location });
    expect((await azure.dana.send("PUT", component, body)).status).toBe(200);
  });

  it("lists the workspace behind a project, and not the one only the log knows", async () => {
    const list = `${subscription}/providers/Microsoft.MachineLearningServices/workspaces?api-version=2023-04-01-preview`;
    expect(names(await azure.dana.list(list))).toEqual(["mlw-gone", "foundry-gone@research@AML"]);
  });

  describe("in the Activity Log", () => {
    async function events(condition = "", more = ""): Promise<readonly Event[]> {
      const since = new Date(Date.now() - 80 * 86_400_000).toISOString();
      const filter = encodeURIComponent(`eventTimestamp ge '${since}'${condition}`);
      return (await azure.dana.list(
        `${subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${filter}${more}`,
      )) as readonly Event[];
    }

    const named = (found: readonly Event[]): readonly string[] =>
      found.map(
        ({ operationName, resourceId }) =>
          `${operationName.value} ${resourceId.slice(resourceId.lastIndexOf("/") + 1)}`,
      );

    it("is the deletion of the group, with all that went with it", async () => {
      const [deletion] = await events(" and resourceProvider eq 'Microsoft.Resources'");
      expect(deletion).toMatchObject({
        caller: "erik@contoso.example",
        resourceId: group,
        operationName: { value: "Microsoft.Resources/subscriptions/resourceGroups/delete" },
      });
      const together = await events(` and correlationId eq '${deletion?.correlationId ?? ""}'`);
      expect([...named(together)].sort()).toEqual([
        "Microsoft.CognitiveServices/accounts/delete foundry-gone",
        "Microsoft.ContainerRegistry/registries/delete crgone",
        "Microsoft.Insights/components/delete appi-gone",
        "Microsoft.KeyVault/vaults/delete kv-gone-cmk",
        "Microsoft.KeyVault/vaults/delete kv-gone-ml",
        "Microsoft.MachineLearningServices/workspaces/delete mlw-gone",
        "Microsoft.MachineLearningServices/workspaces/delete mlw-log-only",
        "Microsoft.OperationalInsights/workspaces/delete log-gone",
        "Microsoft.Resources/subscriptions/resourceGroups/delete rg-gone",
        "Microsoft.Storage/storageAccounts/delete stgonedata",
        "Microsoft.Storage/storageAccounts/delete stgoneml",
      ]);
      expect(new Set(together.map(({ caller }) => caller))).toEqual(
        new Set(["erik@contoso.example"]),
      );
      expect(new Set(together.map(({ eventDataId }) => eventDataId)).size).toBe(together.length);
    });

    it("has what was written, as text", async () => {
      const found = await events(" and resourceGroupName eq 'RG-gone'");
      const bodyOf = (name: string): unknown => {
        const event = found.find(
          ({ operationName, resourceId }) =>
            operationName.value.endsWith("/write") && resourceId.endsWith(`/${name}`),
        );
        return JSON.parse(event?.properties["requestbody"] ?? "null");
      };
      expect(bodyOf("stgonedata")).toMatchObject({
        properties: {
          encryption: {
            keyvaultproperties: { keyvaulturi: "https://kv-gone-cmk.vault.azure.net" },
          },
        },
      });
      expect(bodyOf("mlw-log-only")).toMatchObject({
        properties: {
          keyVault: `${group}/providers/Microsoft.KeyVault/vaults/kv-gone-ml`,
          storageAccount: `${group}/providers/Microsoft.Storage/storageAccounts/stgoneml`,
        },
      });
      expect(bodyOf("foundry-gone")).toMatchObject({
        kind: "AIServices",
        properties: { userOwnedStorage: [{}] },
      });
    });

    it("shows what is selected, page by page", async () => {
      azure.simulator.state.pageSize = 4;
      const found = await events("", "&$select=caller,CorrelationId");
      expect(found.length).toBeGreaterThan(15);
      expect(new Set(found.flatMap((event) => Object.keys(event)))).toEqual(
        new Set(["caller", "correlationId"]),
      );
    });

    it("has what is written from now on", async () => {
      await makeGroup();
      await recoverVault("kv-gone-cmk");
      await recoverStorage("stgonedata");
      await restoreAccount();
      const byDana = (await events()).filter(({ caller }) => caller === "dana@contoso.example");
      expect(named(byDana)).toEqual([
        "Microsoft.Storage/storageAccounts/write stgonedata",
        "Microsoft.CognitiveServices/accounts/write foundry-gone",
      ]);
      expect(byDana[1]?.properties["requestbody"]).toBe(
        JSON.stringify({ location, properties: { restore: true } }),
      );
    });
  });
});
