import type { Caller } from "../azure/activityLogEvent";
import type { ArmFailure } from "../azure/errors";

/** A deletion according to the Activity Log. Plain data. */
export interface Deletion {
  /** ISO 8601 instant. */
  readonly at: string;
  /** Undefined where the log has no caller. */
  readonly caller: Caller | undefined;
  /** Deleted together with its resource group. */
  readonly withGroup: boolean;
}

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
  | { readonly kind: "logged"; readonly deletion: Deletion }
  | { readonly kind: "tooOld" | "notLogged" | "incomplete" }
  | { readonly kind: "notReadable"; readonly failure: ArmFailure };
