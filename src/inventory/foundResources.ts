import { UnusableNameError } from "../azure/armRequest";
import { canonicalId } from "../azure/resourceId";
import { deletionKey, hoursAfter, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";

/** What has been found of a service so far. */
export interface ReadResult {
  readonly resources: readonly DeletedResource[];
  /** Number of malformed items that were left out. */
  readonly malformed: number;
}

/** What the sources of a service have found so far, without what two of them list. */
export class FoundResources {
  /** By the place of the source: what an earlier source has, a later one does not replace. */
  readonly #bySource: Map<string, DeletedResource>[];
  #malformed = 0;

  constructor(
    private readonly service: SoftDeleteService,
    private readonly onFound: (found: ReadResult) => void,
  ) {
    this.#bySource = service.sources.map(() => new Map<string, DeletedResource>());
  }

  /** Fills in the times that the lists leave out, by the canonical ids of the resources. */
  complete(deletedAtById: ReadonlyMap<string, string>, retentionHours: number): void {
    for (const found of this.#bySource) {
      for (const [key, resource] of found) {
        const deletedAt = deletedAtById.get(canonicalId(resource.originalId));
        if (resource.deletedAt === undefined && deletedAt !== undefined) {
          found.set(key, {
            ...resource,
            deletedAt,
            purgeAt: hoursAfter(deletedAt, retentionHours),
            purgeAtFrom: "retention",
          });
        }
      }
    }
  }

  take(index: number, read: () => DeletedResource | "live" | undefined): void {
    const resource = readOrNothing(read);
    if (resource === undefined) {
      this.#malformed += 1;
    } else if (resource !== "live") {
      // A list that changes between two pages can repeat an item.
      this.#bySource[index]?.set(deletionKey(resource), resource);
    }
  }

  merged(): readonly DeletedResource[] {
    const taken = new Set<string>();
    return this.#bySource.flatMap((found) => {
      const fresh = [...found.values()].filter(
        ({ originalId }) => !taken.has(canonicalId(originalId)),
      );
      for (const { originalId } of fresh) {
        taken.add(canonicalId(originalId));
      }
      return fresh;
    });
  }

  /** Items whose times come from the Activity Log are shown only after it was read. */
  report(timesKnown = false): void {
    const resources = this.merged();
    this.onFound({
      resources:
        timesKnown || this.service.deletionTimes === undefined
          ? resources
          : resources.filter(({ deletedAt }) => deletedAt !== undefined),
      malformed: this.#malformed,
    });
  }
}

function readOrNothing(
  read: () => DeletedResource | "live" | undefined,
): DeletedResource | "live" | undefined {
  try {
    return read();
  } catch (error) {
    // A name that can't be part of a URL.
    if (error instanceof UnusableNameError) {
      return undefined;
    }
    throw error;
  }
}
