import { memoize } from "../base/memoize";
import { readDeletions } from "../azure/activityLog";
import type { LoggedDeletion } from "../azure/activityLogEvent";
import { UnusableNameError } from "../azure/armRequest";
import { ArmError } from "../azure/errors";
import { day } from "../base/durations";
import type { DeletionEvents } from "../services/source";
import type { ReadContext } from "./readContext";

/** Reads the deletions that the Activity Log of a subscription has, each query once. */
export class DeletionEventReader {
  /** By operation and first instant. */
  readonly #logged = new Map<string, Promise<readonly LoggedDeletion[]>>();

  constructor(
    private readonly around: Pick<ReadContext, "arm" | "subscriptionId" | "now" | "signal">,
  ) {}

  of(source: DeletionEvents): Promise<readonly LoggedDeletion[]> {
    const since = this.around.now - source.withinDays * day;
    return this.since(source.operation, since);
  }

  /** Queried once and shared. */
  since(operation: string, since: number): Promise<readonly LoggedDeletion[]> {
    const { arm, subscriptionId, now, signal } = this.around;
    const key = `${operation}@${String(since)}`;
    return memoize(this.#logged, key, () =>
      readDeletions(arm, { subscriptionId, operation, since, until: now }, signal),
    );
  }

  async isStillDeleted(source: DeletionEvents, deletion: LoggedDeletion): Promise<boolean> {
    const { arm, signal } = this.around;
    try {
      const { body } = await arm.send(source.live(deletion), signal);
      return source.isDeleted(body);
    } catch (error) {
      if (error instanceof ArmError && error.failure.status === 404) {
        return true;
      }
      if (error instanceof UnusableNameError) {
        return false;
      }
      throw error;
    }
  }
}
