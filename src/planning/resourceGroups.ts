import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { ArmError } from "../azure/errors";
import { readGroupRegions, type Region } from "../azure/groupRegions";
import { memoize } from "../base/memoize";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Answers } from "../services/question";
import type { Home } from "../services/service";

/** A resource group to create in a region that only the person can choose. */
export interface RegionChoice {
  /** The key of the answer, which is a region's code. */
  readonly answer: string;
  readonly resourceGroup: string;
  /** The region that the group can't be created in, as in "global". */
  readonly unavailable: string;
  readonly regions: readonly Region[];
  /** The code of the region that the plan uses without an answer. */
  readonly suggested: string;
}

/** Missing resource groups and the regions they can be created in; each read is made once. */
export class ResourceGroups {
  readonly #exist = new Map<string, Promise<boolean>>();
  readonly #regions = new Map<string, Promise<readonly Region[]>>();

  /** @param items all known deleted resources. */
  constructor(
    private readonly connect: (subscription: Subscription) => Promise<ArmClient>,
    private readonly items: () => readonly InventoryItem[],
  ) {}

  /** A recovery may be allowed without permission to read the group: Azure decides then. */
  async exists(
    subscription: Subscription,
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    return memoize(this.#exist, keyOf(subscription, name), async () => {
      const arm = await this.connect(subscription);
      try {
        return await arm.resourceGroupExists(subscription.subscriptionId, name, signal);
      } catch (error) {
        if (error instanceof ArmError && error.failure.status === 403) {
          return true;
        }
        throw error;
      }
    });
  }

  /**
   * Where to create a missing group: in the home's region, or in a chosen or suggested one if no
   * group can be there ("global" is refused, and so are some regions).
   */
  async placeFor(
    subscription: Subscription,
    home: Home,
    answers: Answers,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly home: Home; readonly choice?: RegionChoice }> {
    const regions = await memoize(this.#regions, keyOf(subscription, ""), async () =>
      readGroupRegions(await this.connect(subscription), subscription.subscriptionId, signal),
    );
    const [first] = regions;
    const takesGroups = (code: string | undefined): boolean =>
      regions.some((region) => region.code === code);
    if (first === undefined || takesGroups(home.location)) {
      return { home };
    }
    const { resourceGroup, location: unavailable } = home;
    const answer = `region ${subscription.subscriptionId}/${resourceGroup}`.toLowerCase();
    const chosen = answers[answer];
    if (chosen !== undefined && takesGroups(chosen)) {
      return { home: { resourceGroup, location: chosen } };
    }
    const suggested =
      this.#usualRegions(subscription, resourceGroup).find(takesGroups) ?? first.code;
    return {
      home: { resourceGroup, location: suggested },
      choice: { answer, resourceGroup, unavailable, regions, suggested },
    };
  }

  /** Regions of deleted resources: of the same group first, then by how often they occur. */
  #usualRegions({ subscriptionId }: Subscription, group: string): readonly string[] {
    const counts = new Map<string, number>();
    for (const { resource } of this.items()) {
      if (resource.subscriptionId.toLowerCase() === subscriptionId.toLowerCase()) {
        const isOfGroup = resource.resourceGroup?.toLowerCase() === group.toLowerCase();
        const count = counts.get(resource.location) ?? 0;
        counts.set(resource.location, count + (isOfGroup ? ofGroup : 1));
      }
    }
    return [...counts].toSorted(([, left], [, right]) => right - left).map(([code]) => code);
  }
}

/** Outweighs any number of deleted resources outside the group. */
const ofGroup = 1_000_000;

function keyOf({ accountId, tenantId, subscriptionId }: Subscription, name: string): string {
  return `${accountId}|${tenantId}|${subscriptionId}|${name}`.toLowerCase();
}
