import type { ArmClient } from "../../src/azure/armClient";
import { explain } from "../unit/services/explain";
import type { Inventory } from "../../src/inventory/inventory";
import { isAllRead, type InventoryItem } from "../../src/inventory/inventorySnapshot";
import type { Operation } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { Planner } from "../../src/planning/planner";
import { Runner } from "../../src/operations/runner";
import { services } from "../../src/services/index";
import type { Answers } from "../../src/services/question";
import { changesAzure } from "../simulator/recordedRequest";
import { foundryGone } from "../simulator/scenarios/foundryGone";
import type { Simulator } from "../simulator/simulator";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { connectTo, HurriedClock, inventoryOver, subscriptionsOf } from "./connecting";
import { silent } from "../unit/operations/harness";
import { plannerOptions } from "../unit/planning/plannerOptions";
import type { RecoverProposal } from "../../src/planning/proposals";

const subscriptions = subscriptionsOf(foundryGone);
const [research] = subscriptions;

/** The product's own inventory, planner and runner over a group that went with all that was in it. */
export class GoneWorld {
  readonly planner: Planner;
  readonly runner: Runner;

  constructor(
    readonly simulator: Simulator,
    readonly inventory: Inventory,
    arm: ArmClient,
    folder: string,
  ) {
    this.planner = new Planner(
      plannerOptions(arm, {
        endpoint: async () => simulator.url,
        items: () => inventory.items,
        subscriptionsKnown: subscriptions,
        isAllRead: (resourceType, subscriptionId) =>
          isAllRead(inventory.snapshot, services, resourceType, subscriptionId),
      }),
    );
    this.runner = new Runner({
      store: new OperationStore(folder, silent),
      connect: async () => arm,
      explain,
      clock: new HurriedClock(),
      logger: silent,
    });
  }

  get state(): SubscriptionState {
    const found = this.simulator.state.subscription(research?.subscriptionId ?? "");
    if (found === undefined) {
      throw new Error("The simulator has no subscription.");
    }
    return found;
  }

  item(name: string): InventoryItem {
    const found = this.inventory.items.find(({ resource }) => resource.name === name);
    if (found === undefined) {
      const names = this.inventory.items.map(({ resource }) => resource.name).join(", ");
      throw new Error(`There is no ${name} among ${names}.`);
    }
    return found;
  }

  async propose(name: string, answers: Answers = {}): Promise<RecoverProposal> {
    const proposal = await this.planner.recover(this.item(name), answers);
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    return proposal;
  }

  /** What was sent to change something, in its order: "PUT vaults/kv". */
  get writes(): readonly string[] {
    return this.simulator.requests
      .filter(changesAzure)
      .map(({ method, path }) => `${method} ${path.split("/").slice(-2).join("/")}`);
  }
}

/** Begins anew with it, and disposes of what a test has used. */
export async function inGoneWorld(
  simulator: Simulator,
  folder: string,
  act: (world: GoneWorld) => Promise<void>,
): Promise<void> {
  simulator.reset(foundryGone);
  const arm = await connectTo(simulator, research?.tenantId ?? "");
  const inventory = inventoryOver(simulator, subscriptions, services, arm);
  await inventory.refresh();
  const world = new GoneWorld(simulator, inventory, arm, folder);
  try {
    await act(world);
  } finally {
    world.runner.dispose();
  }
}

/** "Recover key vault kv for its key", optional ones in brackets. */
export function listed({ plan }: Pick<RecoverProposal, "plan">): readonly string[] {
  return plan.steps.map(({ title, target, neededFor, optional }) => {
    const what = `${title}: ${target}${neededFor === undefined ? "" : `, for ${neededFor}`}`;
    return optional === true ? `[${what}]` : what;
  });
}

/** "kv done" for each step. */
export function ends({ plan, steps }: Operation): readonly string[] {
  return plan.steps.map(({ target }, index) => `${target} ${steps[index]?.state ?? ""}`);
}
