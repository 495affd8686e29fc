import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccountProblem, Subscription } from "../../src/account/account";
import type { ArmClient } from "../../src/azure/armClient";
import type { NameAnswer } from "../../src/features/nameLookup/nameAnswer";
import { NameFinder } from "../../src/features/nameLookup/nameFinder";
import { waitUntilTrue } from "../../src/operations/steps/postconditions";
import { services as all } from "../../src/services/index";
import { appConfiguration } from "../../src/services/appConfiguration";
import { contosoFriday } from "../simulator/scenarios/contosoFriday";
import { everyService } from "../simulator/scenarios/everyService";
import type { Scenario } from "../simulator/scenario";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { connectTo, HurriedClock, subscriptionsOf } from "./connecting";
import { vaults } from "../unit/features/nameLookup/capturedMessages";
import { silent } from "../unit/operations/harness";

const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const graph = "/providers/Microsoft.ResourceGraph/resources";

// Enough to see what one does beside the others.
const services = all.filter(
  (service) => service.nameCheck !== undefined || service.id === "cosmosDbSoftDeleted",
);

interface Setting {
  readonly problems?: readonly AccountProblem[];
  readonly chosen?: readonly string[];
  /** Of those that are reachable; all but the tenant that demands more when left out. */
  readonly reach?: (subscription: Subscription) => boolean;
}

function holding({ deleted, live, checks }: NameAnswer): readonly string[] {
  return [
    ...deleted.map(({ resource }) => `deleted ${resource.serviceId} ${resource.name}`),
    ...live.map(({ id }) => `live ${id.split("/").slice(-2).join("/")}`),
    ...checks.map(({ serviceId, answer }) => `${serviceId} ${answer}`),
  ];
}

beforeAll(() => {
  // Node takes further authorities only when it starts.
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  vi.stubEnv("NODE_NO_WARNINGS", "1");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

describe("what holds a name", () => {
  let simulator: Simulator;
  const arms = new Map<string, Promise<ArmClient>>();
  const { signal } = new AbortController();

  function finderOf({ problems = [], chosen, reach = () => true }: Setting = {}): NameFinder {
    const scenario: Scenario = contosoFriday;
    const subscriptions = subscriptionsOf(scenario).filter(
      (one) => one.name !== "Northwind Legacy" && reach(one),
    );
    return new NameFinder({
      services,
      chosenServices: () => chosen,
      readSubscriptions: async (report) => {
        report({ subscriptions, problems });
      },
      connect: async ({ tenantId }) => {
        const arm = arms.get(tenantId) ?? connectTo(simulator, tenantId);
        arms.set(tenantId, arm);
        return arm;
      },
      endpoint: async () => simulator.url,
      logger: silent,
    });
  }

  beforeAll(async () => {
    simulator = await startSimulator({ timeScale: 0, scenario: contosoFriday });
  });
  beforeEach(() => {
    // Each with limits of its own, which a person does not reach so soon.
    arms.clear();
    simulator.reset();
    simulator.clearFaults();
  });
  afterAll(() => simulator.close());

  it("is a soft-deleted resource, whatever the case of its name, with where it is", async () => {
    const answer = await finderOf().find("KV-Support-Prod", signal);
    expect(holding(answer)).toEqual(["deleted keyVault kv-support-prod"]);
    expect(answer.deleted[0]?.subscription.name).toBe("Contoso Production");
    expect(answer.unread).toEqual({ subscriptions: [expect.anything()], accounts: [] });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });

  it("is a live resource, found by Resource Graph", async () => {
    const answer = await finderOf().find("aoai-payments-prod", signal);
    expect(holding(answer)).toEqual(["live accounts/aoai-payments-prod"]);
    expect(answer.live[0]?.subscription.name).toBe("Contoso Production");
  });

  it("is an account by its subdomain, live or soft-deleted", async () => {
    const arm = await connectTo(simulator, subscriptionsOf(contosoFriday)[0]?.tenantId ?? "");
    const account = {
      path: `${production}/resourceGroups/rg-payments/providers/Microsoft.CognitiveServices/accounts/oai-b`,
      apiVersion: "2025-06-01",
    };
    const made = {
      location: "swedencentral",
      kind: "OpenAI",
      sku: { name: "S0" },
      properties: { customSubDomainName: "oai-sub" },
    };
    await arm.send({ ...account, method: "PUT", body: made });
    const find = async (): Promise<readonly string[]> =>
      holding(
        await finderOf().find(
          "CustomDomainInUse: The subdomain name 'OAI-sub' is not available as it's already used by a resource.",
          signal,
        ),
      );
    expect(await find()).toEqual(["live accounts/oai-b"]);
    await arm.send({ ...account, method: "DELETE" });
    expect(await find()).toEqual(["deleted cognitiveServices oai-b"]);
    const other = { ...account, path: account.path.replace("oai-b", "oai-c") };
    await expect(arm.send({ ...other, method: "PUT", body: made })).rejects.toMatchObject({
      failure: { code: "CustomDomainInUse" },
    });
  });

  it("is found by lists where Resource Graph is refused", async () => {
    simulator.addFault({
      match: { method: "POST", path: graph },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    expect(holding(await finderOf().find("AOAI-payments-prod", signal))).toEqual([
      "live accounts/aoai-payments-prod",
    ]);
  });

  it("is looked for in the type that the text tells, and in no other", async () => {
    const { requests } = simulator;
    const before = requests.length;
    const answer = await finderOf().find("https://kv-support-prod.vault.azure.net/", signal);
    expect(holding(answer)).toEqual(["deleted keyVault kv-support-prod"]);
    expect(requests.slice(before).some(({ path }) => path.includes("CognitiveServices"))).toBe(
      false,
    );
    const id = `${production}/resourceGroups/rg-support/providers/${vaults}/aoai-support-prod`;
    expect(holding(await finderOf().find(id, signal))).toEqual(["keyVault free"]);
  });

  it("is of the type alone where a message has no name: the latest deletion first", async () => {
    const answer = await finderOf().find(
      "ConflictError: A vault with the same name already exists in deleted state.",
      signal,
    );
    expect(answer.query).toEqual({ resourceType: vaults });
    expect(answer.deleted.map(({ resource }) => resource.name)).toEqual([
      "kv-payments-prod",
      "kv-dev-scratch",
      "kv-cmk-prod",
      "kv-support-prod",
      "kv-dev-old",
    ]);
    expect([answer.live, answer.checks]).toEqual([[], []]);
  });

  it("is nobody, in each provider's own words", async () => {
    const answer = await finderOf().find("kv-brand-new", signal);
    // What no subscription has registered cannot be asked, and is nobody's either.
    expect(holding(answer)).toEqual(["cognitiveServices free", "keyVault free", "storage invalid"]);
    expect(answer.checks.at(-1)?.said).toMatch(/is not a valid storage account name/);
    expect(answer.subscriptions).toBe(5);
  });

  it("is somebody who cannot be seen, by the provider's word", async () => {
    const answer = await finderOf({ reach: ({ name }) => name === "Contoso Development" }).find(
      "https://kv-platform-prod.vault.azure.net",
      signal,
    );
    expect(holding(answer)).toEqual(["keyVault taken"]);
    expect(answer.checks[0]?.through?.name).toBe("Contoso Development");
    expect(answer.checks[0]?.said).toMatch(/already in use/);
  });

  it("asks a provider through another subscription where the first refuses", async () => {
    simulator.addFault({
      match: { method: "POST", path: `${production}/providers/Microsoft.KeyVault/checkName` },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    const id = `${production}/resourceGroups/rg/providers/${vaults}/kv-new`;
    const [check] = (await finderOf().find(id, signal)).checks;
    expect([check?.answer, check?.through?.subscriptionId]).toEqual([
      "free",
      expect.not.stringMatching(/0001$/),
    ]);
  });

  it("is not known where no provider answers", async () => {
    simulator.addFault({
      match: { method: "POST", path: "/checkNameAvailability" },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    const [check] = (await finderOf().find("https://kv-new.vault.azure.net", signal)).checks;
    expect(check).toMatchObject({ answer: "unknown", failure: { code: "AuthorizationFailed" } });
    expect(check?.through).toBeUndefined();
  });

  it("says what could not be read: subscriptions, tenants, and what of them", async () => {
    const problem: AccountProblem = { kind: "signInNeeded", tenantId: "n", message: "Sign in." };
    simulator.addFault({
      match: { method: "GET", path: "/providers/Microsoft.KeyVault/deletedVaults" },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    simulator.addFault({
      match: { method: "POST", path: graph },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    simulator.addFault({
      match: { method: "GET", path: `${production}/resources` },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "no" },
    });
    const { unread } = await finderOf({ problems: [problem] }).find(
      "https://kv-new.vault.azure.net",
      signal,
    );
    expect(unread.accounts).toEqual([problem]);
    expect(
      unread.subscriptions.map(({ subscription, serviceIds, live }) => [
        subscription.name,
        serviceIds,
        live,
      ]),
    ).toEqual([
      ["Contoso Development", ["keyVault"], false],
      ["Contoso Empty", ["keyVault"], false],
      ["Contoso Production", ["keyVault"], true],
      ["Contoso Sandbox", ["keyVault"], false],
      ["Fabrikam Shared", ["keyVault"], false],
    ]);
  });

  it("leaves services that are off to the setting", async () => {
    const before = simulator.requests.length;
    await finderOf().find("x", signal);
    await finderOf({ chosen: ["cosmosDbSoftDeleted"] }).find("x", signal);
    const asked = simulator.requests.slice(before);
    expect(asked.every(({ path }) => !path.includes("softDeletedDatabaseAccounts"))).toBe(true);
  });

  it("is nothing for a text that names nothing, and asks nobody", async () => {
    const before = simulator.requests.length;
    const answer = await finderOf().find("something went wrong and nobody knows why", signal);
    expect(answer.query).toBeUndefined();
    expect(simulator.requests.length).toBe(before);
  });

  it.each(["o'hara", "back\\slash", "x' or 1 eq 1 or name eq 'y", "a\u0000b"])(
    "survives the name %j",
    async (name) => {
      const answer = await finderOf().findQuery({ name }, signal);
      expect([answer.deleted, answer.live]).toEqual([[], []]);
      expect(answer.unread.subscriptions.every(({ live }) => !live)).toBe(true);
    },
  );

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    simulator.addFault({
      match: { method: "GET", path: "/deletedVaults" },
      effect: { kind: "latency", milliseconds: 5000 },
    });
    const finding = finderOf().find("kv-support-prod", controller.signal);
    setTimeout(() => {
      controller.abort(new Error("enough"));
    }, 100);
    await expect(finding).rejects.toThrow("enough");
  });
});

describe("a purged name", () => {
  it("is waited for by the same question until it is free, or for so long", async () => {
    // Azure takes 30 seconds over it, the simulator half a second.
    const simulator = await startSimulator({ timeScale: 0.02, scenario: everyService });
    try {
      const [platform] = subscriptionsOf(everyService);
      const subscriptionId = platform?.subscriptionId ?? "";
      const arm = await connectTo(simulator, platform?.tenantId ?? "");
      const check = appConfiguration.nameCheck?.("appcs-platform", subscriptionId);
      expect(check).toBeDefined();
      if (check !== undefined) {
        const { signal } = new AbortController();
        const wait = (seconds: number): Promise<boolean> =>
          waitUntilTrue(check, { arm, clock: new HurriedClock(), seconds, signal });
        expect(await wait(30)).toBe(false);
        await arm.send({
          method: "POST",
          path: `/subscriptions/${subscriptionId}/providers/Microsoft.AppConfiguration/locations/swedencentral/deletedConfigurationStores/appcs-platform/purge`,
          apiVersion: check.request.apiVersion,
        });
        expect(await wait(1)).toBe(false);
        expect(await wait(100_000)).toBe(true);
      }
    } finally {
      await simulator.close();
    }
  });
});
