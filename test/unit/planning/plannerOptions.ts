import type { Subscription } from "../../../src/account/account";
import type { ArmClient } from "../../../src/azure/armClient";
import { systemClock } from "../../../src/base/clock";
import type { PlannerOptions } from "../../../src/planning/planner";
import type { SoftDeleteService } from "../../../src/services/service";
import { services } from "../../../src/services/index";

/** A planner's options over one connection, in which everything was read and nothing is deleted. */
export function plannerOptions(
  arm: ArmClient,
  some: Partial<PlannerOptions> & { readonly subscriptionsKnown?: readonly Subscription[] } = {},
): PlannerOptions {
  const { subscriptionsKnown = [], ...options } = some;
  return {
    connect: async () => arm,
    endpoint: async () => "https://management.azure.com",
    service: ({ serviceId }): SoftDeleteService => {
      const found = services.find(({ id }) => id === serviceId);
      if (found === undefined) {
        throw new Error(`There is no service "${serviceId}".`);
      }
      return found;
    },
    items: () => [],
    subscriptions: () => subscriptionsKnown,
    isAllRead: () => true,
    clock: systemClock,
    ...options,
  };
}
