import { describe, expect, it } from "vitest";
import { errorOf, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const version = "api-version=2025-06-01";
const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const cognitive = "providers/Microsoft.CognitiveServices";
const list = `${production}/${cognitive}/deletedAccounts?${version}`;

function deletedAccount(location: string, group: string, name: string): string {
  return `${production}/${cognitive}/locations/${location}/resourceGroups/${group}/deletedAccounts/${name}?${version}`;
}

function account(group: string, name: string): string {
  return `${production}/resourceGroups/${group}/${cognitive}/accounts/${name}?${version}`;
}

const support = deletedAccount("swedencentral", "rg-support", "aoai-support-prod");
const supportLive = account("rg-support", "aoai-support-prod");
const restore = { location: "swedencentral", properties: { restore: true } };

describe("deleted Cognitive Services accounts", () => {
  const azure = useSimulator({ timeScale: 1 });

  it("are listed in both official id shapes, with the dates of a 48 hour retention", async () => {
    const items = (await azure.dana.list(list)) as Record<string, never>[];
    expect(names(items)).toEqual(["aoai-support-prod", "foundry-research", "vision-labels"]);
    expect(items[0]).toMatchObject({
      id: `${production}/resourceGroups/rg-support/${cognitive}/accounts/aoai-support-prod`,
      type: "Microsoft.CognitiveServices/accounts",
      kind: "OpenAI",
      sku: { name: "S0" },
    });
    expect(items[1]).toMatchObject({
      id: `${production}/${cognitive}/locations/eastus2/resourceGroups/rg-research/deletedAccounts/foundry-research`,
      location: "East US 2",
    });
    const properties = items[0]?.["properties"] as unknown as Record<string, string>;
    const left = Date.parse(properties["scheduledPurgeDate"] ?? "") - Date.now();
    expect(left / 3_600_000).toBeCloseTo(30, 1);
  });

  it("come back with restore at once, are gone from the list, and show up in the other after a while", async () => {
    const answer = await azure.dana.send("PUT", supportLive, restore);
    expect(answer.status).toBe(201);
    expect(answer.headers["azure-asyncoperation"]).toBeUndefined();
    expect(json(answer)).toMatchObject({ properties: { provisioningState: "Succeeded" } });
    const lives = `${production}/${cognitive}/accounts?api-version=2025-06-01`;
    expect(names(await azure.dana.list(lives))).not.toContain("aoai-support-prod");
    expect(names(await azure.dana.list(list))).not.toContain("aoai-support-prod");

    expect(json(await azure.dana.get(supportLive))).toMatchObject({
      name: "aoai-support-prod",
      tags: { team: "support" },
    });
    expect((await azure.dana.get(support)).status).toBe(404);
    azure.simulator.state.time.advance(121);
    expect(names(await azure.dana.list(lives))).toContain("aoai-support-prod");
  });

  it("hold their name against a PUT without restore, in Azure's own words", async () => {
    const answer = await azure.dana.send("PUT", supportLive, {
      location: "swedencentral",
      kind: "OpenAI",
      sku: { name: "S0" },
    });
    expect(answer.status).toBe(409);
    expect(errorOf(answer)).toEqual({
      code: "FlagMustBeSetForRestore",
      message: `An existing resource with ID '${production}/resourceGroups/rg-support/${cognitive}/accounts/aoai-support-prod' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
    });
  });

  it("are not found by a restore in another place, nor when there is nothing to restore", async () => {
    for (const [address, location] of [
      [supportLive, "westeurope"],
      [account("rg-support", "never-was"), "swedencentral"],
    ] as const) {
      const answer = await azure.dana.send("PUT", address, { ...restore, location });
      expect(errorOf(answer).code).toBe("CanNotRestoreANonExistingResource");
    }
    expect(names(await azure.dana.list(list))).toContain("aoai-support-prod");
  });

  it("need their resource group, which can be made again", async () => {
    const address = account("rg-research", "foundry-research");
    const body = { location: "eastus2", properties: { restore: true } };
    const refused = await azure.dana.send("PUT", address, body);
    expect([refused.status, errorOf(refused).code]).toEqual([404, "ResourceGroupNotFound"]);

    const group = `${production}/resourcegroups/rg-research?api-version=2024-07-01`;
    expect((await azure.dana.send("HEAD", group)).status).toBe(404);
    expect((await azure.dana.send("PUT", group, { location: "eastus2" })).status).toBe(201);
    expect((await azure.dana.send("HEAD", group)).status).toBe(204);
    expect((await azure.dana.send("PUT", group, { location: "eastus2" })).status).toBe(200);
    expect((await azure.dana.send("PUT", address, body)).status).toBe(201);
  });

  it("stay deleted while the vault with their key is", async () => {
    const address = account("rg-support", "vision-labels");
    expect((await azure.dana.send("PUT", address, restore)).status).toBe(400);
    const vault = `${production}/resourceGroups/rg-security/providers/Microsoft.KeyVault/vaults/kv-cmk-prod?api-version=2026-02-01`;
    const recovered = await azure.dana.send("PUT", vault, {
      location: "swedencentral",
      properties: {
        tenantId: "11111111-1111-4111-8111-111111111111",
        sku: { family: "A", name: "standard" },
        createMode: "recover",
      },
    });
    expect(recovered.status).toBe(200);
    expect((await azure.dana.send("PUT", address, restore)).status).toBe(201);
  });

  it("are purged once: 202 and polls, a conflict meanwhile, 204 ever after", async () => {
    const answer = await azure.dana.send("DELETE", support);
    expect(answer.status).toBe(202);
    expect(answer.headers["retry-after"]).toBeUndefined();
    const asked = answer.headers["azure-asyncoperation"] ?? "";
    expect(asked.length).toBeGreaterThan(3500);
    expect(json(await azure.dana.get(asked))).toMatchObject({ status: "Deleting" });
    expect(answer.text).toBe("");
    const again = await azure.dana.send("DELETE", support);
    expect([again.status, errorOf(again).code]).toEqual([409, "RequestConflict"]);
    const recovery = await azure.dana.send("PUT", supportLive, restore);
    expect(errorOf(recovery).code).toBe("RequestConflict");
    expect((await azure.dana.get(support)).status).toBe(200);

    azure.simulator.state.time.advance(21);
    const poll = await azure.dana.get(asked);
    expect(json(poll)).toMatchObject({ status: "Succeeded" });
    expect((await azure.dana.get(support)).status).toBe(404);
    expect((await azure.dana.send("DELETE", support)).status).toBe(204);
    const anew = { location: "swedencentral", kind: "OpenAI", sku: { name: "S0" } };
    expect((await azure.dana.send("PUT", supportLive, anew)).status).toBe(201);
  });

  it("cannot be purged in the minute after the deletion", async () => {
    const live = account("rg-payments", "aoai-payments-prod");
    expect((await azure.dana.send("DELETE", live)).status).toBe(200);
    expect((await azure.dana.send("DELETE", live)).status).toBe(204);
    const address = deletedAccount("westeurope", "rg-payments", "aoai-payments-prod");
    expect((await azure.dana.send("DELETE", address)).status).toBe(409);
    azure.simulator.state.time.advance(61);
    expect((await azure.dana.send("DELETE", address)).status).toBe(202);
  });

  it("answer a purge at the wrong location with 204, and stay", async () => {
    const elsewhere = deletedAccount("westus", "rg-support", "aoai-support-prod");
    expect((await azure.dana.send("DELETE", elsewhere)).status).toBe(204);
    expect((await azure.dana.get(support)).status).toBe(200);
  });

  it("are purged by the service when their time is over", async () => {
    azure.simulator.state.time.advance(31 * 3600);
    await azure.signInAgain();
    expect(names(await azure.dana.list(list))).toEqual([]);
  });

  it("hold their subdomain until they are purged", async () => {
    const address = `${production}/${cognitive}/checkDomainAvailability?${version}`;
    const body = {
      subdomainName: "aoai-support-prod",
      type: "Microsoft.CognitiveServices/accounts",
    };
    expect(json(await azure.dana.send("POST", address, body))["isSubdomainAvailable"]).toBe(false);
    await azure.dana.send("DELETE", support);
    azure.simulator.state.time.advance(21);
    expect(json(await azure.dana.send("POST", address, body))["isSubdomainAvailable"]).toBe(true);
  });
});
