import { unlimited } from "../../src/base/semaphore";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../src/base/json";
import { outcomeOf, reasonOf, type Operation } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { checkPrecondition } from "../../src/operations/steps/postconditions";
import { deletionKey, type DeletedResource } from "../../src/services/deletedResource";
import { machineLearning } from "../../src/services/machineLearning";
import type { PlanStep, Plan } from "../../src/services/plan";
import { isRefusal } from "../../src/services/service";
import { mlWorkspaces } from "../simulator/providers/machineLearningState";
import { everyService } from "../simulator/scenarios/everyService";
import type { Simulator } from "../simulator/simulator";
import { systemClock } from "../../src/base/clock";
import { readFrom } from "../unit/catalogue/reading";
import {
  connectTo,
  HurriedClock,
  inventoryOver,
  subscriptionsOf,
  trustSimulators,
} from "./connecting";
import { runnerOver, silent, useFolder } from "../unit/operations/harness";
import { refusal, ScriptedArm, type Reply } from "../unit/operations/scriptedArm";
import { ArmClient as Person } from "../unit/simulator/client";
import { useSimulator } from "../unit/simulator/useSimulator";
import { subscriptionId } from "../unit/services/samples";

// The purge is a flag on the deletion of a workspace: sent while the workspace is in use, it would
// destroy it.

const folder = useFolder();

function purgeOf(resource: DeletedResource): readonly PlanStep[] {
  const steps = machineLearning.purge(resource);
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  return steps;
}

describe("a purge of a workspace, over the simulator", () => {
  const subscriptions = subscriptionsOf(everyService);
  const [platform] = subscriptions;
  const workspaces = `/subscriptions/${platform?.subscriptionId ?? ""}/resourceGroups/rg-platform/providers/Microsoft.MachineLearningServices/workspaces`;

  const azure = useSimulator({ scenario: everyService });
  trustSimulators();

  interface Outcome {
    readonly operation: Operation;
    readonly isLive: boolean;
    readonly isDeleted: boolean;
    readonly purges: number;
  }

  /** What becomes of the workspace when others do something between the list and the purge. */
  async function purge(
    name: string,
    meanwhile: (other: Person, simulator: Simulator) => Promise<void>,
  ): Promise<Outcome> {
    const { simulator } = azure;
    const arm = await connectTo(simulator, platform?.tenantId ?? "");
    const inventory = inventoryOver(simulator, subscriptions, [machineLearning], arm);
    await inventory.refresh();
    const item = inventory.items.find(({ resource }) => resource.name === name);
    if (item === undefined) {
      throw new Error(`There is no ${name}.`);
    }
    await meanwhile(await Person.signIn(simulator), simulator);
    const { resource, subscription } = item;
    const plan: Plan = {
      action: "purge",
      subject: {
        serviceId: resource.serviceId,
        noun: machineLearning.noun(resource),
        name,
        subscriptionId: resource.subscriptionId,
        subscriptionName: subscription.name,
        originalId: resource.originalId,
        deletion: deletionKey(resource),
      },
      identity: {
        accountId: subscription.accountId,
        tenantId: subscription.tenantId,
        endpoint: simulator.url,
      },
      steps: purgeOf(resource),
    };
    const store = new OperationStore(folder.path(), silent);
    const operation = await runnerOver(store, arm, new HurriedClock()).start(plan);
    const state = simulator.state.subscription(subscription.subscriptionId)?.of(mlWorkspaces);
    return {
      operation,
      isLive: state?.findLive("rg-platform", name) !== undefined,
      isDeleted: state?.findDeleted("rg-platform", name, Date.now()) !== undefined,
      purges: simulator.requests.filter(({ url }) => url.includes("forceToPurge")).length,
    };
  }

  const recover = (name: string) => async (other: Person) => {
    const answer = await other.send("PUT", `${workspaces}/${name}?api-version=2022-01-01-preview`, {
      location: "swedencentral",
      properties: { allowRecoverSoftDeletedWorkspace: "True" },
    });
    expect(answer.status).toBe(202);
  };

  describe.each(["ml-platform", "ml-platform-unlisted"])("%s", (name) => {
    it("is done where nothing has happened", async () => {
      const { operation, ...rest } = await purge(name, async () => undefined);
      expect([outcomeOf(operation), reasonOf(operation)]).toEqual(["succeeded", undefined]);
      expect(rest).toEqual({ isLive: false, isDeleted: false, purges: 1 });
    });

    it("is not sent where somebody has recovered it", async () => {
      const { operation, ...rest } = await purge(name, recover(name));
      expect(reasonOf(operation)).toMatch(
        /The workspace is in use again, so nothing was sent\. Refresh to see the workspace\./,
      );
      expect(rest).toEqual({ isLive: true, isDeleted: false, purges: 0 });
    });

    it("is not sent where somebody has recovered it and deleted it again", async () => {
      const { operation, ...rest } = await purge(name, async (other, simulator) => {
        await recover(name)(other);
        simulator.state.time.advance(120);
        await other.send("DELETE", `${workspaces}/${name}?api-version=2025-09-01`);
      });
      expect(reasonOf(operation)).toMatch(/[Nn]othing was sent/);
      expect(rest).toEqual({ isLive: false, isDeleted: true, purges: 0 });
    });

    it("is not sent where the log and the lists cannot be read", async () => {
      const { operation, ...rest } = await purge(name, async (_, simulator) => {
        for (const path of ["eventtypes", "/workspaces"]) {
          simulator.addFault({
            match: { method: "GET", path },
            effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
          });
        }
      });
      expect(reasonOf(operation)).toMatch(/[Nn]othing was sent/);
      expect(rest).toEqual({ isLive: false, isDeleted: true, purges: 0 });
    });
  });
});

const id = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ml`;

/** As the list of workspaces has it. */
const listed = {
  id,
  name: "ml",
  location: "swedencentral",
  properties: {
    provisioningState: "SoftDeleted",
    softDeletedAt: "2026-03-01T12:00:00Z",
    workspaceId: "1",
  },
};
const found: readonly (readonly [string, DeletedResource | "live" | undefined])[] = [
  ["the list", readFrom(machineLearning, { item: listed, source: 1 })],
  ["the list of deleted ones", readFrom(machineLearning, { item: listed, source: 0 })],
  [
    "the log",
    readFrom(machineLearning, {
      item: { resourceId: id, at: "2026-03-01T12:00:00.000Z" },
      source: 2,
    }),
  ],
];

describe.each(found)("just before a purge of what %s has", (_, resource) => {
  /** Why nothing is sent; undefined where the purge goes out. */
  async function stopped(answers: {
    readonly live?: Reply | "lost";
    readonly list?: readonly JsonValue[];
    readonly log?: readonly JsonValue[];
  }): Promise<string | undefined> {
    const { live = refusal(404, "ResourceNotFound"), list = [listed], log = [] } = answers;
    const arm = new ScriptedArm(({ path }) => {
      if (path === id) {
        return live;
      }
      return { status: 200, body: path.includes("eventtypes") ? log : list };
    });
    if (resource === undefined || resource === "live") {
      throw new Error("It could not be read.");
    }
    const [step] = purgeOf(resource);
    if (step?.precondition === undefined) {
      throw new Error("Nothing guards the purge.");
    }
    const never = new AbortController().signal;
    const end = await checkPrecondition(step.precondition, {
      arm,
      clock: systemClock,
      explain: ({ message }) => message,
      shutdown: never,
      cancelled: never,
      permit: unlimited(),
      onSent: () => undefined,
    });
    return end?.state === "failed" ? end.reason : undefined;
  }

  const inState = (provisioningState: string | null): Reply => ({
    status: 200,
    body: { ...listed, properties: { provisioningState } },
  });

  it("it goes out where the workspace is not found, or still deleted", async () => {
    expect(await stopped({})).toBeUndefined();
    expect(await stopped({ live: inState("SoftDeleted") })).toBeUndefined();
  });

  it("what the log has decides where no list has it", async () => {
    const event = (status: string, at: string, what = "delete"): JsonValue => ({
      operationName: { value: `Microsoft.MachineLearningServices/workspaces/${what}` },
      status: { value: status },
      eventTimestamp: at,
      resourceId: id,
    });
    const isListed = resource !== "live" && resource?.deletedPath === id && "id" in resource.raw;
    const again = [event("Succeeded", "2026-03-02T09:00:00.1234567Z")];
    expect((await stopped({ log: again })) === undefined).toBe(isListed);
    // Somebody tried to make it anew, or to purge it, and was refused.
    const refused = ["write", "delete"].map((what) => event("Failed", "2026-03-02", what));
    expect(await stopped({ log: refused })).toBeUndefined();
    const audit = event("Succeeded", "2026-03-02", "policies/audit/action");
    expect(await stopped({ log: [audit] })).toBeUndefined();
  });

  it.each<[string, Reply | "lost"]>([
    ...["Succeeded", "Creating", "Updating", "Failed", "Canceled", "Deleting", "Unknown", null].map(
      (state): [string, Reply] => [`in state ${String(state)}`, inState(state)],
    ),
    ["there without a word", { status: 200 }],
    ["nowhere to be read", refusal(403, "AuthorizationFailed")],
    ["behind an error", refusal(500, "InternalServerError")],
    ["behind a lost connection", "lost"],
  ])("it stops where the workspace is %s", async (_state, live) => {
    expect(await stopped({ live })).toMatch(/[Nn]othing was sent/);
  });
});
