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
import type { Membership, Runner } from "../runner";
/**
 * Between the read just before and the answer, in one subscription: what ten a second need where
 * both together take two seconds.
 */
const mostSending = 20;
/** Sent and followed to its end, all together: ten a second that take Azure two minutes each. */
const mostOpen = 1500;
/** So long Azure may refuse everything as too many before the rest is left, in milliseconds. */
const patienceWithThrottling = 30 * minute;

export interface BatchRunParts {
  readonly runner: Runner;
  readonly store: BatchStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly claim: FileLock;
  readonly shutdown: AbortSignal;
  readonly onChange: (batch: Batch) => void;
  /** Before it is written down that it has ended. */
  readonly onMemberEnded: (plan: Plan, end: MemberEnd) => void;
}

/**
 * One batch, carried out by this window: so many at a time as Azure lets through, each an operation
 * like any other until it has ended and is counted.
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
    // Hundreds wait at a time, which Node would take for a leak.
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

  /** What has not been sent is not sent any more; what has been is followed to its end. */
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
   * Runs it to its end.
   *
   * @param found its operations that an earlier window left; undefined where this one begins it.
   * @returns the batch as it ended; undefined where the window closes or another one has it.
   */
  async run(found: readonly Operation[] | undefined): Promise<Batch | undefined> {
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

  async #end(): Promise<Batch> {
    const { rest } = this.#tally;
    const line = { endedAt: this.parts.clock.now(), ...(rest === undefined ? {} : { rest }) };
    this.#tally.add(line);
    await this.#journal.write([line]);
    this.#tell();
    return this.batch;
  }

  /** What an earlier window began; what it had not sent of what takes away is not sent unasked. */
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
        // In this order: who waits for a place must not keep another from sending.
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

  /** Another window may have taken it over, as after this one has slept. */
  async #isMine(): Promise<boolean> {
    this.#isLost ||= !(await this.parts.claim.renew());
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
    // Where it could not be written down, the operation stays on disk and is counted from that.
    if ((await this.#journal.write([end])) && operationId !== undefined) {
      await this.parts.runner.forgetMember(operationId);
    }
  }

  #tell(): void {
    this.parts.onChange(this.batch);
  }
}

/** Each subscription has a bucket of its own at Azure, so that none waits for another. */
interface Lane {
  readonly sending: Semaphore;
  readonly open: Semaphore;
}

/** What shares a bucket at Azure. */
function laneOf({ identity, subject }: Plan): string {
  return `${identity.accountId}/${subject.subscriptionId}`.toLowerCase();
}
