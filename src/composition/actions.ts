import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { BatchRunner } from "../operations/batch/batchRunner";
import { BatchStore } from "../operations/batch/batchStore";
import { isAllRead } from "../inventory/inventorySnapshot";
import { OperationStore } from "../operations/operationStore";
import { Planner } from "../planning/planner";
import { Runner } from "../operations/runner";
import type { DeletedResource } from "../services/deletedResource";
import type { AppContext } from "./appContext";
import type { Readers } from "./readers";

/** What plans, and what carries plans out. */
export interface Actions {
  /** With a sign-in where one is needed, for what a person has asked for. */
  readonly connectForPlan: (subscription: Subscription) => Promise<ArmClient>;
  readonly planner: Planner;
  /** For what a model asks for: it opens no sign-in. */
  readonly quietPlanner: Planner;
  readonly runner: Runner;
  readonly batches: BatchRunner;
}

/** The parts that change something in Azure, over those that read. */
export function createActions({ log, clock, folder }: AppContext, reading: Readers): Actions {
  const { catalogue, connections, endpoint, inventory } = reading;
  const connectForPlan = (subscription: Subscription): Promise<ArmClient> =>
    connections.connect(subscription, { mayPrompt: true });
  const plannerParts = {
    endpoint,
    service: (resource: DeletedResource) => catalogue.of(resource),
    items: () => inventory.items,
    subscriptions: () => inventory.snapshot.subscriptions.map(({ subscription }) => subscription),
    isAllRead: (resourceType: string, subscriptionId: string) =>
      isAllRead(inventory.snapshot, catalogue.services, resourceType, subscriptionId),
    clock,
  };
  const planner = new Planner({ ...plannerParts, connect: connectForPlan });
  const quietPlanner = new Planner({
    ...plannerParts,
    connect: (subscription) => connections.connect(subscription, { mayPrompt: false }),
  });
  const store = new OperationStore(folder("operations"), log);
  const runner = new Runner({
    store,
    connect: async (via) => {
      // For the sentences of what follows.
      await catalogue.load();
      return connections.connectTo(via);
    },
    explain: (serviceId, failure) => catalogue.explain(serviceId, failure),
    clock,
    logger: log,
  });
  const batches = new BatchRunner({
    runner,
    store: new BatchStore(folder("batches"), log),
    operations: store,
    clock,
    logger: log,
  });
  return { connectForPlan, planner, quietPlanner, runner, batches };
}
