import { describe, expect, it } from "vitest";
import { notesOf, outcomeOf, reasonOf, type Operation } from "../../src/operations/operation";
import { removeSteps } from "../../src/services/plan";
import { foundryGone } from "../simulator/scenarios/foundryGone";
import { trustSimulators } from "./connecting";
import { useSimulator } from "../unit/simulator/useSimulator";
import { useFolder } from "../unit/operations/harness";
import { ends, inGoneWorld, listed, type GoneWorld } from "./recoveringAll";
import { dependencySentence } from "../../src/planning/dependency";
import type { RecoverProposal } from "../../src/planning/proposals";

const folder = useFolder();

const azure = useSimulator({ scenario: foundryGone });
trustSimulators();

const inWorld = (act: (world: GoneWorld) => Promise<void>): Promise<void> =>
  inGoneWorld(azure.simulator, folder.path(), act);

function sentencesOf({ dependencies }: RecoverProposal): readonly string[] {
  return dependencies.flatMap((finding) => dependencySentence(finding, (text) => text) ?? []);
}

async function namesLeft({ inventory }: GoneWorld): Promise<readonly string[]> {
  await inventory.refresh();
  return inventory.items.map(({ resource }) => resource.name).toSorted();
}

const everything = [
  "foundry-gone",
  "foundry-gone@research@AML",
  "kv-gone-cmk",
  "kv-gone-ml",
  "log-gone",
  "mlw-gone",
  "mlw-log-only",
  "stgonedata",
  "stgoneml",
];

function allBut(...back: readonly string[]): readonly string[] {
  return everything.filter((name) => !back.includes(name));
}

const ofFoundry = [
  "PUT resourcegroups/rg-gone",
  "PUT vaults/kv-gone-cmk",
  "PUT storageAccounts/stgonedata",
  "PUT accounts/foundry-gone",
];

const ofWorkspace = [
  "Create resource group in swedencentral: rg-gone",
  "Recover key vault: kv-gone-ml, for the workspace's secrets",
  "Recover storage account: stgoneml, for the workspace's data",
  '[Recover Log Analytics workspace: log-gone, for the Application Insights component "appi-gone"]',
  "[Create Application Insights component again: appi-gone, for the workspace's logs]",
];

describe("a Foundry resource whose group, vault and storage are gone", () => {
  it("comes back after them, each request once", async () => {
    await inWorld(async (world) => {
      expect(await namesLeft(world)).toEqual(everything);
      const proposal = await world.propose("foundry-gone");
      expect(listed(proposal)).toEqual([
        "Create resource group in swedencentral: rg-gone",
        "Recover key vault: kv-gone-cmk, for the customer-managed key",
        "Recover storage account: stgonedata, for the customer-managed storage",
        "Recover Foundry resource: foundry-gone",
      ]);
      expect(sentencesOf(proposal)).toEqual([]);
      expect(world.writes).toEqual([]);
      const operation = await world.runner.start(proposal.plan);
      expect([outcomeOf(operation), reasonOf(operation)]).toEqual(["succeeded", undefined]);
      expect(world.writes).toEqual(ofFoundry);
      const { state } = world;
      expect(state.account("rg-gone", "foundry-gone")).toBeDefined();
      expect(state.vaults.map(({ vault }) => vault.name)).toEqual(["kv-gone-cmk"]);
      expect(state.resourceGroup("rg-gone")?.location).toBe("swedencentral");
      expect(await namesLeft(world)).toEqual(allBut("foundry-gone", "kv-gone-cmk", "stgonedata"));
    });
  });

  it("is asked for with each read once", async () => {
    await inWorld(async (world) => {
      const before = world.simulator.requests.length;
      await world.propose("foundry-gone");
      const asked = world.simulator.requests.slice(before).map(({ method, url }) => method + url);
      expect(asked).toEqual([...new Set(asked)]);
      expect(asked.length).toBeLessThan(8);
    });
  });

  it("stays where it is when a prerequisite fails, and is taken up again from there", async () => {
    await inWorld(async (world) => {
      const { plan } = await world.propose("foundry-gone");
      world.simulator.addFault({
        match: { method: "PUT", path: "storageAccounts/stgonedata" },
        times: 1,
        effect: { kind: "status", status: 409, code: "StorageAccountOperationInProgress" },
      });
      const failed = await world.runner.start(plan);
      expect(outcomeOf(failed)).toBe("failed");
      expect(ends(failed)).toEqual([
        "rg-gone done",
        "kv-gone-cmk done",
        "stgonedata failed",
        "foundry-gone skipped",
      ]);
      expect(world.runner.canRetry(failed)).toBe(true);
      const again = await world.runner.retry(failed.id);
      expect(again === undefined ? undefined : outcomeOf(again)).toBe("succeeded");
      expect(world.writes).toEqual([
        ...ofFoundry.slice(0, 3),
        "PUT storageAccounts/stgonedata",
        "PUT accounts/foundry-gone",
      ]);
    });
  });

  it("waits while Azure does not show it yet, and says so where that does not end", async () => {
    const hidden = async (times: number): Promise<Operation> => {
      let ended: Operation | undefined;
      await inWorld(async (world) => {
        const { plan } = await world.propose("foundry-gone");
        world.simulator.addFault({
          match: { method: "GET", path: "/accounts/foundry-gone\\?" },
          times,
          effect: { kind: "status", status: 404, code: "ResourceNotFound" },
        });
        ended = await world.runner.start(plan);
      });
      if (ended === undefined) {
        throw new Error("Nothing was run.");
      }
      return ended;
    };
    const late = await hidden(8);
    expect([outcomeOf(late), notesOf(late)]).toEqual(["succeeded", []]);
    const never = await hidden(1000);
    expect(ends(never).slice(-2)).toEqual(["stgonedata done", "foundry-gone done"]);
    expect(notesOf(never)).toEqual([
      "Azure reports success, but the change isn't visible yet. Refresh later.",
    ]);
  });

  it("can be recovered together with what it needs, and nothing is sent twice", async () => {
    await inWorld(async (world) => {
      const names = ["foundry-gone", "stgonedata", "kv-gone-cmk"];
      const proposals = await Promise.all(names.map((name) => world.propose(name)));
      const operations = await Promise.all(proposals.map(({ plan }) => world.runner.start(plan)));
      expect(operations.map(outcomeOf)).toEqual(["succeeded", "succeeded", "succeeded"]);
      const writes = world.writes.filter((one) => !one.includes("resourcegroups"));
      expect(writes.toSorted()).toEqual(ofFoundry.slice(1).toSorted());
    });
  });

  it("needs only what is not back already", async () => {
    await inWorld(async (world) => {
      await world.runner.start((await world.propose("stgonedata")).plan);
      await world.inventory.refresh();
      const proposal = await world.propose("foundry-gone");
      expect(listed(proposal)).toEqual(["Recover Foundry resource: foundry-gone"]);
      expect(outcomeOf(await world.runner.start(proposal.plan))).toBe("succeeded");
    });
  });

  it("finds nothing left to do for what came back after it was asked about", async () => {
    await inWorld(async (world) => {
      const { plan } = await world.propose("foundry-gone");
      await world.runner.start((await world.propose("stgonedata")).plan);
      expect(outcomeOf(await world.runner.start(plan))).toBe("succeeded");
      expect(world.writes).toEqual(ofFoundry);
    });
  });

  it("says of a vault that was purged what that means, and does not wait for it", async () => {
    await inWorld(async (world) => {
      const vault = world.state.deletedVault("kv-gone-cmk");
      if (vault !== undefined) {
        vault.purgedAt = world.simulator.state.time.now();
      }
      await world.inventory.refresh();
      const proposal = await world.propose("foundry-gone");
      expect(listed(proposal)).toEqual([
        "Create resource group in swedencentral: rg-gone",
        "Recover storage account: stgonedata, for the customer-managed storage",
        "Recover Foundry resource: foundry-gone",
      ]);
      expect(new Set(sentencesOf(proposal))).toEqual(
        new Set([
          "The key vault \"kv-gone-cmk\", needed for the customer-managed key, no longer exists and can't be recovered. Azure can't decrypt the resource without this key, so the recovery is likely to fail.",
        ]),
      );
    });
  });
});

describe("a storage account whose vault only the Activity Log knows", () => {
  it("comes back after the vault", async () => {
    await inWorld(async (world) => {
      const { plan, ...proposal } = await world.propose("stgonedata");
      expect(listed({ plan })).toEqual([
        "Create resource group in swedencentral: rg-gone",
        "Recover key vault: kv-gone-cmk, for the customer-managed key",
        "Recover storage account: stgonedata",
      ]);
      expect(proposal.dependencies).toHaveLength(1);
      expect(outcomeOf(await world.runner.start(plan))).toBe("succeeded");
      expect(world.writes).toEqual(ofFoundry.slice(0, 3));
    });
  });

  it("is recovered alone where the log may not be read", async () => {
    await inWorld(async (world) => {
      world.simulator.addFault({
        match: { path: "eventtypes/management" },
        effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
      });
      expect(listed(await world.propose("stgonedata"))).toEqual([
        "Create resource group in swedencentral: rg-gone",
        "Recover storage account: stgonedata",
      ]);
    });
  });
});

describe("a Machine Learning workspace", () => {
  it("comes back after vault and storage, with its component made again, and says what is gone", async () => {
    await inWorld(async (world) => {
      const proposal = await world.propose("mlw-gone");
      expect(listed(proposal)).toEqual([
        ...ofWorkspace,
        "Recover Machine Learning workspace: mlw-gone",
      ]);
      expect(sentencesOf(proposal)).toEqual([
        "The container registry \"crgone\", needed for the workspace's images, no longer exists and can't be recovered. Registries aren't soft-deleted. Assign another registry to the workspace to rebuild environment images.",
      ]);
      const operation = await world.runner.start(proposal.plan);
      expect(outcomeOf(operation)).toBe("succeeded");
      expect(notesOf(operation)).toEqual([
        expect.stringMatching(
          /^The Application Insights component "appi-gone" is new and has a new connection string/,
        ),
      ]);
      expect(world.writes).toHaveLength(6);
      expect(world.writes.at(-1)).toBe("PUT workspaces/mlw-gone");
      const left = allBut("mlw-gone", "kv-gone-ml", "stgoneml", "log-gone");
      expect(await namesLeft(world)).toEqual(left);
    });
  });

  it("that only the log has gets all that it was made with from there", async () => {
    await inWorld(async (world) => {
      const proposal = await world.propose("mlw-log-only", { region: "swedencentral" });
      expect(listed(proposal)).toEqual([
        ...ofWorkspace,
        "Recover Machine Learning workspace: mlw-log-only",
      ]);
      expect(outcomeOf(await world.runner.start(proposal.plan))).toBe("succeeded");
    });
  });

  it("asks which vault and storage it used where the log does not tell", async () => {
    await inWorld(async (world) => {
      world.simulator.addFault({
        match: { path: "eventtypes/management" },
        effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
      });
      const region = { region: "swedencentral" };
      const asking = await world.propose("mlw-log-only", region);
      expect(asking.dependencies.map(({ state, resourceType }) => [state, resourceType])).toEqual([
        ["unnamed", "Microsoft.KeyVault/vaults"],
        ["unnamed", "Microsoft.Storage/storageAccounts"],
      ]);
      const answers = Object.fromEntries(
        asking.dependencies.flatMap((finding) =>
          finding.state !== "unnamed"
            ? []
            : [
                [
                  finding.answer,
                  world.item(finding.noun === "key vault" ? "kv-gone-ml" : "stgoneml").resource
                    .originalId,
                ],
              ],
        ),
      );
      const answered = await world.propose("mlw-log-only", { ...region, ...answers });
      expect(listed(answered)).toEqual([
        ...ofWorkspace.slice(0, 3),
        "Recover Machine Learning workspace: mlw-log-only",
      ]);
      expect(outcomeOf(await world.runner.start(answered.plan))).toBe("succeeded");
    });
  });

  it("is stopped by its vault, and nothing else is", async () => {
    await inWorld(async (world) => {
      const { plan } = await world.propose("mlw-gone");
      world.simulator.addFault({
        match: { method: "PUT", path: "vaults/kv-gone-ml" },
        times: 1,
        effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
      });
      const failed = await world.runner.start(plan);
      expect(ends(failed)).toEqual([
        "rg-gone done",
        "kv-gone-ml failed",
        "stgoneml done",
        "log-gone done",
        "appi-gone done",
        "mlw-gone skipped",
      ]);
      const sent = world.writes.length;
      const again = await world.runner.retry(failed.id);
      expect(again === undefined ? undefined : outcomeOf(again)).toBe("succeeded");
      expect(world.writes.slice(sent)).toEqual([
        "PUT vaults/kv-gone-ml",
        "PUT workspaces/mlw-gone",
      ]);
    });
  });

  it("comes back without what is optional and fails, which is said", async () => {
    await inWorld(async (world) => {
      const { plan } = await world.propose("mlw-gone");
      world.simulator.addFault({
        match: { method: "PUT", path: "OperationalInsights/workspaces/log-gone" },
        effect: { kind: "status", status: 409, code: "Conflict", message: "Not now." },
      });
      const operation = await world.runner.start(plan);
      expect(outcomeOf(operation)).toBe("succeeded");
      expect(ends(operation).slice(3)).toEqual([
        "log-gone failed",
        "appi-gone skipped",
        "mlw-gone done",
      ]);
      expect(notesOf(operation)).toEqual([
        expect.stringMatching(/^Not completed: Recover Log Analytics workspace "log-gone"\. /),
      ]);
    });
  });

  it("comes back without what the person leaves out, and what is nothing without that", async () => {
    await inWorld(async (world) => {
      const { plan, choices } = await world.propose("mlw-gone");
      const [workspace, component] = choices.map(({ id }) => id);
      const without = (id: string | undefined): readonly string[] =>
        removeSteps(plan.steps, new Set([id ?? ""])).map(({ target }) => target);
      const kept = ["rg-gone", "kv-gone-ml", "stgoneml"];
      expect(without(component)).toEqual([...kept, "log-gone", "mlw-gone"]);
      expect(without(workspace)).toEqual([...kept, "mlw-gone"]);
      const steps = removeSteps(plan.steps, new Set([workspace ?? ""]));
      expect(outcomeOf(await world.runner.start({ ...plan, steps }))).toBe("succeeded");
      expect(world.writes).toHaveLength(4);
    });
  });
});
