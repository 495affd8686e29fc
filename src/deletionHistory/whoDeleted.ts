import type { LoggedDeletion } from "../azure/activityLogEvent";
import type { ArmFailure } from "../azure/errors";

/**
 * Who deleted a resource and when, or why that is unknown.
 *
 * - `tooOld`: deleted before the log begins.
 * - `notLogged`: the log doesn't contain the deletion, or not yet.
 * - `incomplete`: the log is too long to read completely, and the part that was read has no such
 * deletion.
 * - `notReadable`: the log couldn't be read.
 */
export type WhoDeleted =
  | {
      readonly kind: "logged";
      readonly deletion: LoggedDeletion;
      /** Deleted together with its resource group. */
      readonly withGroup: boolean;
    }
  | { readonly kind: "tooOld" | "notLogged" | "incomplete" }
  | { readonly kind: "notReadable"; readonly failure: ArmFailure };
