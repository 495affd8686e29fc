import { setMaxListeners } from "node:events";
import * as l10n from "@vscode/l10n";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import { writesPerSecond } from "../../azure/rateLimit";
import { minute } from "../../base/durations";
import type { PlanStep, Plan } from "../../services/plan";
import {
  itemEndOf,
  unstartedEnd,
  type Batch,
  type BatchHeader,
  type EndedBatch,
  type JournalLine,
  type ItemEnd,
  type StopReason,
} from "./batch";
import type { BatchStore } from "./batchStore";
import { BatchTally } from "./batchTally";
import { JournalWriter } from "./journalWriter";
import type { FileLock } from "../../base/fileLock";
import { Semaphore, unlimited, type Permit } from "../../base/semaphore";
import { isDestructive, type Operation } from "../operation";
import { BatchPollPacing } from "../steps/pollPacing";
import type { Runner } from "../runner";
import type { ItemOptions } from "../windowRuns";
/**
 * Concurrent items per subscription between the precondition check and the response: ten a second
 * at two seconds each.
 */
const mostSending = 20;
/** Concurrent items until their end: ten a second at two minutes each, with a margin. */
const mostOpen = 1500;
/** How long Azure may throttle everything before the batch stops, in milliseconds. */
const patienceWithThrottling = 30 * minute;

export interface BatchRunParts {
  readonly runner: Runner;
  readonly store: BatchStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lock: FileLock;
  readonly shutdown: AbortSignal;
  readonly onChange: (batch: Batch) => void;
  /** Called before the end is written to the journal. */
  readonly onItemEnded: (plan: Plan, end: ItemEnd) => void;
}

/**
 * Runs one batch in this window, as fast as Azure allows; each item is an operation until it has
 * ended and is counted.
 */
export class BatchRun {
  readonly #tally: BatchTally;
  readonly #stop = new AbortController();
  readonly #pace: BatchPollPacing;
  readonly #open = new Set<Promise<void>>();
  readonly #queues: ReadonlyMap<string, SubscriptionQueue>;
  #isLost = false;
  readonly #journal: JournalWriter;

  constructor(
    private readonly header: BatchHeader,
    private readonly plans: readonly Plan[],
    journal: readonly JournalLine[],
    private readonly parts: BatchRunParts,
  ) {
    // Hundreds of waits listen to this signal; Node would warn of a leak.
    setMaxListeners(0, this.#stop.signal);
    this.#journal = new JournalWriter(header.id, parts.store, parts.logger);
    const queues = new Set(plans.map(queueKeyOf));
    const open = Math.max(mostSending, Math.floor(mostOpen / queues.size));
    this.#queues = new Map(
      [...queues].map((key) => [
        key,
        { sending: new Semaphore(mostSending), open: new Semaphore(open) },
      ]),
    );
    this.#tally = new BatchTally(header, parts.clock, queues.size * writesPerSecond);
    for (const line of journal) {
      this.#tally.add(line);
    }
    if (this.#tally.stopReason !== undefined) {
      this.#stop.abort(new Error("cancelled"));
    }
    this.#pace = new BatchPollPacing(parts.clock, patienceWithThrottling, () => {
      void this.stop("throttled");
    });
  }

  get batch(): Batch {
    return this.#tally.batch(true);
  }

  /** Stops sending; requests already sent are followed to their end. */
  async stop(reason: StopReason): Promise<void> {
    if (this.#stop.signal.aborted) {
      return;
    }
    this.#tally.add({ stopped: reason });
    this.#stop.abort(new Error("cancelled"));
    this.#notify();
    await this.#journal.write([{ stopped: reason }]);
  }

  /**
   * Runs the batch to its end.
   *
   * @param found its operations left by an earlier window; undefined for a new batch.
   * @returns the ended batch; undefined where the window closes or another one took the batch over.
   */
  async run(found: readonly Operation[] | undefined): Promise<EndedBatch | undefined> {
    this.#notify();
    const taken = found === undefined ? new Set<number>() : await this.#takeUp(found);
    const remaining = [...this.plans.keys()].filter(
      (item) => !taken.has(item) && !this.#tally.has(item),
    );
    const unconfirmed = new Set(
      found === undefined ? [] : remaining.filter((one) => this.#isDestructive(one)),
    );
    if (unconfirmed.size > 0 && this.#tally.stopReason === undefined) {
      this.#tally.add({ stopped: "windowClosed" });
      await this.#journal.write([{ stopped: "windowClosed" }]);
    }
    const sendable = remaining.filter((item) => !unconfirmed.has(item));
    await Promise.all(
      [...this.#queues].map(([key, queue]) => this.#send(queue, this.#inQueue(key, sendable))),
    );
    while (this.#open.size > 0) {
      await Promise.all(this.#open);
    }
    return this.parts.shutdown.aborted || this.#isLost ? undefined : this.#end();
  }

  async #end(): Promise<EndedBatch> {
    const { stopReason } = this.#tally;
    const line = {
      endedAt: this.parts.clock.now(),
      ...(stopReason === undefined ? {} : { stopReason }),
    };
    this.#tally.add(line);
    await this.#journal.write([line]);
    this.#notify();
    const { batch, plans } = this;
    const succeeded = this.#tally.succeeded.flatMap((item) => plans[item] ?? []);
    return { batch, plans, succeeded: new Set(succeeded.map(({ subject }) => subject.deletion)) };
  }

  /** Resumes what an earlier window began; unsent destructive requests aren't sent. */
  async #takeUp(found: readonly Operation[]): Promise<ReadonlySet<number>> {
    const indexes = new Map(this.plans.map(({ subject }, index) => [subject.deletion, index]));
    const taken = new Set<number>();
    for (const operation of found) {
      const item = indexes.get(operation.plan.subject.deletion);
      if (item === undefined || this.#tally.has(item)) {
        await this.parts.runner.removeItem(operation.id);
        continue;
      }
      taken.add(item);
      const isUnsent = operation.steps.every(({ state }) => state === "waiting");
      if (operation.endedAt !== undefined) {
        await this.#ended(item, operation);
      } else if (isUnsent && (this.#isDestructive(item) || this.#stop.signal.aborted)) {
        const { name, noun } = operation.plan.subject;
        await this.#record({ item, outcome: "notSent", name, noun }, operation.id);
      } else {
        this.#keep(
          this.parts.runner
            .resumeItem(operation, this.#optionsOf(operation.plan, undefined))
            .then((ended) => this.#ended(item, ended)),
        );
      }
    }
    return taken;
  }

  #isDestructive(item: number): boolean {
    const plan = this.plans[item];
    return plan?.steps.some((step) => isDestructive(plan, step)) ?? false;
  }

  #inQueue(key: string, items: readonly number[]): readonly number[] {
    return items.filter((item) => {
      const plan = this.plans[item];
      return plan !== undefined && queueKeyOf(plan) === key;
    });
  }

  async #send({ sending, open }: SubscriptionQueue, items: readonly number[]): Promise<void> {
    const signal = AbortSignal.any([this.parts.shutdown, this.#stop.signal]);
    for (const item of items) {
      const openPermit = open.permit();
      const sendPermit = sending.permit();
      const leave = (): void => {
        sendPermit.release();
        openPermit.release();
      };
      try {
        // In this order: an item that waits for its open permit must not block others from sending.
        await openPermit.acquire(signal);
        await sendPermit.acquire(signal);
      } catch {
        leave();
        return;
      }
      if (signal.aborted || !(await this.#isMine())) {
        leave();
        return;
      }
      this.#keep(this.#startItem(item, sendPermit).finally(leave));
    }
  }

  /** Checks that no other window took the batch over, for example while this machine slept. */
  async #isMine(): Promise<boolean> {
    this.#isLost ||= !(await this.parts.lock.renew());
    return !this.#isLost;
  }

  async #startItem(item: number, permit: Permit): Promise<void> {
    const plan = this.plans[item];
    if (plan === undefined) {
      return;
    }
    let operation: Operation;
    try {
      operation = await this.parts.runner.startItem(plan, this.#optionsOf(plan, permit));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.#record(unstartedEnd(item, plan, reason), undefined);
      return;
    }
    await this.#ended(item, operation);
  }

  async #ended(item: number, operation: Operation): Promise<void> {
    if (operation.endedAt === undefined) {
      if (!this.parts.shutdown.aborted && (await this.#isMine())) {
        const { name, noun } = operation.plan.subject;
        const reason = l10n.t("Another window took this over. Refresh to see its current state.");
        await this.#record({ item, outcome: "uncertain", name, noun, reason }, undefined);
      }
      return;
    }
    await this.#record(itemEndOf(item, operation), operation.id);
  }

  /** @param permit for its first step; the others take their own. */
  #optionsOf(plan: Plan, permit: Permit | undefined): ItemOptions {
    let first = permit;
    const sending = this.#queues.get(queueKeyOf(plan))?.sending;
    return {
      batch: this.header.id,
      cancelled: this.#stop.signal,
      permit: () => {
        const next = first ?? sending?.permit() ?? unlimited();
        first = undefined;
        return next;
      },
      pace: (serviceId: string, step: PlanStep) =>
        this.#pace.forSubscription(`${serviceId}/${step.id}`),
    };
  }

  #keep(work: Promise<void>): void {
    const kept = work.finally(() => this.#open.delete(kept));
    this.#open.add(kept);
  }

  async #record(end: ItemEnd, operationId: string | undefined): Promise<void> {
    const plan = this.plans[end.item];
    this.#tally.add(end, true);
    if (plan !== undefined) {
      this.parts.onItemEnded(plan, end);
    }
    this.#notify();
    // If the line couldn't be written, the operation stays on disk and is counted from there.
    if ((await this.#journal.write([end])) && operationId !== undefined) {
      await this.parts.runner.removeItem(operationId);
    }
  }

  #notify(): void {
    this.parts.onChange(this.batch);
  }
}

/** A queue per subscription, which has its own rate limit in Azure. */
interface SubscriptionQueue {
  readonly sending: Semaphore;
  readonly open: Semaphore;
}

/** The key of a rate limit in Azure. */
function queueKeyOf({ identity, subject }: Plan): string {
  return `${identity.accountId}/${subject.subscriptionId}`.toLowerCase();
}
