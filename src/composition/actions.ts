import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { BatchRunner } from "../operations/batch/batchRunner";
import { BatchStore } from "../operations/batch/batchStore";
import { isAllRead } from "../inventory/inventorySnapshot";
import { OperationStore } from "../operations/operationStore";
import { Planner } from "../planning/planner";
import { Runner } from "../operations/runner";
import type { DeletedResource } from "../services/deletedResource";
import type { Identity } from "../services/plan";
import type { AppContext } from "./appContext";
import type { Readers } from "./readers";

/** Planning and running plans. */
export interface Actions {
  /** Prompts for sign-in where needed; for actions a person started. */
  readonly connectForPlan: (subscription: Subscription) => Promise<ArmClient>;
  readonly planner: Planner;
  /** For language-model tools: never prompts for sign-in. */
  readonly quietPlanner: Planner;
  readonly runner: Runner;
  readonly batches: BatchRunner;
}

/** Creates the parts that change something in Azure. */
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
  const connect = async (identity: Identity): Promise<ArmClient> => {
    // Needed for the error texts below.
    await catalogue.load();
    return connections.connectTo(identity);
  };
  const runner = new Runner({
    store,
    connect,
    explain: catalogue.explain,
    clock,
    logger: log,
  });
  const batches = new BatchRunner({
    runner,
    store: new BatchStore(folder("batches"), log),
    operations: store,
    clock,
    logger: log,
    connect,
  });
  return { connectForPlan, planner, quietPlanner, runner, batches };
}
