import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../../azure/armRequest";
import type { JsonObject } from "../../base/json";
import { preconditionOn } from "../../services/preconditions";
import type { Precondition, PlanStep } from "../../services/plan";
import type { Refusal, RequiredPermission } from "../../services/service";

/** How something that is live is deleted, and what that means for the person. */
export interface LiveDeletion {
  readonly steps: readonly PlanStep[];
  /** It can't be recovered, so it is sent from the confirmation page only, as a purge is. */
  readonly permanent: boolean;
  readonly permission: RequiredPermission;
  /** What is lost at once, sentence by sentence. */
  readonly lost: readonly string[];
  /** What can be recovered and how long; empty where it is permanent. */
  readonly kept: readonly string[];
  /** What else to know, as what is charged or blocked meanwhile. */
  readonly besides: readonly string[];
}

/** A change of whether deletions can be recovered, and what it means for the person. */
export interface SoftDeleteChange {
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
  /** What to know before, sentence by sentence. */
  readonly meaning: readonly string[];
}

/** That something live is still as it was read, at these paths of it. */
export function unchangedSince(
  raw: JsonObject,
  request: ArmRequest,
  paths: readonly (readonly string[])[],
): Precondition {
  return {
    ...preconditionOn({ raw }, { request }, "stop", paths),
    message: l10n.t(
      "The resource was changed or deleted after it was shown to you. Nothing was sent.",
    ),
  };
}

/** For something live whose description lacks what a plan needs. */
export function notUnderstood(): Refusal {
  return {
    refused: l10n.t(
      "Couldn't understand Azure's response for this resource. Refresh to try again.",
    ),
  };
}
