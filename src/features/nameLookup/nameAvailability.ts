import { defined } from "../../base/defined";
import type { Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import { isServiceAbsent, type ArmFailure } from "../../azure/errors";
import { stringAt, valueAt } from "../../base/json";
import type { SoftDeleteService } from "../../services/service";
import type { NameQuery } from "./conflictParser";
import { readFailureOf } from "../../inventory/readFailure";

/** A provider's answer to a name check. */
export interface ProviderCheck {
  readonly serviceId: string;
  readonly resourceType: string;
  /** "invalid": not a valid name of this type; "unknown": the provider didn't answer. */
  readonly answer: "free" | "taken" | "invalid" | "unknown";
  /** The subscription used for the check; the answer applies to all of Azure. */
  readonly through?: Subscription;
  /** Azure's own message. */
  readonly said?: string;
  readonly failure?: ArmFailure;
}

type Connect = (subscription: Subscription) => Promise<ArmClient>;

/** After so many refusals, the other subscriptions would refuse too. */
const mostAsked = 5;

/**
 * The providers' name checks, each through the first subscription in which the provider answers,
 * starting with the one in the text.
 *
 * @throws the signal's reason when that aborts.
 */
export async function askProviders(
  services: readonly SoftDeleteService[],
  query: NameQuery & { readonly name: string },
  subscriptions: readonly Subscription[],
  connect: Connect,
  signal: AbortSignal,
): Promise<readonly ProviderCheck[]> {
  const isNamed = ({ subscriptionId }: Subscription): number =>
    Number(subscriptionId.toLowerCase() === query.subscriptionId?.toLowerCase());
  const through = subscriptions
    .toSorted((left, right) => isNamed(right) - isNamed(left))
    .slice(0, mostAsked);
  const checks = await Promise.all(
    services
      .filter((service) => service.nameCheck !== undefined)
      .map((service) => askProvider(service, query.name, through, connect, signal)),
  );
  // Without a type, skip providers that no subscription uses.
  return checks.filter(
    ({ failure }) =>
      query.resourceType !== undefined || failure === undefined || !isServiceAbsent(failure),
  );
}

async function askProvider(
  service: SoftDeleteService,
  name: string,
  through: readonly Subscription[],
  connect: Connect,
  signal: AbortSignal,
): Promise<ProviderCheck> {
  const { id: serviceId, resourceType } = service;
  let failure: ArmFailure | undefined;
  for (const subscription of through) {
    const check = service.nameCheck?.(name, subscription.subscriptionId);
    if (check === undefined) {
      break;
    }
    try {
      const arm = await connect(subscription);
      const { body } = await arm.send(check.request, signal);
      const told = valueAt(body, check.path);
      if (typeof told !== "boolean") {
        continue;
      }
      const said = stringAt(body, "message") ?? stringAt(body, "reason");
      const isInvalid = /invalid/i.test(stringAt(body, "reason") ?? "");
      return {
        serviceId,
        resourceType,
        answer: told === check.value ? "free" : isInvalid ? "invalid" : "taken",
        through: subscription,
        ...defined({ said }),
      };
    } catch (error) {
      signal.throwIfAborted();
      failure = readFailureOf(error, subscription);
    }
  }
  return {
    serviceId,
    resourceType,
    answer: "unknown",
    ...defined({ failure }),
  };
}
