import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import { activityRequest, firstLogged } from "../azure/activityLog";
import type { ArmClient } from "../azure/armClient";
import type { Clock } from "../base/clock";
import { eventProperties } from "../azure/activityLogEvent";
import { ArmError, type ArmFailure } from "../azure/errors";
import { readFailureOf } from "../inventory/readFailure";
import type { JsonValue } from "../base/json";
import type { Logger } from "../base/logger";
import type { DeletedResource } from "../services/deletedResource";
import { earliestLogged, LoggedDeletions } from "./loggedDeletions";
import type { WhoDeleted } from "./whoDeleted";
import { minute } from "../base/durations";

export interface SubscriptionLogOptions {
  readonly connect: (subscription: Subscription) => Promise<Pick<ArmClient, "list">>;
  /** The retention in hours; undefined where the service doesn't document it. */
  readonly retentionHours: (resource: DeletedResource) => number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Pages to read at most of a busy subscription's log. */
const mostPages = 25;
const longestReading = minute;
/** Ingestion delay of events: learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time */
const longestLag = 20 * minute;
/**
 * How soon the log may be read again for deletions it didn't contain, or after a failure, in
 * milliseconds.
 */
const pause = minute;

/** The result of one read of the log. */
interface Reading {
  /**
   * Milliseconds since the epoch: the start of the period, the time of the request, and its
   * completion.
   */
  readonly since: number;
  readonly asked: number;
  readonly ended: number;
  readonly end: "complete" | "cut" | ArmFailure;
}

/** The Activity Log of one subscription as one account sees it. */
export class SubscriptionLog {
  readonly #found = new LoggedDeletions();
  readonly #closing = new AbortController();
  /** Undefined when the next question has to read the log. */
  #reading: Reading | undefined;
  #underWay: Promise<void> | undefined;
  #generation = 0;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: SubscriptionLogOptions,
  ) {}

  /**
   * @param others the other deleted resources of the subscription, which one read covers too.
   * @throws only the signal's reason.
   */
  async whoDeleted(
    resource: DeletedResource,
    others: () => readonly DeletedResource[],
    signal?: AbortSignal,
  ): Promise<WhoDeleted> {
    // A running read may have started too late in the log, or may be stale.
    for (let readings = 0; readings < 3; readings += 1) {
      signal?.throwIfAborted();
      const known = this.#known(resource);
      if (known !== undefined) {
        return known;
      }
      this.#underWay ??= this.#read([resource, ...others()]).finally(() => {
        this.#underWay = undefined;
      });
      await unlessAborted(this.#underWay, signal);
    }
    return this.#known(resource) ?? { kind: "incomplete" };
  }

  /** Found deletions stay valid; others are looked up again. */
  markStale(): void {
    this.#generation += 1;
    this.#reading = undefined;
  }

  /** Cancels running reads and starts no more. */
  close(): void {
    this.#closing.abort(
      new Error(l10n.t("The signed-in account changed. Open the details again.")),
    );
  }

  /** Undefined where only a new read can tell. */
  #known(resource: DeletedResource): WhoDeleted | undefined {
    if (this.#closing.signal.aborted) {
      return {
        kind: "notReadable",
        failure: readFailureOf(this.#closing.signal.reason, this.subscription),
      };
    }
    const now = this.options.clock.now();
    const reading = this.#reading;
    const { deletedAt } = resource;
    const found = this.#found.find(resource, reading?.end === "complete");
    // Without a time, the found event can be an earlier deletion of a recovered resource.
    if (found !== undefined && (deletedAt !== undefined || reading !== undefined)) {
      return { kind: "logged", ...found };
    }
    if (deletedAt !== undefined && Date.parse(deletedAt) < firstLogged(0, now)) {
      return { kind: "tooOld" };
    }
    if (reading === undefined) {
      return undefined;
    }
    const mayAskAgain = now - reading.ended >= pause;
    if (typeof reading.end === "object") {
      return mayAskAgain ? undefined : { kind: "notReadable", failure: reading.end };
    }
    const isYetToCome =
      deletedAt !== undefined && Date.parse(deletedAt) > reading.asked - longestLag;
    if (reading.since > this.#since(resource, reading.asked) || (isYetToCome && mayAskAgain)) {
      return undefined;
    }
    return { kind: reading.end === "complete" ? "notLogged" : "incomplete" };
  }

  /** From when on the log can contain the deletion of a resource. */
  #since(resource: DeletedResource, now: number): number {
    const { deletedAt } = resource;
    const hours = this.options.retentionHours(resource) ?? Infinity;
    const earliest =
      deletedAt === undefined ? now - hours * 60 * minute : earliestLogged(deletedAt);
    return firstLogged(earliest, now);
  }

  /** Never rejects. */
  async #read(resources: readonly DeletedResource[]): Promise<void> {
    const { clock } = this.options;
    const generation = this.#generation;
    const asked = clock.now();
    // Continues after the last complete read.
    const before = this.#reading?.end === "complete" ? this.#reading : undefined;
    const since = resources
      .filter((one) => this.#known(one) === undefined)
      .reduce(
        (first, one) => Math.min(first, this.#since(one, asked)),
        before === undefined ? asked : before.asked - longestLag,
      );
    const end = await this.#readSince(since, asked);
    if (generation === this.#generation) {
      const covered = Math.min(since, before?.since ?? since);
      this.#reading = { since: covered, asked, ended: clock.now(), end };
    }
  }

  async #readSince(since: number, until: number): Promise<Reading["end"]> {
    const { connect, clock, logger } = this.options;
    const { subscriptionId } = this.subscription;
    const enough = new AbortController();
    const cut = new Error("enough of the log was read");
    const signal = AbortSignal.any([enough.signal, this.#closing.signal]);
    let pages = 0;
    const take = (events: readonly JsonValue[]): void => {
      this.#found.add(events);
      pages += 1;
      // If this was the last page, the read is complete.
      if (pages >= mostPages || clock.now() - until > longestReading) {
        enough.abort(cut);
      }
    };
    const asked = { subscriptionId, since, until };
    try {
      const arm = await connect(this.subscription);
      try {
        await arm.list(activityRequest({ ...asked, select: eventProperties }), take, signal);
      } catch (error) {
        // A cloud that doesn't support $select, or one of these properties.
        if (!(error instanceof ArmError) || error.failure.status !== 400) {
          throw error;
        }
        await arm.list(activityRequest(asked), take, signal);
      }
      return "complete";
    } catch (error) {
      if (error === cut) {
        return "cut";
      }
      const failure = readFailureOf(error, this.subscription);
      if (!this.#closing.signal.aborted) {
        logger.info(
          `The Activity Log could not be read: ${failure.code ?? failure.kind}, status ${String(failure.status ?? "none")}, correlation id ${failure.correlationId ?? "none"}`,
        );
      }
      return failure;
    }
  }
}

/** The shared work continues for other callers. @throws the signal's reason. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  signal?.addEventListener("abort", stop, { once: true });
  await Promise.race([work, aborted]);
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
}
