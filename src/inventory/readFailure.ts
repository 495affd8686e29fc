import type { Subscription } from "../account/account";
import { thrownMessage } from "../base/thrownMessage";
import { ArmError, type ArmFailure } from "../azure/errors";

/** Why a reading failed; where nothing could even be sent, as when nobody is signed in, that. */
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
