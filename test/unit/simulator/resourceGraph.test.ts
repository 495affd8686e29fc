import { describe, expect, it } from "vitest";
import type { ScenarioSubscription } from "../../simulator/scenario";
import { contoso, dana, danaAs, fabrikam } from "../../simulator/scenarios/people";
import { errorOf, json, names, type Answer } from "./client";
import { useSimulator } from "./useSimulator";

const address = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
const one = "aaaaaaaa-0000-4000-8000-00000000000a";
const other = "aaaaaaaa-0000-4000-8000-00000000000b";
const foreign = "aaaaaaaa-0000-4000-8000-00000000000c";
const groupType = "microsoft.resources/subscriptions/resourcegroups";

function subscription(id: string, more: Partial<ScenarioSubscription> = {}): ScenarioSubscription {
  return {
    id,
    name: `Subscription ${id.slice(-1)}`,
    tenantId: contoso.id,
    roleAssignments: [danaAs("Owner")],
    resourceGroups: [{ name: "RG-Main", location: "swedencentral", tags: { team: "one" } }],
    ...more,
  };
}

const vaults = ["kv-c", "kv-a", "kv-b"].map((name) => ({
  name,
  resourceGroup: "RG-Main",
  location: "westeurope",
  purgeProtected: name === "kv-a",
}));

const account = {
  name: "aoai",
  kind: "OpenAI",
  sku: "S0",
  resourceGroup: "RG-Main",
  location: "eastus2",
};

describe("Resource Graph", () => {
  const azure = useSimulator({
    scenario: {
      name: "graph",
      tenants: [contoso, fabrikam],
      people: [dana],
      subscriptions: [
        subscription(one, {
          vaults,
          accounts: [account],
        }),
        subscription(other, { vaults: vaults.slice(0, 1) }),
        subscription(foreign, { tenantId: fabrikam.id, vaults }),
      ],
    },
  });

  function ask(
    query: string,
    options: object = {},
    subscriptions: readonly string[] | undefined = [one],
  ): Promise<Answer> {
    return azure.dana.send("POST", address, { subscriptions, query, options });
  }

  async function rows(query: string, subscriptions?: readonly string[]): Promise<unknown[]> {
    return json(await ask(query, {}, subscriptions))["data"] as unknown[];
  }

  it("has the live resources with every column, in Resource Graph's spelling", async () => {
    const answer = json(await ask("resources | where name == 'kv-a'"));
    expect(answer).toMatchObject({
      totalRecords: 1,
      count: 1,
      facets: [],
      resultTruncated: "false",
    });
    expect(answer["data"]).toEqual([
      expect.objectContaining({
        id: `/subscriptions/${one}/resourceGroups/RG-Main/providers/Microsoft.KeyVault/vaults/kv-a`,
        name: "kv-a",
        type: "microsoft.keyvault/vaults",
        location: "westeurope",
        resourceGroup: "rg-main",
        subscriptionId: one,
        tenantId: contoso.id,
        tags: null,
        properties: expect.objectContaining({ enablePurgeProtection: true }) as unknown,
      }),
    ]);
  });

  it("has subscriptions and resource groups in a table of their own", async () => {
    expect(
      await rows("resourcecontainers | project name, type, location | order by type asc"),
    ).toEqual([
      { name: "Subscription a", type: "microsoft.resources/subscriptions", location: "" },
      { name: "RG-Main", type: groupType, location: "swedencentral" },
    ]);
    expect(await rows("recoveryservicesresources")).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ["where type =~ 'Microsoft.KeyVault/vaults'", ["kv-c", "kv-a", "kv-b"]],
    ["where type == 'Microsoft.KeyVault/vaults'", []],
    ["where type != 'microsoft.keyvault/vaults'", ["aoai"]],
    ["where name in ('kv-a', 'AOAI')", ["kv-a"]],
    ['where name in~ ("kv-a", "AOAI")', ["aoai", "kv-a"]],
    ["where name !in~ ('KV-A', 'aoai')", ["kv-c", "kv-b"]],
    ["where name contains 'V-' and not(name startswith 'kv-c')", ["kv-a", "kv-b"]],
    ["where tobool(properties.enablePurgeProtection)", ["kv-a"]],
    ["where tobool(properties['enablePurgeProtection']) == true", ["kv-a"]],
    [
      "where isempty(properties.nothing.at.all) and name == 'aoai' or name == 'kv-b'",
      ["aoai", "kv-b"],
    ],
    ["where name == 'aoai' and (name == 'kv-a' or kind =~ 'openai')", ["aoai"]],
    ["where isnotempty(kind) // only accounts have one", ["aoai"]],
    ["order by name asc", ["aoai", "kv-a", "kv-b", "kv-c"]],
    ["sort by name", ["kv-c", "kv-b", "kv-a", "aoai"]],
    ["sort by type asc, name desc", ["aoai", "kv-c", "kv-b", "kv-a"]],
    ["order by name asc | limit 2", ["aoai", "kv-a"]],
    ["where name == 'kv-a' | union (resources | where name == 'kv-b')", ["kv-a", "kv-b"]],
    ["where name == 'kv-a' | union resourcecontainers", ["kv-a", "Subscription a", "RG-Main"]],
  ])("answers resources | %s", async (query, expected) => {
    expect(names(await rows(`resources | ${query}`))).toEqual(expected);
  });

  it("computes columns, and gives null where there is nothing", async () => {
    const query = `Resources
      | where name in ('aoai', 'kv-a')
      | extend protected = tobool(properties.enablePurgeProtection)
      | project name, protected, properties.sku.name, upper = tostring(protected), tags
      | union (resourcecontainers | where type =~ '${groupType}' | project name, group = tolower(name))
      | order by name desc`;
    expect(await rows(query)).toEqual([
      {
        name: "kv-a",
        protected: true,
        properties_sku_name: "standard",
        upper: "true",
        tags: null,
        group: null,
      },
      {
        name: "aoai",
        protected: null,
        properties_sku_name: null,
        upper: "",
        tags: null,
        group: null,
      },
      {
        name: "RG-Main",
        protected: null,
        properties_sku_name: null,
        upper: null,
        tags: null,
        group: "rg-main",
      },
    ]);
  });

  it("counts, and gives a table to whoever wants one", async () => {
    expect(await rows("resources | count")).toEqual([{ Count: 4 }]);
    const answer = json(
      await ask("resources | project name, tags | limit 1", { resultFormat: "table" }),
    );
    expect(answer["data"]).toEqual({
      columns: [
        { name: "name", type: "string" },
        { name: "tags", type: "object" },
      ],
      rows: [["aoai", null]],
    });
  });

  it("pages by a token that it alone understands, and calls no page truncated", async () => {
    const query = "resources | project id, name | order by name asc";
    const found: unknown[] = [];
    let token: unknown;
    do {
      const options = token === undefined ? { $top: 3 } : { $top: 3, $skipToken: token };
      const page = json(await ask(query, options, [one, other]));
      expect(page).toMatchObject({ totalRecords: 5, resultTruncated: "false" });
      found.push(...names(page["data"] as unknown[]));
      token = page["$skipToken"];
    } while (token !== undefined);
    expect(found).toEqual(["aoai", "kv-a", "kv-b", "kv-c", "kv-c"]);
  });

  it("pages by its own size too, and skips", async () => {
    azure.simulator.state.pageSize = 2;
    const query = "resources | project name | order by name asc";
    expect(json(await ask(query))).toMatchObject({
      count: 2,
      $skipToken: expect.any(String) as unknown,
    });
    expect(names(json(await ask(query, { $skip: 3 }))["data"] as unknown[])).toEqual(["kv-c"]);
  });

  it.each(["resources | project id | limit 4", "resources | project tags, properties"])(
    "cannot page %s, and says that it left something out",
    async (query) => {
      const answer = json(await ask(query, { $top: 2 }));
      expect(answer).toMatchObject({ count: 2, totalRecords: 4, resultTruncated: "true" });
      expect(answer).not.toHaveProperty("$skipToken");
    },
  );

  it("refuses a token of another query, and options that are none", async () => {
    const first = json(await ask("resources | project id", { $top: 1 }));
    for (const [query, options] of [
      ["resources | project name", { $skipToken: first["$skipToken"] }],
      ["resources | project id", { $skipToken: "abc" }],
      ["resources", { $top: 1001 }],
      ["resources", { $top: 0 }],
    ] as const) {
      const answer = await ask(query, options);
      expect([answer.status, errorOf(answer).code]).toEqual([400, "BadRequest"]);
    }
  });

  it.each<[string, string, object]>([
    ["resources | where name = 'x'", "ParserFailure", { token: "=", line: 1 }],
    ["resources | where name == 'x", "ParserFailure", { token: "'" }],
    ["resources |\n where", "ParserFailure", { token: "<EOF>", line: 2 }],
    ["resources | join kind=inner (resources) on id", "ParserFailure", { token: "join" }],
    ["resources | project tolower(name)", "ParserFailure", { token: "tolower" }],
    ["resources | project Name", "InvalidColumnName", {}],
    ["resources | extend a = strcat(name)", "UnsupportedFunction", {}],
    ["resources | extend a = tolower(name, name)", "UnsupportedFunction", {}],
    ["resources | union recoveryservicesresources", "UnsupportedUnion", {}],
    ["resources | union resources, resources | union resources, resources", "UnsupportedUnion", {}],
  ])("refuses %j with %s", async (query, code, more) => {
    const answer = await ask(query);
    expect([answer.status, errorOf(answer).code]).toEqual([400, "BadRequest"]);
    expect(errorOf(answer)).toMatchObject({
      message: expect.stringMatching(/^Please provide below info when asking/) as unknown,
      details: [{ code: "InvalidQuery" }, { code, ...more }],
    });
  });

  it("has not every table", async () => {
    const answer = await ask("advisorresources | project id");
    expect(errorOf(answer)).toMatchObject({
      code: "BadRequest",
      details: [
        {
          code: "DisallowedLogicalTableName",
          message: "Table advisorresources is invalid, unsupported or disallowed.",
        },
      ],
    });
  });

  it("needs a query, and its own api-version", async () => {
    expect((await azure.dana.send("POST", address, {})).status).toBe(400);
    expect((await azure.dana.send("POST", address, [])).status).toBe(400);
    const version = address.replace("2022-10-01", "1999-01-01");
    const refused = await azure.dana.send("POST", version, { query: "resources" });
    expect(errorOf(refused).code).toBe("NoRegisteredProviderFound");
    expect((await azure.dana.get(address)).status).toBe(405);
  });

  describe("looks only where it may", () => {
    const ids = "resources | project subscriptionId, name";

    it("at the tenant's own subscriptions, without a word about others", async () => {
      const wanted = [other.toUpperCase(), foreign, "00000000-0000-4000-8000-000000000000"];
      expect(await rows(ids, wanted)).toEqual([{ subscriptionId: other, name: "kv-c" }]);
    });

    it("at all of them when none are named", async () => {
      const answer = await azure.dana.send("POST", address, { query: ids });
      expect(json(answer)["totalRecords"]).toBe(5);
    });

    it("and refuses where nothing is left", async () => {
      const answer = await ask(ids, {}, [foreign]);
      expect(answer.status).toBe(400);
      expect(errorOf(answer)).toMatchObject({
        code: "BadRequest",
        details: [{ code: "NoValidSubscriptionsInQueryRequest" }],
      });
      const tooMany = await ask(ids, {}, Array<string>(1001).fill(one));
      expect(errorOf(tooMany)).toMatchObject({ details: [{ code: "TooManySubscriptions" }] });
    });

    it("and at what the caller may read there", async () => {
      azure.simulator.reset({
        ...azure.simulator.state.scenario,
        subscriptions: [
          subscription(one, {
            roleAssignments: [danaAs("Reader", "rg-other"), danaAs("Key Vault Purge Operator")],
            resourceGroups: ["rg-main", "rg-other"].map((name) => ({ name, location: "westus" })),
            vaults: vaults.map((vault, index) => ({
              ...vault,
              resourceGroup: index === 0 ? "rg-other" : "rg-main",
            })),
          }),
        ],
      });
      await azure.signInAgain();
      expect(names(await rows("resources"))).toEqual(["kv-c"]);
      expect(names(await rows("resourcecontainers"))).toEqual(["rg-other"]);
    });
  });

  it("says how often it may still be asked, and refuses beyond that", async () => {
    const answers: Answer[] = [];
    for (let asked = 0; asked < 16; asked += 1) {
      answers.push(await ask("resources | count"));
    }
    expect(answers[0]?.headers).toMatchObject({
      "x-ms-user-quota-remaining": "14",
      "x-ms-user-quota-resets-after": expect.stringMatching(/^00:00:0[1-5]$/) as unknown,
    });
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(last && errorOf(last)).toMatchObject({
      code: "RateLimiting",
      details: [{ code: "RateLimiting" }],
    });
    azure.simulator.state.time.advance(6);
    expect((await ask("resources | count")).status).toBe(200);
    azure.simulator.state.throttling = false;
    const free = await ask("resources | count");
    expect(free.headers).not.toHaveProperty("x-ms-user-quota-remaining");
  });

  it("stays behind where it is told to", async () => {
    const path = `/subscriptions/${one}/resourceGroups/RG-Main/providers/Microsoft.KeyVault/vaults/kv-a?api-version=2026-02-01`;
    azure.simulator.state.graphLagSeconds = 60;
    const query = "resources | where name == 'kv-a'";
    expect(await rows(query)).toHaveLength(1);
    azure.simulator.state.subscription(one)?.vaults.splice(1, 1);
    expect((await azure.dana.get(path)).status).toBe(404);
    expect(await rows(query)).toHaveLength(1);
    azure.simulator.state.time.advance(61);
    expect(await rows(query)).toEqual([]);
  });
});

describe("the list of a subscription's resources", () => {
  const azure = useSimulator({
    scenario: {
      name: "list",
      tenants: [contoso],
      people: [dana],
      subscriptions: [
        subscription(one, {
          vaults,
          accounts: [account],
        }),
      ],
    },
  });
  const list = `/subscriptions/${one}/resources?api-version=2021-04-01`;

  it("has all of them", async () => {
    const items = await azure.dana.list(list);
    expect(names(items)).toEqual(["aoai", "kv-c", "kv-a", "kv-b"]);
    expect(items[0]).toEqual({
      id: `/subscriptions/${one}/resourceGroups/RG-Main/providers/Microsoft.CognitiveServices/accounts/aoai`,
      name: "aoai",
      type: "Microsoft.CognitiveServices/accounts",
      location: "eastus2",
      tags: {},
    });
  });

  it("has those of the types asked for, on all pages", async () => {
    azure.simulator.state.pageSize = 2;
    const filter = encodeURIComponent(
      "resourceType eq 'Microsoft.KeyVault/vaults' or resourceType eq 'Microsoft.Nothing/things'",
    );
    expect(names(await azure.dana.list(`${list}&$filter=${filter}`))).toEqual([
      "kv-c",
      "kv-a",
      "kv-b",
    ]);
  });

  it("has those of a name, whatever its case", async () => {
    const named = (name: string): string =>
      `${list}&$filter=${encodeURIComponent(`name eq '${name}'`)}`;
    expect(names(await azure.dana.list(named("KV-A")))).toEqual(["kv-a"]);
    expect(names(await azure.dana.list(named("it''s")))).toEqual([]);
  });

  it("refuses a filter it does not know", async () => {
    const answer = await azure.dana.get(`${list}&$filter=${encodeURIComponent("kind eq 'x'")}`);
    expect([answer.status, errorOf(answer).code]).toEqual([400, "InvalidFilterInQueryString"]);
  });
});
