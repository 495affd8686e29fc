import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { ArmError } from "../azure/errors";
import { readLastWrite } from "../azure/activityWrites";
import { activityRequest } from "../azure/activityLog";
import type { Clock } from "../base/clock";
import { stringAt, type JsonObject, type JsonValue } from "../base/json";
import { queryGraph } from "../azure/resourceGraph";
import { canonicalId, sameResource } from "../azure/resourceId";
import { isNameFree, prerequisiteNamed } from "../services/parts/prerequisites";
import type { Answers } from "../services/question";
import type { Prerequisite, SoftDeleteService } from "../services/service";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { goOnWithout, whichOf, type Dependency } from "./dependency";
import { memoize } from "../base/memoize";

export interface DependencyFinderOptions {
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly service: (resource: InventoryItem["resource"]) => SoftDeleteService;
  /** All known deleted resources. */
  readonly items: () => readonly InventoryItem[];
  /** All known subscriptions. */
  readonly subscriptions: () => readonly Subscription[];
  /** Whether all soft-deleted resources of a type in a subscription are among the items. */
  readonly isAllRead: (resourceType: string, subscriptionId: string) => boolean;
  readonly clock: Pick<Clock, "now">;
}

/** Finds the dependencies of recoveries for one planning; each lookup is made once. */
export class DependencyFinder {
  readonly #live = new Map<string, Promise<boolean | undefined>>();
  readonly #named = new Map<string, Promise<"live" | "gone" | "unknown">>();
  readonly #writes = new Map<string, Promise<JsonObject | undefined>>();
  readonly #logs = new Map<string, Promise<readonly JsonValue[]>>();

  constructor(private readonly options: DependencyFinderOptions) {}

  /** A resource's dependencies and their states. */
  async of(
    item: InventoryItem,
    answers: Answers,
    signal: AbortSignal | undefined,
  ): Promise<readonly Dependency[]> {
    const service = this.options.service(item.resource);
    const settings =
      service.isDescribedByLog?.(item.resource) === true
        ? await this.#lastWrite(item, service, signal)
        : undefined;
    const wanted = service.prerequisites(item.resource, settings);
    return Promise.all(wanted.map((one) => this.find(one, item, answers, signal)));
  }

  /** The state of one prerequisite. */
  async find(
    asked: Prerequisite,
    item: InventoryItem,
    answers: Answers,
    signal: AbortSignal | undefined,
  ): Promise<Dependency> {
    const answer = answers[whichOf(asked.resourceType)];
    const wanted =
      asked.name === undefined && answer !== undefined && answer !== goOnWithout
        ? (prerequisiteNamed(asked, answer) ?? asked)
        : asked;
    if (wanted.name === undefined) {
      return answer === undefined
        ? { ...wanted, state: "unnamed", answer: whichOf(wanted.resourceType) }
        : { ...wanted, state: "unknown" };
    }
    const isLive = await this.#isLive(wanted, item, signal);
    if (isLive === true) {
      return { ...wanted, state: "live" };
    }
    const deleted = this.#deleted(wanted, item);
    if (deleted !== undefined) {
      return {
        ...wanted,
        state: isReachedAlike(deleted, item) ? "deleted" : "elsewhere",
        item: deleted,
      };
    }
    if (wanted.id !== undefined) {
      const wasLookedFor = this.options.isAllRead(
        wanted.resourceType,
        /^\/?subscriptions\/([^/]+)/i.exec(wanted.id)?.[1] ?? "",
      );
      return { ...wanted, state: isLive === false && wasLookedFor ? "gone" : "unknown" };
    }
    return { ...wanted, state: await this.#byName(wanted, item, signal) };
  }

  /** A provider's entries of the 90-day log; empty where it can't be read. */
  async log(
    item: InventoryItem,
    provider: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly JsonValue[]> {
    const { subscriptionId } = item.subscription;
    return memoize(this.#logs, seenBy(item, `${subscriptionId} ${provider}`), async () => {
      const now = this.options.clock.now();
      const events: JsonValue[] = [];
      const arm = await this.options.connect(item.subscription);
      await ignoringRefusals(undefined, () =>
        arm.list(
          activityRequest({ subscriptionId, since: 0, until: now, provider }),
          (page) => events.push(...page),
          signal,
        ),
      );
      return events;
    });
  }

  async #lastWrite(
    item: InventoryItem,
    { resourceType }: SoftDeleteService,
    signal: AbortSignal | undefined,
  ): Promise<JsonObject | undefined> {
    const { originalId, subscriptionId } = item.resource;
    return memoize(this.#writes, seenBy(item, canonicalId(originalId)), async () => {
      const arm = await this.options.connect(item.subscription);
      return ignoringRefusals(undefined, () =>
        readLastWrite(
          arm,
          {
            subscriptionId,
            resourceId: originalId,
            operation: `${resourceType}/write`,
            now: this.options.clock.now(),
          },
          signal,
        ),
      );
    });
  }

  /** Undefined where unknown. */
  async #isLive(
    { id, live }: Prerequisite,
    item: InventoryItem,
    signal: AbortSignal | undefined,
  ): Promise<boolean | undefined> {
    if (id === undefined || live === undefined) {
      return undefined;
    }
    return memoize(this.#live, seenBy(item, canonicalId(id)), async () => {
      const arm = await this.options.connect(item.subscription);
      try {
        await arm.send(live, signal);
        return true;
      } catch (error) {
        if (error instanceof ArmError) {
          return error.failure.status === 404 ? false : undefined;
        }
        throw error;
      }
    });
  }

  #deleted(
    { id, name, resourceType }: Prerequisite,
    near: InventoryItem,
  ): InventoryItem | undefined {
    const found = this.options
      .items()
      .filter(
        ({ resource }) =>
          this.options.service(resource).resourceType === resourceType &&
          (id === undefined
            ? resource.name.toLowerCase() === name?.toLowerCase()
            : sameResource(resource.originalId, id)),
      );
    // The latest deletion, where a name was deleted twice.
    return found.toSorted(
      (left, right) =>
        Number(isReachedAlike(right, near)) - Number(isReachedAlike(left, near)) ||
        (right.resource.deletedAt ?? "").localeCompare(left.resource.deletedAt ?? ""),
    )[0];
  }

  /** Looks up a globally unique name in everything that this account can read. */
  async #byName(
    { name = "", resourceType, nameCheck }: Prerequisite,
    item: InventoryItem,
    signal: AbortSignal | undefined,
  ): Promise<"live" | "gone" | "unknown"> {
    return memoize(this.#named, seenBy(item, `${resourceType} ${name}`.toLowerCase()), async () => {
      const arm = await this.options.connect(item.subscription);
      const ids = this.options
        .subscriptions()
        .filter((one) => isReachedAlike({ subscription: one }, item))
        .map(({ subscriptionId }) => subscriptionId);
      const rows: JsonObject[] = [];
      await ignoringRefusals(undefined, () =>
        queryGraph(arm, liveNamed(resourceType, name), ids, (page) => rows.push(...page), signal),
      );
      if (rows.some((row) => stringAt(row, "id") !== undefined)) {
        return "live" as const;
      }
      const answer =
        nameCheck === undefined
          ? undefined
          : await ignoringRefusals(undefined, () => arm.send(nameCheck, signal));
      return isNameFree(answer?.body) === true ? ("gone" as const) : ("unknown" as const);
    });
  }
}

/** Vault names contain only letters, digits, and hyphens, so nothing needs escaping. */
function liveNamed(resourceType: string, name: string): string {
  const safe = name.replace(/[^a-z0-9-]/gi, "");
  return `resources | where type =~ '${resourceType}' and name =~ '${safe}' | project id, name, type, subscriptionId | order by id asc`;
}

function isReachedAlike(
  { subscription: one }: Pick<InventoryItem, "subscription">,
  { subscription: other }: Pick<InventoryItem, "subscription">,
): boolean {
  return one.accountId === other.accountId && one.tenantId === other.tenantId;
}

/** A cache key, because another account or tenant may see other resources. */
function seenBy({ subscription }: InventoryItem, what: string): string {
  return `${subscription.accountId} ${subscription.tenantId} ${what}`;
}

/** A refusal counts as unknown and is reported where it matters. */
async function ignoringRefusals<Value, Otherwise>(
  otherwise: Otherwise,
  ask: () => Promise<Value>,
): Promise<Value | Otherwise> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ArmError) {
      return otherwise;
    }
    throw error;
  }
}
