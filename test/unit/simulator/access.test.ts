import { describe, expect, it } from "vitest";
import { nothingDeleted } from "../../simulator/scenarios/forTests";
import { ArmClient, errorOf, fetchFrom, json, names, requestToken } from "./client";
import { useSimulator } from "./useSimulator";

const contoso = "11111111-1111-4111-8111-111111111111";
const northwind = "33333333-3333-4333-8333-333333333333";
const subscriptions = "/subscriptions?api-version=2022-12-01";
const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const sandbox = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000003";
const sandboxAccount = `${sandbox}/providers/Microsoft.CognitiveServices/locations/northeurope/resourceGroups/rg-sandbox/deletedAccounts/aoai-sandbox`;

describe("signing in", () => {
  const azure = useSimulator();

  it("names the people there are", async () => {
    const answer = await fetchFrom(azure.simulator, `${azure.simulator.loginUrl}people`);
    expect(JSON.parse(answer.text)).toEqual([
      expect.objectContaining({ username: "dana@contoso.example", homeTenantId: contoso }),
    ]);
  });

  it("shows each tenant's token its own subscriptions", async () => {
    const home = await ArmClient.signIn(azure.simulator);
    const items = (await home.list(subscriptions)) as Record<string, unknown>[];
    expect(items.map((item) => item["displayName"])).toEqual([
      "Contoso Production",
      "Contoso Development",
      "Contoso Sandbox",
      "Contoso Empty",
    ]);
    expect(await home.list("/tenants?api-version=2022-12-01")).toHaveLength(3);
    const guest = await ArmClient.signIn(azure.simulator, {
      tenantId: northwind,
      interactive: true,
    });
    expect(await guest.list(subscriptions)).toHaveLength(1);
  });

  it("demands a person where the tenant demands a second factor", async () => {
    const answer = await requestToken(azure.simulator, { tenantId: northwind });
    expect(answer.status).toBe(400);
    expect(json(answer)).toMatchObject({ error: "interaction_required" });
    expect(String(json(answer)["error_description"])).toMatch(/^AADSTS50076: /);
    const interactive = await requestToken(azure.simulator, {
      tenantId: northwind,
      interactive: true,
    });
    expect(interactive.status).toBe(200);
  });

  it("refuses whom it does not know", async () => {
    const answer = await requestToken(azure.simulator, { username: "mallory@contoso.example" });
    expect([answer.status, json(answer)["error"]]).toEqual([400, "invalid_grant"]);
  });
});

describe("tokens", () => {
  const azure = useSimulator();

  it("are asked for with a challenge where there is none", async () => {
    const answer = await fetchFrom(azure.simulator, subscriptions);
    expect([answer.status, errorOf(answer).code]).toEqual([401, "AuthenticationFailed"]);
    expect(answer.headers["www-authenticate"]).toContain(
      `Bearer authorization_uri="${azure.simulator.loginUrl}`,
    );
  });

  it("expire", async () => {
    azure.simulator.state.tokenLifetimeSeconds = 60;
    const dana = await ArmClient.signIn(azure.simulator);
    expect((await dana.get(subscriptions)).status).toBe(200);
    azure.simulator.state.time.advance(61);
    const answer = await dana.get(subscriptions);
    expect([answer.status, errorOf(answer).code]).toEqual([401, "ExpiredAuthenticationToken"]);
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  it("are good for one audience, and only as they were issued", async () => {
    const elsewhere = await ArmClient.signIn(azure.simulator, {
      scope: "https://vault.azure.net/.default",
    });
    const answer = await elsewhere.get(subscriptions);
    expect(errorOf(answer).code).toBe("InvalidAuthenticationTokenAudience");
    const dana = await ArmClient.signIn(azure.simulator, {
      scope: `${azure.simulator.url}//.default`,
    });
    expect((await dana.get(subscriptions)).status).toBe(200);
    const forged = await fetchFrom(azure.simulator, subscriptions, {
      headers: { Authorization: `Bearer ${azure.dana.token.slice(0, -2)}xx` },
    });
    expect(errorOf(forged).code).toBe("InvalidAuthenticationToken");
  });

  it("of another tenant do not reach a subscription", async () => {
    const guest = await ArmClient.signIn(azure.simulator, {
      tenantId: northwind,
      interactive: true,
    });
    const answer = await guest.get(`${production}?api-version=2022-12-01`);
    expect([answer.status, errorOf(answer).code]).toEqual([
      401,
      "InvalidAuthenticationTokenTenant",
    ]);
    expect(errorOf(answer).message).toContain(
      `It must match the tenant 'https://sts.windows.net/${contoso}/'`,
    );
  });

  it("must carry the claims of a challenge once one is made", async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"p1"}}}';
    azure.simulator.state.demandedClaims = claims;
    const dana = await ArmClient.signIn(azure.simulator);
    const answer = await dana.get(subscriptions);
    expect(answer.status).toBe(401);
    const challenge = answer.headers["www-authenticate"] ?? "";
    expect(challenge).toMatch(
      /^Bearer realm="", authorization_uri=".+", error="insufficient_claims"/,
    );
    const asked = /claims="([^"]+)"/.exec(challenge)?.[1] ?? "";
    expect(Buffer.from(asked, "base64").toString("utf8")).toBe(claims);

    const withClaims = await ArmClient.signIn(azure.simulator, { claims: asked });
    expect((await withClaims.get(subscriptions)).status).toBe(200);
  });
});

describe("permissions", () => {
  const azure = useSimulator();

  it("refuse a purge without the action at the subscription, in Azure's own sentence", async () => {
    const answer = await azure.dana.send("DELETE", `${sandboxAccount}?api-version=2025-06-01`);
    expect(answer.status).toBe(403);
    expect(errorOf(answer)).toEqual({
      code: "AuthorizationFailed",
      message: `The client 'dana@contoso.example' with object id 'da0ada0a-0000-4000-8000-00000000da0a' does not have authorization to perform action 'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete' over scope '${sandboxAccount}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    });
  });

  it("allow a recovery through the role on the group", async () => {
    const address = `${sandbox}/resourceGroups/rg-sandbox/providers/Microsoft.CognitiveServices/accounts/aoai-sandbox?api-version=2025-06-01`;
    const body = { location: "northeurope", properties: { restore: true } };
    expect((await azure.dana.send("PUT", address, body)).status).toBe(201);
  });

  it("refuse the list and the get of deleted vaults rather than answer with nothing", async () => {
    const keyVault = `${sandbox}/providers/Microsoft.KeyVault`;
    const listed = await azure.dana.get(`${keyVault}/deletedVaults?api-version=2026-02-01`);
    expect(errorOf(listed).message).toContain("'Microsoft.KeyVault/deletedVaults/read'");
    const got = await azure.dana.get(
      `${keyVault}/locations/westus/deletedVaults/none?api-version=2026-02-01`,
    );
    expect([listed.status, got.status]).toEqual([403, 403]);
  });

  it("let somebody list deleted vaults and see none of them", async () => {
    azure.simulator.reset({
      ...nothingDeleted,
      customRoles: [
        { name: "Lister", actions: ["Microsoft.KeyVault/deletedVaults/read"], notActions: [] },
      ],
      subscriptions: nothingDeleted.subscriptions.map((subscription) => ({
        ...subscription,
        roleAssignments: [{ username: "dana@contoso.example", role: "Lister" }],
        deletedVaults: [
          { name: "kv-unseen", resourceGroup: "rg", location: "westus", deletedDaysAgo: 1 },
        ],
      })),
    });
    const keyVault =
      "/subscriptions/dddddddd-0000-4000-8000-000000000001/providers/Microsoft.KeyVault";
    expect(await azure.dana.list(`${keyVault}/deletedVaults?api-version=2026-02-01`)).toEqual([]);
  });

  it("take the purge back from a Key Vault Contributor, and give it to a Purge Operator", async () => {
    const vault = { name: "kv-one", resourceGroup: "rg", location: "westus", deletedDaysAgo: 1 };
    const purge =
      "/subscriptions/dddddddd-0000-4000-8000-000000000001/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv-one/purge?api-version=2026-02-01";
    for (const [role, status] of [
      ["Key Vault Contributor", 403],
      ["Key Vault Purge Operator", 202],
    ] as const) {
      azure.simulator.reset({
        ...nothingDeleted,
        subscriptions: nothingDeleted.subscriptions.map((subscription) => ({
          ...subscription,
          roleAssignments: [{ username: "dana@contoso.example", role }],
          deletedVaults: [vault],
        })),
      });
      expect((await azure.dana.send("POST", purge)).status).toBe(status);
    }
  });

  it("are told at each scope, with what is taken back", async () => {
    const permissions = "providers/Microsoft.Authorization/permissions?api-version=2022-04-01";
    const atSubscription = await azure.dana.list(`${sandbox}/${permissions}`);
    const atGroup = await azure.dana.list(`${sandbox}/resourcegroups/rg-sandbox/${permissions}`);
    const atResource = await azure.dana.list(
      `${sandbox}/resourcegroups/rg-sandbox/providers/Microsoft.CognitiveServices/accounts/aoai-sandbox/${permissions}`,
    );
    expect([atSubscription.length, atGroup.length, atResource.length]).toEqual([1, 2, 2]);
    expect(atGroup[1]).toMatchObject({
      actions: ["*"],
      notActions: expect.arrayContaining(["Microsoft.Authorization/*/Write"]) as unknown,
    });
  });

  it("have one of their own for polling", async () => {
    const address = `${sandbox}/providers/Microsoft.KeyVault/locations/northeurope/operationResults/x?api-version=2026-02-01`;
    expect(errorOf(await azure.dana.get(address)).message).toContain(
      "'Microsoft.KeyVault/locations/operationResults/read'",
    );
  });

  it("show only the groups somebody may read", async () => {
    const items = await azure.dana.list(`${sandbox}/resourcegroups?api-version=2024-07-01`);
    expect(names(items)).toEqual(["rg-sandbox", "rg-sandbox-shared"]);
  });
});
