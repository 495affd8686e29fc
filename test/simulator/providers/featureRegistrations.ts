import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

/** The preview features this Azure has, as "namespace/name". */
export const knownFeatures: readonly string[] = [
  "Microsoft.Compute/EncryptionAtHost",
  "Microsoft.Compute/SIGSoftDelete",
];

interface Registration {
  readonly feature: string;
  /** Until then it is on its way. */
  readonly doneAt: number;
}

const registrations = new StateKey<Registration[]>(() => []);

/** The feature's own spelling; undefined where there is no such feature. */
export function featureNamed(feature: string): string | undefined {
  return knownFeatures.find((known) => same(known, feature));
}

/** Registers it, once. */
export function registerFeature(
  subscription: SubscriptionState,
  feature: string,
  doneAt: number,
): void {
  if (registrationOf(subscription, feature) === undefined) {
    subscription.of(registrations).push({ feature, doneAt });
  }
}

/** As Microsoft.Features says it. */
export function featureState(
  subscription: SubscriptionState,
  feature: string,
): "NotRegistered" | "Registering" | "Registered" {
  const found = registrationOf(subscription, feature);
  if (found === undefined) {
    return "NotRegistered";
  }
  return found.doneAt > subscription.time.now() ? "Registering" : "Registered";
}

function registrationOf(
  subscription: SubscriptionState,
  feature: string,
): Registration | undefined {
  return subscription.of(registrations).find((one) => same(one.feature, feature));
}

/** Takes the registration back, as in a subscription that never had it. */
export function forgetFeature(subscription: SubscriptionState, feature: string): void {
  const kept = subscription.of(registrations);
  kept.splice(0, kept.length, ...kept.filter((one) => !same(one.feature, feature)));
}
