import type { Caller } from "../azure/deletionEvent";
import type { ArmFailure } from "../azure/errors";

/** A deletion as the Activity Log tells it. Plain data. */
export interface Deletion {
  /** ISO 8601 instant. */
  readonly at: string;
  /** Undefined where the log names nobody. */
  readonly caller: Caller | undefined;
  /** It went with its whole resource group. */
  readonly withGroup: boolean;
}

/**
 * Who deleted something and when, or why that is not known.
 *
 * - `tooOld`: it was deleted before the log begins.
 * - `notLogged`: the log has no such deletion, or not yet.
 * - `incomplete`: the log has too much to be read to the end, and no such deletion in what was read.
 * - `notReadable`: the log could not be read.
 */
export type WhoDeleted =
  | { readonly kind: "logged"; readonly deletion: Deletion }
  | { readonly kind: "tooOld" | "notLogged" | "incomplete" }
  | { readonly kind: "notReadable"; readonly failure: ArmFailure };
