import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activityRequest } from "../../src/azure/activityLog";
import { pathAndQuery } from "../../src/azure/armRequest";
import { providersRequest } from "../../src/azure/providers";
import { graphRequest } from "../../src/azure/resourceGraph";
import { objectAt, type JsonObject } from "../simulator/json";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { ArmClient, type Answer } from "../unit/simulator/client";
import { findOpenApiFolder, loadOpenApi, type OpenApi } from "./openApi";

const folder = findOpenApiFolder();

const subscriptionId = "aaaaaaaa-0000-4000-8000-000000000001";
const subscription = `/subscriptions/${subscriptionId}`;
const sandbox = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000003";
const cognitive = "providers/Microsoft.CognitiveServices";
const keyVault = "providers/Microsoft.KeyVault";
const cognitiveVersion = "api-version=2025-06-01";
const keyVaultVersion = "api-version=2026-02-01";

const lastDay = { subscriptionId, since: Date.now() - 86_400_000, until: Date.now() };

const restore = { location: "swedencentral", properties: { restore: true } };
const vault = {
  location: "swedencentral",
  properties: {
    tenantId: "11111111-1111-4111-8111-111111111111",
    sku: { family: "A", name: "standard" },
  },
};
const recovery = { ...vault, properties: { ...vault.properties, createMode: "recover" } };

function account(group: string, name: string): string {
  return `${subscription}/resourceGroups/${group}/${cognitive}/accounts/${name}?${cognitiveVersion}`;
}

function deletedAccount(location: string, group: string, name: string): string {
  return `${subscription}/${cognitive}/locations/${location}/resourceGroups/${group}/deletedAccounts/${name}?${cognitiveVersion}`;
}

function liveVault(group: string, name: string): string {
  return `${subscription}/resourceGroups/${group}/${keyVault}/vaults/${name}?${keyVaultVersion}`;
}

function deletedVault(name: string, rest = ""): string {
  return `${subscription}/${keyVault}/locations/swedencentral/deletedVaults/${name}${rest}?${keyVaultVersion}`;
}

/** A request, and the status that shows it was answered in the way that is meant to be checked. */
type Exchange = readonly [method: string, url: string, status: number, body?: unknown];

const exchanges: readonly Exchange[] = [
  ["GET", `${subscription}/${cognitive}/deletedAccounts?${cognitiveVersion}`, 200],
  ["GET", deletedAccount("swedencentral", "rg-support", "aoai-support-prod"), 200],
  ["GET", deletedAccount("eastus2", "rg-research", "foundry-research"), 200],
  ["GET", deletedAccount("swedencentral", "rg-support", "vision-labels"), 200],
  ["GET", deletedAccount("swedencentral", "rg-support", "never-was"), 404],
  ["GET", `${sandbox}/${cognitive}/deletedAccounts?${cognitiveVersion}`, 200],
  ["PUT", account("rg-support", "aoai-support-prod"), 409, { ...restore, properties: {} }],
  ["PUT", account("rg-support", "never-was"), 400, restore],
  ["PUT", account("rg-research", "foundry-research"), 404, restore],
  ["PUT", account("rg-support", "aoai-support-prod"), 201, restore],
  ["GET", account("rg-support", "aoai-support-prod"), 200],
  ["GET", account("rg-payments", "aoai-payments-prod"), 200],
  ["GET", `${subscription}/${cognitive}/accounts?${cognitiveVersion}`, 200],
  ["DELETE", deletedAccount("eastus2", "rg-research", "foundry-research"), 202],
  ["DELETE", deletedAccount("eastus2", "rg-research", "foundry-research"), 409],
  ["DELETE", deletedAccount("eastus2", "rg-research", "never-was"), 204],
  ["DELETE", account("rg-payments", "aoai-payments-prod"), 200],
  [
    "DELETE",
    `${sandbox}/${cognitive}/locations/northeurope/resourceGroups/rg-sandbox/deletedAccounts/aoai-sandbox?${cognitiveVersion}`,
    403,
  ],
  [
    "POST",
    `${subscription}/${cognitive}/checkDomainAvailability?${cognitiveVersion}`,
    200,
    { subdomainName: "vision-labels", type: "Microsoft.CognitiveServices/accounts" },
  ],
  ["GET", `${subscription}/${keyVault}/deletedVaults?${keyVaultVersion}`, 200],
  ["GET", `${sandbox}/${keyVault}/deletedVaults?${keyVaultVersion}`, 403],
  ["GET", deletedVault("kv-support-prod"), 200],
  ["GET", deletedVault("never-was"), 404],
  ["PUT", liveVault("rg-support", "kv-support-prod"), 409, vault],
  ["PUT", liveVault("rg-support", "kv-support-prod"), 200, recovery],
  ["PUT", liveVault("rg-support", "kv-support-prod"), 400, recovery],
  ["PUT", liveVault("rg-support", "kv-brand-new"), 201, vault],
  ["GET", liveVault("rg-support", "kv-support-prod"), 200],
  ["GET", liveVault("rg-support", "never-was"), 404],
  ["GET", `${subscription}/${keyVault}/vaults?${keyVaultVersion}`, 200],
  ["DELETE", liveVault("rg-support", "kv-brand-new"), 200],
  ["POST", deletedVault("kv-cmk-prod", "/purge"), 202],
  ["POST", deletedVault("kv-cmk-prod", "/purge"), 409],
  ["POST", deletedVault("never-was", "/purge"), 404],
  ["POST", deletedVault("kv-payments-prod", "/purge").replace("swedencentral", "westeurope"), 405],
  [
    "POST",
    `${subscription}/${keyVault}/checkNameAvailability?${keyVaultVersion}`,
    200,
    { name: "kv-payments-prod", type: "Microsoft.KeyVault/vaults" },
  ],
  ["HEAD", `${subscription}/resourcegroups/rg-research?api-version=2024-07-01`, 404],
  [
    "PUT",
    `${subscription}/resourcegroups/rg-research?api-version=2024-07-01`,
    201,
    { location: "eastus2" },
  ],
  ["HEAD", `${subscription}/resourcegroups/rg-research?api-version=2024-07-01`, 204],
  ["GET", `${subscription}/resourcegroups/rg-research?api-version=2024-07-01`, 200],
  ["DELETE", `${subscription}/resourcegroups/rg-research?api-version=2024-07-01`, 202],
  ["GET", `${subscription}/resourcegroups?api-version=2024-07-01`, 200],
  [
    "GET",
    `${sandbox}/resourcegroups/rg-sandbox/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`,
    200,
  ],
  ["GET", pathAndQuery(providersRequest(subscriptionId)), 200],
  ["GET", pathAndQuery(activityRequest({ ...lastDay, provider: "Microsoft.KeyVault" })), 200],
  [
    "GET",
    `${subscription}/resources?api-version=2021-04-01&$filter=${encodeURIComponent("resourceType eq 'Microsoft.KeyVault/vaults'")}`,
    200,
  ],
  ["GET", `${subscription}/resources?api-version=2021-04-01&$filter=nonsense`, 400],
  query("resources | project id, name", 200),
  query("resourcecontainers", 200, { resultFormat: "table" }),
  query("resources | project id", 200, { $top: 1 }),
  // Where a query does not even parse, Azure says so in numbers that its file has as objects.
  query("resources | project Nothing", 400),
  query("nothing", 400),
];

/** The product's own request, with options of the test's own. */
function query(text: string, status: number, options: JsonObject = {}): Exchange {
  const request = graphRequest(text, [subscriptionId]);
  const own = objectAt(request.body, "options");
  const body = { ...request.body, options: { ...own, ...options } };
  return [request.method, pathAndQuery(request), status, body];
}

function bodyOf(answer: Answer): { readonly body?: unknown } {
  return answer.text === "" ? {} : { body: JSON.parse(answer.text) as unknown };
}

describe.skipIf(folder === undefined)("the simulator against the published OpenAPI files", () => {
  let openApi: OpenApi;
  let simulator: Simulator;
  let dana: ArmClient;

  beforeAll(async () => {
    [openApi, simulator] = await Promise.all([
      loadOpenApi(folder ?? ""),
      // Nothing a service takes its time for is over before the next request.
      startSimulator({ timeScale: 1 }),
    ]);
    dana = await ArmClient.signIn(simulator);
  });

  afterAll(() => simulator.close());

  for (const [method, url, status, body] of exchanges) {
    it(`${method} ${url}: ${String(status)}`, async () => {
      const request = { method, url, ...(body === undefined ? {} : { body }) };
      expect(await openApi.validateRequest(request)).toEqual({ errors: [] });
      const answer = await dana.send(method, url, body);
      expect(answer.status).toBe(status);
      const response = { status: answer.status, headers: answer.headers, ...bodyOf(answer) };
      expect(await openApi.validateResponse(request, response)).toEqual({ errors: [] });
    });
  }
});

describe.skipIf(folder === undefined)("the validation", () => {
  let openApi: OpenApi;

  beforeAll(async () => {
    openApi = await loadOpenApi(folder ?? "");
  });

  const recover = {
    method: "PUT",
    url: liveVault("rg-support", "kv-support-prod"),
    body: recovery,
  };
  const list = {
    method: "GET",
    url: `${subscription}/${cognitive}/deletedAccounts?${cognitiveVersion}`,
  };

  it.each([
    ["a missing location", { ...recover, body: { properties: recovery.properties } }],
    [
      "an unknown create mode",
      { ...recover, body: { ...vault, properties: { ...vault.properties, createMode: "revive" } } },
    ],
    ["a missing body", { method: "PUT", url: recover.url }],
    ["a property nobody knows", { ...recover, body: { ...recovery, surprise: true } }],
    ["another api-version", { ...list, url: list.url.replace("2025-06-01", "2024-10-01") }],
    ["an unknown operation", { ...list, method: "DELETE" }],
    ["an unknown type", { ...list, url: list.url.replace("deletedAccounts", "goneAccounts") }],
    ["an unknown provider", { ...list, url: list.url.replace("CognitiveServices", "Nothing") }],
    [
      "a restore that is no boolean",
      {
        method: "PUT",
        url: account("rg-support", "aoai-support-prod"),
        body: { location: "swedencentral", properties: { restore: "true" } },
      },
    ],
  ])("finds %s in a request", async (_, request) => {
    expect((await openApi.validateRequest(request)).errors).not.toEqual([]);
  });

  it.each([
    ["a status that is not in the file", { status: 299, body: { value: [] } }],
    ["items that are none", { status: 200, body: { value: ["text"] } }],
    ["a list that is none", { status: 200, body: { value: {} } }],
    [
      "a date that is a number",
      { status: 200, body: { value: [{ properties: { deletionDate: 1 } }] } },
    ],
    ["a next link that is no text", { status: 200, body: { value: [], nextLink: 1 } }],
    ["an error without its envelope", { status: 404, body: { code: "NotFound", message: "" } }],
  ])("finds %s in a response", async (_, response) => {
    const headers = { "content-type": "application/json" };
    const found = await openApi.validateResponse(list, { ...response, headers });
    expect(found.errors).not.toEqual([]);
  });

  it("finds an operation that does not say where it can be followed", async () => {
    const request = { method: "POST", url: deletedVault("kv-cmk-prod", "/purge") };
    const found = await openApi.validateResponse(request, { status: 202, headers: {} });
    expect(found.errors).not.toEqual([]);
  });
});
