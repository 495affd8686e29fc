import { contosoFriday } from "../../simulator/scenarios/contosoFriday";
import type { Simulator } from "../../simulator/simulator";
import type { SubscriptionState } from "../../simulator/subscriptionState";

/** The id of one of Contoso's subscriptions. */
export function subscriptionId(name: string): string {
  const found = contosoFriday.subscriptions.find((subscription) => subscription.name === name);
  if (found === undefined) {
    throw new Error(`A Friday at Contoso has no subscription "${name}".`);
  }
  return found.id;
}

/** What a subscription is like at this moment. */
export function subscription({ state }: Simulator, name: string): SubscriptionState {
  const found = state.subscription(subscriptionId(name));
  if (found === undefined) {
    throw new Error(`The simulator has no subscription "${name}".`);
  }
  return found;
}

/** Purges a deleted vault as somebody else would, at once. */
export function vanish(simulator: Simulator, subscriptionName: string, vaultName: string): void {
  const vault = subscription(simulator, subscriptionName).deletedVault(vaultName);
  if (vault === undefined) {
    throw new Error(`${subscriptionName} has no deleted vault ${vaultName}.`);
  }
  vault.purgedAt = simulator.state.time.now();
}
