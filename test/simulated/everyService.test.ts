import { describe, expect, it } from "vitest";
import type { ArmClient } from "../../src/azure/armClient";
import { explain } from "../unit/services/explain";
import type { Inventory } from "../../src/inventory/inventory";
import type { InventoryItem } from "../../src/inventory/inventorySnapshot";
import { outcomeOf, reasonOf } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { Planner } from "../../src/planning/planner";
import { Runner } from "../../src/operations/runner";
import { services } from "../../src/services/index";
import type { Answers } from "../../src/services/question";
import { cases } from "../catalogue/all";
import type { CatalogueCase } from "../catalogue/case";
import { everyService } from "../simulator/scenarios/everyService";
import type { Simulator } from "../simulator/simulator";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { plannerOptions } from "../unit/planning/plannerOptions";
import { silent, useFolder } from "../unit/operations/harness";
import { useSimulator } from "../unit/simulator/useSimulator";
import {
  connectTo,
  HurriedClock,
  inventoryOver,
  subscriptionsOf,
  trustSimulators,
} from "./connecting";
import type { Plan } from "../../src/services/plan";

const folder = useFolder();
const subscriptions = subscriptionsOf(everyService);
const [platform] = subscriptions;

const azure = useSimulator({ scenario: everyService });
trustSimulators();

class World {
  constructor(
    readonly simulator: Simulator,
    readonly arm: ArmClient,
    readonly inventory: Inventory,
  ) {}

  get subscription(): SubscriptionState {
    const found = this.simulator.state.subscription(platform?.subscriptionId ?? "");
    if (found === undefined) {
      throw new Error("The simulator has no subscription.");
    }
    return found;
  }

  item({ service, window }: CatalogueCase): InventoryItem {
    const found = this.inventory.items.find(
      ({ resource }) => resource.serviceId === service.id && resource.name === window.row,
    );
    if (found === undefined) {
      const names = this.inventory.items.map(({ resource }) => resource.name).join(", ");
      throw new Error(`There is no ${window.row} among ${names}.`);
    }
    return found;
  }

  get planner(): Planner {
    return new Planner(
      plannerOptions(this.arm, {
        endpoint: async () => this.simulator.url,
        items: () => this.inventory.items,
      }),
    );
  }

  async run(plan: Plan): Promise<readonly [outcome: string, reason: string | undefined]> {
    const runner = new Runner({
      store: new OperationStore(folder.path(), silent),
      connect: async () => this.arm,
      explain,
      clock: new HurriedClock(),
      logger: silent,
    });
    const operation = await runner.start(plan);
    runner.dispose();
    return [outcomeOf(operation), reasonOf(operation)];
  }
}

async function inWorld(
  shown: readonly string[],
  act: (world: World) => Promise<void>,
  prepare: (simulator: Simulator) => void = () => undefined,
): Promise<void> {
  const { simulator } = azure;
  simulator.reset(everyService);
  const arm = await connectTo(simulator, platform?.tenantId ?? "");
  prepare(simulator);
  const inventory = inventoryOver(
    simulator,
    subscriptions,
    services.filter(({ id }) => shown.includes(id)),
    arm,
  );
  await inventory.refresh();
  await act(new World(simulator, arm, inventory));
}

const all = cases.map(({ service }) => service.id);

/** The answers as a person gives them in the window: texts, or live resources by their names. */
async function answersTo(world: World, entry: CatalogueCase): Promise<Answers> {
  const { recover } = entry.window;
  const given = "refused" in recover ? [] : (recover.answers ?? []);
  const questions = entry.service.questions?.(world.item(entry).resource) ?? [];
  expect(given).toHaveLength(questions.length);
  const answers: Record<string, string> = {};
  for (const [index, question] of questions.entries()) {
    const answer = given[index];
    if (answer !== undefined && "type" in answer) {
      answers[question.id] = answer.type;
      expect(question.kind === "name" ? question.refuse(answer.type) : undefined).toBeUndefined();
    } else if (answer !== undefined && question.kind === "live") {
      const { readLiveResources } = await import("../../src/inventory/resourceGraphReader");
      const { subscriptionId } = world.item(entry).subscription;
      const live = await readLiveResources(world.arm, [subscriptionId], question.types);
      answers[question.id] = live.find(({ name }) => name === answer.pick)?.id ?? "";
    }
  }
  return answers;
}

describe("every service, over the simulator", () => {
  it("is listed without a failure, each asked once", async () => {
    await inWorld(all, async ({ inventory, simulator }) => {
      const [branch] = inventory.snapshot.subscriptions;
      const failures = branch?.branches.flatMap(({ service, failure, state }) =>
        failure === undefined && state === "read" ? [] : [[service.id, state, failure]],
      );
      expect(failures).toEqual([]);
      for (const { service, window } of cases) {
        const found = branch?.branches.find((one) => one.service.id === service.id);
        expect([service.id, found?.resources.map(({ name }) => name)]).toEqual([
          service.id,
          expect.arrayContaining([window.row]),
        ]);
        expect([service.id, found?.malformed]).toEqual([service.id, 0]);
      }
      const asked = simulator.requests
        .filter(({ path }) => !path.startsWith("/login/"))
        .map(({ method, url, body }) => `${method} ${url} ${body ?? ""}`);
      expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    });
  });

  it("is listed just the same where Resource Graph is forbidden", async () => {
    const namesOf = ({ inventory }: World): readonly string[] =>
      inventory.items.map(({ resource }) => `${resource.serviceId} ${resource.name}`).sort();
    let withGraph: readonly string[] = [];
    await inWorld(all, async (world) => {
      withGraph = namesOf(world);
    });
    await inWorld(
      all,
      async (world) => {
        expect(namesOf(world)).toEqual(withGraph);
      },
      (simulator) => {
        simulator.addFault({
          match: { path: "Microsoft.ResourceGraph" },
          effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
        });
      },
    );
  });

  it("is not asked where its provider is not registered", async () => {
    await inWorld(
      all,
      async ({ inventory, simulator }) => {
        const [branch] = inventory.snapshot.subscriptions;
        expect(branch?.branches.filter(({ state }) => state !== "absent")).toEqual([]);
        const asked = simulator.requests.filter(({ path }) => /\/providers\/Microsoft/i.test(path));
        expect(asked.filter(({ path }) => !path.includes("ResourceGraph"))).toEqual([]);
      },
      (simulator) => {
        const [only] = everyService.subscriptions;
        simulator.reset({
          ...everyService,
          subscriptions: only === undefined ? [] : [{ ...only, registeredProviders: [] }],
        });
      },
    );
  });
});

describe.each(cases.map((entry) => [entry.service.id, entry] as const))("%s", (id, entry) => {
  it("comes back, or says why not", async () => {
    await inWorld([id], async (world) => {
      const { recover: expected, row } = entry.window;
      const answers = await answersTo(world, entry);
      const proposal = await world.planner.recover(world.item(entry), answers);
      if ("refused" in expected) {
        expect(proposal.possible ? "possible" : proposal.reason).toMatch(expected.refused);
        return;
      }
      if (!proposal.possible) {
        throw new Error(proposal.reason);
      }
      expect(await world.run(proposal.plan)).toEqual(["succeeded", undefined]);
      expect(expected.isBack(world.subscription, world.simulator.state)).toBe(true);
      await world.inventory.refresh();
      const names = world.inventory.items.map(({ resource }) => resource.name);
      expect(names.includes(row)).toBe(expected.stays === true);
    });
  });

  it("is purged, or says why not", async () => {
    await inWorld([id], async (world) => {
      const { purge: expected, row } = entry.window;
      const proposal = await world.planner.purge(world.item(entry));
      if ("refused" in expected) {
        expect(proposal.possible ? "possible" : proposal.reason).toMatch(expected.refused);
        return;
      }
      if (!proposal.possible) {
        throw new Error(proposal.reason);
      }
      expect(await world.run(proposal.plan)).toEqual(["succeeded", undefined]);
      expect(expected.isGone(world.subscription, world.simulator.state)).toBe(true);
      await world.inventory.refresh();
      expect(world.inventory.items.map(({ resource }) => resource.name)).not.toContain(row);
    });
  });
});
