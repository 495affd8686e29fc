import { setMaxListeners } from "node:events";
import * as l10n from "@vscode/l10n";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import { writesPerSecond } from "../../azure/rateLimit";
import { minute } from "../../base/durations";
import type { PlanStep, Plan } from "../../services/plan";
import {
  memberEndOf,
  unstartedEnd,
  type Batch,
  type BatchHeader,
  type EndedBatch,
  type JournalLine,
  type MemberEnd,
  type RestReason,
} from "./batch";
import type { BatchStore } from "./batchStore";
import { BatchTally } from "./batchTally";
import { JournalWriter } from "./journalWriter";
import type { FileLock } from "../../base/fileLock";
import { Semaphore, unlimited, type Permit } from "../../base/semaphore";
import { isDestructive, type Operation } from "../operation";
import { BatchPollPacing } from "../steps/pollPacing";
import type { Runner } from "../runner";
import type { Membership } from "../windowRuns";
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
  readonly onMemberEnded: (plan: Plan, end: MemberEnd) => void;
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
  readonly #lanes: ReadonlyMap<string, Lane>;
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
    const lanes = new Set(plans.map(laneOf));
    const open = Math.max(mostSending, Math.floor(mostOpen / lanes.size));
    this.#lanes = new Map(
      [...lanes].map((key) => [
        key,
        { sending: new Semaphore(mostSending), open: new Semaphore(open) },
      ]),
    );
    this.#tally = new BatchTally(header, parts.clock, lanes.size * writesPerSecond);
    for (const line of journal) {
      this.#tally.add(line);
    }
    if (this.#tally.rest !== undefined) {
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
  async stop(reason: RestReason): Promise<void> {
    if (this.#stop.signal.aborted) {
      return;
    }
    this.#tally.add({ stopped: reason });
    this.#stop.abort(new Error("cancelled"));
    this.#tell();
    await this.#journal.write([{ stopped: reason }]);
  }

  /**
   * Runs the batch to its end.
   *
   * @param found its operations left by an earlier window; undefined for a new batch.
   * @returns the ended batch; undefined where the window closes or another one took the batch over.
   */
  async run(found: readonly Operation[] | undefined): Promise<EndedBatch | undefined> {
    this.#tell();
    const taken = found === undefined ? new Set<number>() : await this.#takeUp(found);
    const rest = [...this.plans.keys()].filter(
      (member) => !taken.has(member) && !this.#tally.has(member),
    );
    const unasked = new Set(found === undefined ? [] : rest.filter((one) => this.#takesAway(one)));
    if (unasked.size > 0 && this.#tally.rest === undefined) {
      this.#tally.add({ stopped: "windowClosed" });
      await this.#journal.write([{ stopped: "windowClosed" }]);
    }
    const asked = rest.filter((member) => !unasked.has(member));
    await Promise.all(
      [...this.#lanes].map(([key, lane]) => this.#send(lane, this.#in(key, asked))),
    );
    while (this.#open.size > 0) {
      await Promise.all(this.#open);
    }
    return this.parts.shutdown.aborted || this.#isLost ? undefined : this.#end();
  }

  async #end(): Promise<EndedBatch> {
    const { rest } = this.#tally;
    const line = { endedAt: this.parts.clock.now(), ...(rest === undefined ? {} : { rest }) };
    this.#tally.add(line);
    await this.#journal.write([line]);
    this.#tell();
    const { batch, plans } = this;
    const succeeded = this.#tally.succeeded.flatMap((member) => plans[member] ?? []);
    return { batch, plans, succeeded: new Set(succeeded.map(({ subject }) => subject.deletion)) };
  }

  /** Resumes what an earlier window began; unsent destructive requests aren't sent. */
  async #takeUp(found: readonly Operation[]): Promise<ReadonlySet<number>> {
    const places = new Map(this.plans.map(({ subject }, place) => [subject.deletion, place]));
    const taken = new Set<number>();
    for (const operation of found) {
      const member = places.get(operation.plan.subject.deletion);
      if (member === undefined || this.#tally.has(member)) {
        await this.parts.runner.forgetMember(operation.id);
        continue;
      }
      taken.add(member);
      const isUnsent = operation.steps.every(({ state }) => state === "waiting");
      if (operation.endedAt !== undefined) {
        await this.#ended(member, operation);
      } else if (isUnsent && (this.#takesAway(member) || this.#stop.signal.aborted)) {
        const { name, noun } = operation.plan.subject;
        await this.#record({ member, outcome: "notSent", name, noun }, operation.id);
      } else {
        this.#keep(
          this.parts.runner
            .takeUpMember(operation, this.#membership(operation.plan, undefined))
            .then((ended) => this.#ended(member, ended)),
        );
      }
    }
    return taken;
  }

  #takesAway(member: number): boolean {
    const plan = this.plans[member];
    return plan?.steps.some((step) => isDestructive(plan, step)) ?? false;
  }

  #in(key: string, members: readonly number[]): readonly number[] {
    return members.filter((member) => {
      const plan = this.plans[member];
      return plan !== undefined && laneOf(plan) === key;
    });
  }

  async #send({ sending, open }: Lane, members: readonly number[]): Promise<void> {
    const signal = AbortSignal.any([this.parts.shutdown, this.#stop.signal]);
    for (const member of members) {
      const place = open.permit();
      const turn = sending.permit();
      const leave = (): void => {
        turn.release();
        place.release();
      };
      try {
        // In this order: an item that waits for a place must not block others from sending.
        await place.acquire(signal);
        await turn.acquire(signal);
      } catch {
        leave();
        return;
      }
      if (signal.aborted || !(await this.#isMine())) {
        leave();
        return;
      }
      this.#keep(this.#member(member, turn).finally(leave));
    }
  }

  /** Checks that no other window took the batch over, for example while this machine slept. */
  async #isMine(): Promise<boolean> {
    this.#isLost ||= !(await this.parts.lock.renew());
    return !this.#isLost;
  }

  async #member(member: number, turn: Permit): Promise<void> {
    const plan = this.plans[member];
    if (plan === undefined) {
      return;
    }
    let operation: Operation;
    try {
      operation = await this.parts.runner.startMember(plan, this.#membership(plan, turn));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.#record(unstartedEnd(member, plan, reason), undefined);
      return;
    }
    await this.#ended(member, operation);
  }

  async #ended(member: number, operation: Operation): Promise<void> {
    if (operation.endedAt === undefined) {
      if (!this.parts.shutdown.aborted && (await this.#isMine())) {
        const { name, noun } = operation.plan.subject;
        const reason = l10n.t("Another window took this over. Refresh to see its current state.");
        await this.#record({ member, outcome: "uncertain", name, noun, reason }, undefined);
      }
      return;
    }
    await this.#record(memberEndOf(member, operation), operation.id);
  }

  /** @param turn for its first step; the others take their own. */
  #membership(plan: Plan, turn: Permit | undefined): Membership {
    let first = turn;
    const sending = this.#lanes.get(laneOf(plan))?.sending;
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

  async #record(end: MemberEnd, operationId: string | undefined): Promise<void> {
    const plan = this.plans[end.member];
    this.#tally.add(end, true);
    if (plan !== undefined) {
      this.parts.onMemberEnded(plan, end);
    }
    this.#tell();
    // If the line couldn't be written, the operation stays on disk and is counted from there.
    if ((await this.#journal.write([end])) && operationId !== undefined) {
      await this.parts.runner.forgetMember(operationId);
    }
  }

  #tell(): void {
    this.parts.onChange(this.batch);
  }
}

/** A queue per subscription, which has its own rate limit in Azure. */
interface Lane {
  readonly sending: Semaphore;
  readonly open: Semaphore;
}

/** The key of a rate limit in Azure. */
function laneOf({ identity, subject }: Plan): string {
  return `${identity.accountId}/${subject.subscriptionId}`.toLowerCase();
}
