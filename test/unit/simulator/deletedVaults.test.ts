import { describe, expect, it } from "vitest";
import { errorOf, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const version = "api-version=2026-02-01";
const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const keyVault = "providers/Microsoft.KeyVault";
const list = `${production}/${keyVault}/deletedVaults?${version}`;

function deletedVault(location: string, name: string): string {
  return `${production}/${keyVault}/locations/${location}/deletedVaults/${name}`;
}

const support = deletedVault("swedencentral", "kv-support-prod");
const supportLive = `${production}/resourceGroups/rg-support/${keyVault}/vaults/kv-support-prod?${version}`;
const properties = {
  tenantId: "11111111-1111-4111-8111-111111111111",
  sku: { family: "A", name: "standard" },
};
const recovery = {
  location: "swedencentral",
  properties: { ...properties, createMode: "recover" },
};

describe("deleted vaults", () => {
  const azure = useSimulator({ timeScale: 1 });

  it("are listed with the id they had and the days they have left", async () => {
    const items = (await azure.dana.list(list)) as { properties: Record<string, string> }[];
    expect(names(items)).toEqual(["kv-support-prod", "kv-payments-prod", "kv-cmk-prod"]);
    const days = items.map((item) =>
      Math.round(
        (Date.parse(item.properties["scheduledPurgeDate"] ?? "") - Date.now()) / 86_400_000,
      ),
    );
    expect(days).toEqual([12, 83, 20]);
    expect(items[0]).toMatchObject({
      id: `${production}/${keyVault}/locations/swedencentral/deletedVaults/kv-support-prod`,
      type: "Microsoft.KeyVault/deletedVaults",
      properties: {
        vaultId: `${production}/resourceGroups/rg-support/${keyVault}/vaults/kv-support-prod`,
        location: "swedencentral",
      },
    });
    expect(items[1]?.properties).toMatchObject({ purgeProtectionEnabled: true });
  });

  it("come back with createMode recover, as they were", async () => {
    const answer = await azure.dana.send("PUT", supportLive, {
      ...recovery,
      tags: { ignored: "yes" },
    });
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject({
      tags: { team: "support" },
      properties: { provisioningState: "RegisteringDns" },
    });
    expect(names(await azure.dana.list(list))).not.toContain("kv-support-prod");
    azure.simulator.state.time.advance(11);
    expect(json(await azure.dana.get(supportLive))).toMatchObject({
      properties: { provisioningState: "Succeeded" },
    });
    const again = await azure.dana.send("PUT", supportLive, recovery);
    expect([again.status, errorOf(again).code]).toEqual([400, "SoftDeletedVaultDoesNotExist"]);
  });

  it.each([
    ["no tenant", { ...recovery, properties: { sku: properties.sku, createMode: "recover" } }],
    [
      "no sku",
      { ...recovery, properties: { tenantId: properties.tenantId, createMode: "recover" } },
    ],
    ["no location", { properties: recovery.properties }],
    ["another location", { ...recovery, location: "westus" }],
  ])("refuse a recovery with %s", async (_, body) => {
    expect((await azure.dana.send("PUT", supportLive, body)).status).toBe(400);
    expect((await azure.dana.get(`${support}?${version}`)).status).toBe(200);
  });

  it("hold their name against a new vault, in Azure's own words", async () => {
    const answer = await azure.dana.send("PUT", supportLive, {
      location: "swedencentral",
      properties,
    });
    expect(answer.status).toBe(409);
    expect(errorOf(answer).code).toBe("ConflictError");
    expect(errorOf(answer).message).toContain(
      "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.",
    );
    const check = `${production}/${keyVault}/checkNameAvailability?${version}`;
    const name = { name: "kv-support-prod", type: "Microsoft.KeyVault/vaults" };
    expect(json(await azure.dana.send("POST", check, name))).toMatchObject({
      nameAvailable: false,
      reason: "AlreadyExists",
    });
  });

  it("are purged by a POST whose Location is polled, and then free the name", async () => {
    const answer = await azure.dana.send("POST", `${support}/purge?${version}`);
    expect([answer.status, answer.text]).toEqual([202, ""]);
    const location = answer.headers["location"] ?? "";
    const poll = await azure.dana.get(location);
    expect([poll.status, poll.text, poll.headers["retry-after"]]).toEqual([
      202,
      '{"status":"NotStarted"}',
      "15",
    ]);
    expect((await azure.dana.send("POST", `${support}/purge?${version}`)).status).toBe(409);

    azure.simulator.state.time.advance(31);
    expect((await azure.dana.get(location)).status).toBe(200);
    const again = await azure.dana.send("POST", `${support}/purge?${version}`);
    expect([again.status, errorOf(again).code]).toEqual([404, "DeletedVaultNotFound"]);
    const anew = await azure.dana.send("PUT", supportLive, {
      location: "swedencentral",
      properties,
    });
    expect(anew.status).toBe(201);
    expect(json(anew)).toMatchObject({ properties: { enableRbacAuthorization: true } });
  });

  it("are not purged when protected", async () => {
    const answer = await azure.dana.send(
      "POST",
      `${deletedVault("westeurope", "kv-payments-prod")}/purge?${version}`,
    );
    expect(answer.status).toBe(405);
    expect(errorOf(answer)).toEqual({
      code: "MethodNotAllowed",
      message: "Operation 'DeletedVaultPurge' is not allowed.",
    });
    expect(names(await azure.dana.list(list))).toContain("kv-payments-prod");
  });

  it("are what becomes of a live vault that is deleted", async () => {
    const live = `${production}/resourceGroups/rg-security/${keyVault}/vaults/kv-platform-prod?${version}`;
    expect((await azure.dana.get(live)).status).toBe(200);
    expect((await azure.dana.send("DELETE", live)).status).toBe(200);
    expect((await azure.dana.get(live)).status).toBe(404);
    expect((await azure.dana.send("DELETE", live)).status).toBe(204);
    expect(names(await azure.dana.list(list))).toContain("kv-platform-prod");
  });
});
