import { deletionEventIn, type DeletionEvent } from "../azure/deletionEvent";
import type { JsonValue } from "../base/json";
import { canonicalId, parseResourceId } from "../azure/resourceId";
import { hour, minute } from "../base/durations";
import type { DeletedResource } from "../services/deletedResource";
import type { Deletion } from "./whoDeleted";

/**
 * How far the log's time and the service's can lie apart: one tells when the deletion was asked for,
 * the other when it was through.
 */
const mostApart = 2 * hour;
/** A group's deletion is logged after everything in it is gone, which can take hours; not before. */
const longestGroupDeletion = 12 * hour;
const clocksApart = 15 * minute;

/**
 * The earliest that the log can have the deletion of a resource, in milliseconds since the epoch.
 * @param deletedAt ISO 8601 instant.
 */
export function earliestLogged(deletedAt: string): number {
  return Date.parse(deletedAt) - mostApart;
}

/** What is known of the deletions in one subscription's Activity Log. What is logged stays so. */
export class LoggedDeletions {
  readonly #byId = new Map<string, DeletionEvent[]>();

  /** @param events as the log answers with them; what tells of no deletion is left out. */
  add(events: readonly JsonValue[]): void {
    for (const event of events.flatMap((one) => deletionEventIn(one) ?? [])) {
      const known = this.#byId.get(event.resourceId) ?? [];
      if (!known.some(({ at }) => at === event.at)) {
        this.#byId.set(event.resourceId, [...known, event]);
      }
    }
  }

  /**
   * The deletion of a resource. Its own, the nearest to the time its service tells; the latest where
   * that tells none. Else that of its resource group at that time; without a time only where the log
   * was read to its end, so that there is no other.
   */
  find(resource: DeletedResource, isComplete: boolean): Deletion | undefined {
    const { deletedAt } = resource;
    const at = deletedAt === undefined ? undefined : Date.parse(deletedAt);
    const groups = this.#ofGroup(resource);
    const own = nearest(this.#of(resource.originalId), at, mostApart, mostApart);
    if (own !== undefined) {
      const group = groups.find((one) => isSameRequest(one, own));
      return deletionOf(own, own.caller ?? group?.caller, group !== undefined);
    }
    const group =
      at === undefined && !isComplete
        ? undefined
        : nearest(groups, at, clocksApart, longestGroupDeletion);
    return group === undefined ? undefined : deletionOf(group, group.caller, true);
  }

  #of(id: string): readonly DeletionEvent[] {
    return this.#byId.get(canonicalId(id)) ?? [];
  }

  #ofGroup({
    subscriptionId,
    originalId,
    resourceGroup,
  }: DeletedResource): readonly DeletionEvent[] {
    const group = parseResourceId(originalId)?.resourceGroup ?? resourceGroup;
    return group === undefined
      ? []
      : this.#of(`/subscriptions/${subscriptionId}/resourceGroups/${group}`);
  }
}

/** @param before and `after`: how many milliseconds around `at` count. */
function nearest(
  events: readonly DeletionEvent[],
  at: number | undefined,
  before: number,
  after: number,
): DeletionEvent | undefined {
  return at === undefined
    ? events.toSorted((left, right) => right.at - left.at)[0]
    : events
        .filter((event) => event.at >= at - before && event.at <= at + after)
        .toSorted((left, right) => Math.abs(left.at - at) - Math.abs(right.at - at))[0];
}

function isSameRequest(left: DeletionEvent, right: DeletionEvent): boolean {
  return left.correlationId !== undefined && left.correlationId === right.correlationId;
}

function deletionOf(
  event: DeletionEvent,
  caller: DeletionEvent["caller"],
  withGroup: boolean,
): Deletion {
  return { at: new Date(event.at).toISOString(), caller, withGroup };
}
