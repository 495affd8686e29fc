import type { Clock } from "../base/clock";
import type { BatchRunner } from "../operations/batch/batchRunner";
import type { Operation } from "../operations/operation";
import type { Runner } from "../operations/runner";
import type { DetailsDocuments } from "../ui/details/detailsDocuments";
import { commandIds } from "../ui/ids";
import { retryBatch, showBatch, type BatchParts } from "./batches";
import { cancelOperation } from "./cancelOperation";
import { clearOperation } from "./clearOperation";
import type { CommandRegistry } from "./commandRegistry";
import { copyOperation } from "./copyOperation";
import { purge, purgeItems, type Purging } from "./purge";
import { recover, type Recovering } from "./recover";
import { retryOperation } from "./retryOperation";
import { showOperation } from "./showOperation";

/** What the commands of the Operations view act on. */
export interface OperationCommands {
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  readonly details: DetailsDocuments;
  readonly clock: Clock;
  readonly recovering: Recovering;
  readonly purging: Purging;
}

/** Registers the commands of the Operations view. */
export function activateOperationCommands(
  commands: CommandRegistry,
  { runner, batches, announce, details, clock, recovering, purging }: OperationCommands,
): void {
  const { targets, execute } = recovering;
  const retrying = {
    targets,
    runner,
    announce,
    recover: (node: unknown) => recover(recovering, node, undefined),
    purge: (node: unknown) => purge(purging, node, undefined),
  };
  const batch: BatchParts = {
    targets,
    batches,
    clock,
    execute,
    purgeItems: (items) => purgeItems(purging, items),
  };
  const on = commands.register.bind(commands);
  on(commandIds.cancelOperation, (node) => cancelOperation({ runner, batches }, node));
  on(commandIds.retryOperation, (node) => retryOperation(retrying, node));
  on(commandIds.showOperation, (node) => showOperation({ details }, node));
  on(commandIds.copyOperation, (node) => copyOperation(batch, node));
  on(commandIds.clearOperation, (node) => clearOperation({ runner, batches }, node));
  on(commandIds.clearOperations, async () => {
    await runner.clearEnded();
    await batches.clearEnded();
  });
  on(commandIds.showBatch, (node) => showBatch(batch, node));
  on(commandIds.retryBatch, (node) => retryBatch(batch, node));
}
