import {
  activityLogEventIn,
  isDeletion,
  isSameRequest,
  type ActivityLogEvent,
  type LoggedDeletion,
} from "../azure/activityLogEvent";
import type { JsonValue } from "../base/json";
import { canonicalId, parseResourceId } from "../azure/resourceId";
import { hour, minute } from "../base/durations";
import type { DeletedResource } from "../services/deletedResource";

/**
 * The tolerance between the log's time and the service's: one is the time of the request, the other
 * of its completion.
 */
const mostApart = 2 * hour;
/** A group's deletion is logged after everything in it is deleted, which can take hours. */
const longestGroupDeletion = 12 * hour;
const clocksApart = 15 * minute;

/**
 * The earliest time at which the log can contain the deletion, in milliseconds since the epoch.
 * @param deletedAt ISO 8601 instant.
 */
export function earliestLogged(deletedAt: string): number {
  return Date.parse(deletedAt) - mostApart;
}

interface FoundDeletion {
  readonly deletion: LoggedDeletion;
  /** Deleted together with its resource group. */
  readonly withGroup: boolean;
}

/** The known deletions of one subscription's Activity Log. Logged events don't change. */
export class LoggedDeletions {
  readonly #byId = new Map<string, ActivityLogEvent[]>();

  /** @param entries entries of the log; those that aren't deletions are ignored. */
  add(entries: readonly JsonValue[]): void {
    const events = entries.flatMap((entry) => activityLogEventIn(entry) ?? []);
    for (const event of events.filter(isDeletion)) {
      const id = canonicalId(event.resourceId);
      const known = this.#byId.get(id) ?? [];
      if (!known.some(({ at }) => at === event.at)) {
        this.#byId.set(id, [...known, event]);
      }
    }
  }

  /**
   * The deletion of a resource: its own event nearest to the service's time, or the latest one
   * where the service has no time; otherwise its resource group's at that time. Without a time, a
   * group's deletion counts only if the log was read completely.
   */
  find(resource: DeletedResource, isComplete: boolean): FoundDeletion | undefined {
    const { deletedAt } = resource;
    const at = deletedAt === undefined ? undefined : Date.parse(deletedAt);
    const groups = this.#ofGroup(resource);
    const own = nearest(this.#of(resource.originalId), at, mostApart, mostApart);
    if (own !== undefined) {
      const group = groups.find((one) => isSameRequest(one, own));
      return foundIn(own, own.caller ?? group?.caller, group !== undefined);
    }
    const group =
      at === undefined && !isComplete
        ? undefined
        : nearest(groups, at, clocksApart, longestGroupDeletion);
    return group === undefined ? undefined : foundIn(group, group.caller, true);
  }

  #of(id: string): readonly ActivityLogEvent[] {
    return this.#byId.get(canonicalId(id)) ?? [];
  }

  #ofGroup({
    subscriptionId,
    originalId,
    resourceGroup,
  }: DeletedResource): readonly ActivityLogEvent[] {
    const group = parseResourceId(originalId)?.resourceGroup ?? resourceGroup;
    return group === undefined
      ? []
      : this.#of(`/subscriptions/${subscriptionId}/resourceGroups/${group}`);
  }
}

/** @param before and `after`: how many milliseconds around `at` count. */
function nearest(
  events: readonly ActivityLogEvent[],
  at: number | undefined,
  before: number,
  after: number,
): ActivityLogEvent | undefined {
  return at === undefined
    ? events.toSorted((left, right) => right.at - left.at)[0]
    : events
        .filter((event) => event.at >= at - before && event.at <= at + after)
        .toSorted((left, right) => Math.abs(left.at - at) - Math.abs(right.at - at))[0];
}

function foundIn(
  { resourceId, at }: ActivityLogEvent,
  caller: ActivityLogEvent["caller"],
  withGroup: boolean,
): FoundDeletion {
  return { deletion: { resourceId, at: new Date(at).toISOString(), caller }, withGroup };
}
