import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
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

/** What an error says, in whatever shape it was thrown. */
export function thrownMessage(error: unknown): string {
  return error instanceof Error && error.message !== ""
    ? error.message
    : l10n.t("an unknown problem");
}
