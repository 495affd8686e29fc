import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { outcomeOf, reasonOf } from "../../src/operations/operation";
import { commandStyles, renderPlan } from "../../src/features/copyCommand/renderPlan";
import { services } from "../../src/services/index";
import { startConnectProxy, type ConnectProxy } from "../host/connectProxy";
import { hostsOf } from "../simulator/clouds";
import type { Scenario } from "../simulator/scenario";
import { everyService } from "../simulator/scenarios/everyService";
import { useFolder } from "../unit/operations/harness";
import { useSimulator } from "../unit/simulator/useSimulator";
import { CloudWorld, clouds } from "./cloudWorld";
import { trustSimulators } from "./connecting";

const folder = useFolder();
trustSimulators();

/** What this test has a cloud lack; which real ones lack what is theirs to say. */
const lacking = ["Microsoft.CognitiveServices", "Microsoft.DocumentDB", "Microsoft.Synapse"];
const ofLacking = ["cognitiveServices", "cosmosDb", "cosmosDbSoftDeleted", "synapseSqlPool"];
const withoutThem: Scenario = { ...everyService, absentProviders: lacking };

/** The services whose reading failed. */
function failuresOf({ inventory }: CloudWorld): readonly string[] {
  return inventory.snapshot.subscriptions.flatMap(({ branches }) =>
    branches.filter(({ failure }) => failure !== undefined).map(({ service }) => service.id),
  );
}

describe.each(Object.entries(clouds))("in %s", (_, { simulated, configured }) => {
  const azure = useSimulator({
    scenario: everyService,
    cloud: simulated,
  });
  const [host = ""] = hostsOf(simulated);
  const isNational = simulated.settings["microsoft-sovereign-cloud.environment"] !== "custom";
  let proxy: ConnectProxy | undefined;

  beforeAll(async () => {
    // A cloud's name leads to the simulator only through it.
    proxy = await startConnectProxy({ [host]: azure.simulator.port });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
  });
  beforeEach(() => proxy?.startAnew());
  afterAll(async () => {
    vi.stubEnv("HTTPS_PROXY", "");
    await proxy?.close();
  });

  async function read(scenario: Scenario = everyService): Promise<CloudWorld> {
    azure.simulator.reset(scenario);
    const world = new CloudWorld(azure.simulator, configured, folder.path());
    await world.inventory.refresh();
    return world;
  }

  /** Whom the product asked about providers of these namespaces. */
  function askedOf(namespaces: readonly string[]): readonly string[] {
    const about = new RegExp(`/(${namespaces.join("|")})/`, "i");
    return azure.simulator.requests.map(({ path }) => path).filter((path) => about.test(path));
  }

  it("VS Code's settings lead to its Resource Manager, with a token for its audience", async () => {
    expect(configured.armEndpoint).toBe(simulated.armUrl);
    expect(`${configured.authorityHost}/`).toBe(simulated.loginUrl);
    expect(simulated.audiences).toContain(configured.scope.replace(/\/\.default$/, ""));
    expect(configured.isPublic).toBe(false);
  });

  it("reads what is deleted, with tokens of this cloud and from nowhere else", async () => {
    const world = await read();
    expect(world.problems).toEqual([]);
    expect(world.branches.get("keyVault")).toBe("read kv-platform");
    expect(world.branches.get("cognitiveServices")).toBe("read aoai-platform");
    expect([...world.commandLine.scopes]).toEqual([configured.scope]);
    const asked = azure.simulator.requests.filter(({ path }) => !path.startsWith("/login/"));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((request) => request.host !== host || request.status === 401)).toEqual([]);
    expect(new Set(proxy?.tunnels)).toEqual(new Set([host]));
    expect(proxy?.refused).toEqual([]);
  });

  it("does not read with a token for the public cloud", async () => {
    azure.simulator.reset(everyService);
    const scope = "https://management.core.windows.net/.default";
    const world = new CloudWorld(azure.simulator, { ...configured, scope }, folder.path());
    await world.inventory.refresh();
    expect(world.inventory.items).toEqual([]);
    expect(world.problems.map(({ failure }) => failure?.code)).toEqual([
      "InvalidAuthenticationTokenAudience",
    ]);
  });

  it("recovers, with a plan that names its endpoint", async () => {
    const world = await read();
    const proposal = await world.planner.recover(world.item("kv-platform"), {});
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    expect(proposal.plan.identity.endpoint).toBe(simulated.armUrl);
    const operation = await world.run(proposal.plan);
    expect([outcomeOf(operation), reasonOf(operation)]).toEqual(["succeeded", undefined]);
    await world.inventory.refresh();
    expect(world.branches.get("keyVault")).toBe("read");
  });

  it("shows commands that go to this cloud", async () => {
    const world = await read();
    const proposal = await world.planner.recover(world.item("kv-platform"), {});
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    for (const style of commandStyles) {
      const { text } = renderPlan(proposal.plan, style, { commands: [], visible: (one) => one });
      expect(text).not.toContain("azure.com");
    }
    const { text } = renderPlan(proposal.plan, "curl", { commands: [], visible: (one) => one });
    expect(text).toContain(simulated.armUrl);
  });

  it("sends nothing of a plan that was made for another cloud", async () => {
    const world = await read();
    const proposal = await world.planner.recover(world.item("kv-platform"), {});
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    const { plan } = proposal;
    azure.simulator.reset(everyService);
    const foreign = {
      ...plan,
      identity: { ...plan.identity, endpoint: "https://management.azure.com" },
    };
    const operation = await world.run(foreign);
    expect([outcomeOf(operation), reasonOf(operation)]).toEqual([
      "failed",
      expect.stringMatching(
        /This operation was started in a different Azure cloud, so nothing was sent\. Change the cloud setting back to continue\./,
      ),
    ]);
    expect(azure.simulator.requests).toEqual([]);
  });

  it("asks a documented gap for nothing: deleted image versions in national clouds", async () => {
    const world = await read();
    const galleries = azure.simulator.requests.filter(({ path }) => /\/galleries/i.test(path));
    expect(world.branches.get("computeGallery")).toMatch(isNational ? /^absent$/ : /^read ./);
    expect(galleries.length > 0).toBe(!isNational);
  });

  it("shows nothing of services that it lacks, asks nothing of them, and fails in nothing", async () => {
    const world = await read(withoutThem);
    expect(ofLacking.map((id) => [id, world.branches.get(id)])).toEqual(
      ofLacking.map((id) => [id, "absent"]),
    );
    expect(world.branches.get("keyVault")).toBe("read kv-platform");
    expect(failuresOf(world)).toEqual([]);
    expect(askedOf(lacking)).toEqual([]);
  });

  it("says the same of them where it does not say which providers it has", async () => {
    azure.simulator.reset(withoutThem);
    azure.simulator.addFault({
      match: { path: "/subscriptions/[^/]+/providers\\?" },
      effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
    });
    const world = new CloudWorld(azure.simulator, configured, folder.path());
    await world.inventory.refresh();
    expect(askedOf(lacking).length).toBeGreaterThan(0);
    expect(world.branches.get("keyVault")).toBe("read kv-platform");
    // What is listed region by region cannot be looked for without the providers, there or not.
    const byRegion = services
      .filter(({ sources }) => sources.some(({ kind }) => kind === "regions"))
      .map(({ id }) => id);
    expect(failuresOf(world).filter((id) => !byRegion.includes(id))).toEqual([]);
    for (const id of ofLacking.filter((one) => !byRegion.includes(one))) {
      expect(world.branches.get(id)).toMatch(/^(absent|read)$/);
    }
  });
});

it("each cloud has an endpoint and a portal of its own", () => {
  const endpoints = Object.values(clouds).map(({ configured }) => configured.armEndpoint);
  expect(new Set(endpoints).size).toBe(endpoints.length);
  const portals = Object.values(clouds).map(({ configured }) => configured.portalUrl);
  expect(portals).toEqual([
    "https://portal.azure.cn",
    "https://portal.azure.us",
    "https://portal.contoso.test",
  ]);
});
