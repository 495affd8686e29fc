import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../../azure/armRequest";
import type { JsonObject } from "../../base/json";
import { preconditionOn } from "../../services/preconditions";
import type { Precondition, PlanStep } from "../../services/plan";
import type { Refusal, RequiredPermission } from "../../services/service";

/** How a live resource is deleted, and what that means for the person. */
export interface LiveDeletion {
  readonly steps: readonly PlanStep[];
  /** It can't be recovered, so it is sent from the confirmation page only, as a purge is. */
  readonly permanent: boolean;
  readonly permission: RequiredPermission;
  /** What is lost at once, sentence by sentence. */
  readonly lost: readonly string[];
  /** What can be recovered and how long; empty where it is permanent. */
  readonly kept: readonly string[];
  /** Other notes, for example about costs in the meantime. */
  readonly besides: readonly string[];
}

/** A change of a soft-delete setting, and what it means for the person. */
export interface SoftDeleteChange {
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
  /** Notes to show before, sentence by sentence. */
  readonly meaning: readonly string[];
}

/** A precondition that these values of a live resource haven't changed. */
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

/** The response lacks what a plan needs. */
export function notUnderstood(): Refusal {
  return {
    refused: l10n.t(
      "Couldn't understand Azure's response for this resource. Refresh to try again.",
    ),
  };
}
