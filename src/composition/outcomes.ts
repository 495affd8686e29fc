import * as vscode from "vscode";
import { executePlans, type Execute } from "../commands/execute";
import { commandIds } from "../ui/ids";
import type { EndedBatch, EndedItem } from "../operations/batch/batch";
import { outcomeOf, type Operation } from "../operations/operation";
import { Telemetry } from "./telemetry";
import { findLeftBehind } from "../operations/leftBehind";
import { announceAll } from "../ui/operations/announce";
import { announceBatch } from "../ui/operations/announceBatch";
import { showBatchProgress } from "../ui/operations/showProgress";
import { OperationNode } from "../ui/operations/operationNode";
import { openInAzurePortal } from "../ui/portal";
import { rowFor } from "../ui/tree/resourceNode";
import type { Actions } from "./actions";
import type { AppContext } from "./appContext";
import type { Readers } from "./readers";
import type { Plan } from "../services/plan";

/** What happens when a plan has ended: the list is updated and the person is notified. */
export interface Outcomes {
  /** Runs plans, and says how they ended. */
  readonly execute: Execute;
  /** Announces how operations that were started together ended. */
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  /** Reads again where a batch has changed something, and says how it ended. */
  readonly finishBatch: (ended: EndedBatch) => Promise<void>;
  /** Resumes the operations that an earlier window has left unfinished, and says how they end. */
  readonly resume: () => void;
}

/** Connects running plans with the views, including operations of other windows. */
export function createOutcomes(
  { context, log, clock }: AppContext,
  { account, catalogue, inventory }: Readers,
  { runner, batches }: Actions,
): Outcomes {
  const telemetry = new Telemetry();

  /** A plan's subject isn't deleted anymore after the plan has succeeded. */
  const takesOut = ({ action, subject }: Plan): boolean =>
    action === "purge" || catalogue.find(subject.serviceId)?.recoversACopy === undefined;

  const markIfGone = ({ plan, end }: EndedItem): void => {
    if (end.outcome === "succeeded" && takesOut(plan)) {
      inventory.markGone(plan.subject);
    }
  };

  const announce = async (operations: readonly Operation[]): Promise<void> => {
    await announceAll(operations, {
      showLog: () => {
        log.show();
      },
      service: (id) => catalogue.find(id),
      accountLabel: ({ plan }) =>
        inventory.snapshot.subscriptions.find(
          ({ subscription }) => subscription.accountId === plan.identity.accountId,
        )?.subscription.accountLabel,
      leftBehind: (operation) => findLeftBehind(inventory, operation),
      purge: (item) =>
        vscode.commands.executeCommand(
          commandIds.purge,
          rowFor(item, catalogue.of(item.resource), clock.now()),
        ),
      retry: (operation) =>
        vscode.commands.executeCommand(
          commandIds.retryOperation,
          new OperationNode(operation, false),
        ),
      openInPortal: ({ plan }, page) => openInAzurePortal(account, plan.identity.tenantId, page),
    });
  };

  /** What stays in doubt stays on its row, so a failure is only logged. */
  const settle = (settling: Promise<unknown>): void => {
    settling.catch((error: unknown) => {
      log.warn("An uncertain result could not be read again.");
      log.trace(String(error));
    });
  };

  const finishBatch = async ({ batch, plans, succeeded }: EndedBatch): Promise<void> => {
    telemetry.operationEnded({
      service: "batch",
      action: batch.action,
      outcome: batch.succeeded === batch.total ? "succeeded" : "failed",
      milliseconds: (batch.endedAt ?? batch.startedAt) - batch.startedAt,
    });
    await inventory.settleAll(plans.map(({ subject }) => subject));
    const stillListed = inventory.stillListed.filter((deletion) => succeeded.has(deletion));
    settle(batches.settle(batch.id));
    await announceBatch(batch, stillListed.length);
  };

  const execute: Execute = (action, plans, onEnded) =>
    executePlans(
      {
        runner,
        batches,
        finishBatch,
        announce: async (operations) => {
          await Promise.all([announce(operations), onEnded?.(operations)]);
        },
      },
      action,
      plans,
    );

  let settlingStored: Promise<unknown> | undefined;

  const resume = (): void => {
    const failed = (error: unknown): void => {
      log.error("Unfinished operations could not be taken up.");
      log.trace(String(error));
    };
    runner.follow();
    batches.follow();
    // Called at each sign-in, while the readings of the one before may still go on.
    settlingStored ??= Promise.all([runner.settleStored(), batches.settleStored()]).finally(() => {
      settlingStored = undefined;
    });
    settle(settlingStored);
    batches
      .releaseOrphans()
      .then(() => runner.resume((operation) => void announce([operation])))
      .catch(failed);
    batches
      .resume((started) => {
        showBatchProgress(batches, started).catch(failed);
        started.ended
          .then((ended) => (ended === undefined ? undefined : finishBatch(ended)))
          .catch(failed);
      })
      .catch(failed);
  };

  context.subscriptions.push(
    telemetry,
    runner.onDidEnd(({ operation, ownedHere }) => {
      const { plan } = operation;
      const outcome = outcomeOf(operation);
      void inventory.settle(plan.subject, outcome === "succeeded" && takesOut(plan));
      if (ownedHere) {
        settle(runner.settle(operation));
        telemetry.operationEnded({
          service: plan.subject.serviceId,
          action: plan.action,
          outcome,
          milliseconds: (operation.endedAt ?? operation.startedAt) - operation.startedAt,
        });
      }
    }),
    runner.onDidSettle((operation) => {
      const { plan } = operation;
      void inventory.settle(plan.subject, outcomeOf(operation) === "succeeded" && takesOut(plan));
    }),
    runner.onDidEndOther(({ subject, end }) => {
      void inventory.settle(subject, end.state === "done");
    }),
    batches.onDidEndItem(markIfGone),
    batches.onDidSettleItem(markIfGone),
  );
  return { execute, announce, finishBatch, resume };
}
