import type { Subscription } from "../account/account";
import { thrownMessage } from "../base/thrownMessage";
import { ArmError, type ArmFailure } from "../azure/errors";

/** Why a read failed, including errors before a request was sent. */
export function readFailureOf(error: unknown, { subscriptionId }: Subscription): ArmFailure {
  return error instanceof ArmError
    ? error.failure
    : {
        kind: "notSent",
        method: "GET",
        path: `/subscriptions/${subscriptionId}`,
        message: thrownMessage(error),
      };
}
