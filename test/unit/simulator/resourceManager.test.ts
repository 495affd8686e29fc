import { describe, expect, it } from "vitest";
import { hostileNames, manyDeletedVaults } from "../../simulator/scenarios/forTests";
import { errorOf, fetchFrom, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const empty = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000004";
const test = "/subscriptions/dddddddd-0000-4000-8000-000000000001";
const vaults = "providers/Microsoft.KeyVault/deletedVaults?api-version=2026-02-01";

describe("the resource manager", () => {
  // Nothing flows back into the buckets while a test runs.
  const azure = useSimulator({ bucketTimeScale: 1000 });

  it.each([
    [production, 400, "MissingApiVersionParameter"],
    [`${production}?api-version=1999-01-01`, 400, "NoRegisteredProviderFound"],
    [
      `${production}/providers/Microsoft.KeyVault/deletedVaults?api-version=1999-01-01`,
      400,
      "NoRegisteredProviderFound",
    ],
    [
      `${production}/providers/Microsoft.KeyVault/deletedThings?api-version=2026-02-01`,
      404,
      "InvalidResourceType",
    ],
    [
      `${production}/providers/Microsoft.Nothing/things?api-version=2026-02-01`,
      404,
      "InvalidResourceNamespace",
    ],
    [
      `${empty}/providers/Microsoft.CognitiveServices/deletedAccounts?api-version=2025-06-01`,
      409,
      "MissingSubscriptionRegistration",
    ],
    [
      "/subscriptions/99999999-0000-4000-8000-000000000009?api-version=2022-12-01",
      404,
      "SubscriptionNotFound",
    ],
    [
      `${production}/resourceGroups/none/providers/Microsoft.KeyVault/vaults/x?api-version=2026-02-01`,
      404,
      "ResourceGroupNotFound",
    ],
    [
      `${production}/resourceGroups/rg-support/providers/Microsoft.KeyVault/vaults/x?api-version=2026-02-01`,
      404,
      "ResourceNotFound",
    ],
  ])("answers GET %s with %i %s", async (address, status, code) => {
    const { dana } = azure;
    const answer = await dana.get(address);
    expect([answer.status, errorOf(answer).code]).toEqual([status, code]);
  });

  it("identifies every answer", async () => {
    const { simulator, dana } = azure;
    const answer = await dana.get(`${production}?api-version=2022-12-01`);
    expect(answer.headers).toMatchObject({
      "x-ms-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      "x-ms-correlation-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      date: expect.any(String) as unknown,
    });
    const correlated = await fetchFrom(simulator, "/subscriptions", {
      headers: { "x-ms-correlation-request-id": "abc" },
    });
    expect(correlated.headers["x-ms-correlation-request-id"]).toBe("abc");
  });

  it("takes paths in any case", async () => {
    const { dana } = azure;
    const answer = await dana.get(
      `${production.toUpperCase()}/PROVIDERS/microsoft.keyvault/DELETEDVAULTS?api-version=2026-02-01`,
    );
    expect(answer.status).toBe(200);
  });

  it("pages, with links only it understands", async () => {
    const { simulator, dana } = azure;
    simulator.reset(manyDeletedVaults(250));
    const first = json(await dana.get(`${test}/${vaults}`));
    expect(first["value"]).toHaveLength(100);
    expect(first["nextLink"]).toMatch(/^https:\/\/localhost:\d+\/.+&\$skiptoken=/);
    const all = names(await dana.list(`${test}/${vaults}`));
    expect(new Set(all).size).toBe(250);
  });

  it("registers a provider", async () => {
    const { dana } = azure;
    const provider = `${empty}/providers/Microsoft.CognitiveServices`;
    const version = "api-version=2024-07-01";
    expect(json(await dana.get(`${provider}?${version}`))).toMatchObject({
      registrationState: "NotRegistered",
    });
    expect((await dana.send("POST", `${provider}/register?${version}`)).status).toBe(200);
    const deleted = await dana.get(`${provider}/deletedAccounts?api-version=2025-06-01`);
    expect(json(deleted)).toEqual({ value: [] });
  });

  it("counts requests and refuses the one too many", async () => {
    const { simulator, dana } = azure;
    const address = `${production}?api-version=2022-12-01`;
    const first = await dana.get(address);
    expect(first.headers["x-ms-ratelimit-remaining-subscription-reads"]).toBe("249");
    const { buckets, time } = simulator.state;
    for (const _ of Array.from({ length: 400 })) {
      buckets.draw(production.slice("/subscriptions/".length), dana.objectId, "reads", time.now());
    }
    const refused = await dana.get(address);
    expect(refused.status).toBe(429);
    expect(errorOf(refused).code).toBe("SubscriptionRequestsThrottled");
    expect(refused.headers["x-ms-ratelimit-remaining-subscription-reads"]).toBe("0");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    simulator.state.throttling = false;
    expect((await dana.get(address)).status).toBe(200);
  });

  it("counts deletions and writes apart, with the tenant's own", async () => {
    const { simulator, dana } = azure;
    const account = `${production}/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/rg-support/deletedAccounts/never-was?api-version=2025-06-01`;
    expect((await dana.send("DELETE", account)).headers).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-deletes": "199",
    });
    const purge = `${production}/providers/Microsoft.KeyVault/locations/swedencentral/deletedVaults/kv-support-prod/purge?api-version=2026-02-01`;
    expect((await dana.send("POST", purge)).headers).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-writes": "199",
    });
    expect((await dana.get("/subscriptions?api-version=2022-12-01")).headers).toMatchObject({
      "x-ms-ratelimit-remaining-tenant-reads": "249",
    });
    const { buckets, time } = simulator.state;
    for (const _ of Array.from({ length: 200 })) {
      buckets.draw(
        production.slice("/subscriptions/".length),
        dana.objectId,
        "deletes",
        time.now(),
      );
    }
    const refused = await dana.send("DELETE", account);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "100"]);
    expect(refused.headers["x-ms-ratelimit-remaining-subscription-deletes"]).toBe("0");
  });

  it("serves what is malformed and what is hostile as it stands", async () => {
    const { simulator, dana } = azure;
    simulator.reset(hostileNames);
    const items = await dana.list(`${test}/${vaults}`);
    expect(items).toContain(null);
    expect(items).toContain("a string");
    expect(items).toContainEqual(
      expect.objectContaining({ name: "[x](command:workbench.action.quit)" }),
    );
  });

  it("says who deleted something", async () => {
    const { dana } = azure;
    const since = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const id = `${production}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai-support-prod`;
    const filter = encodeURIComponent(`eventTimestamp ge '${since}' and resourceUri eq '${id}'`);
    const events = await dana.list(
      `${production}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${filter}`,
    );
    expect(events).toEqual([
      expect.objectContaining({
        caller: "dana@contoso.example",
        operationName: expect.objectContaining({
          value: "Microsoft.CognitiveServices/accounts/delete",
        }) as unknown,
      }),
    ]);
  });
});
