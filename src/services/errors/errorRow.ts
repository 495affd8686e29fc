import type { ArmFailure } from "../../azure/errors";

/** An explanation of an error, and its conditions: all given ones must match. */
export interface ErrorRow {
  /** Matches any code when omitted. */
  readonly codes?: readonly string[];
  /** For a code that isn't specific enough. */
  readonly message?: RegExp;
  readonly fits?: (failure: ArmFailure) => boolean;
  /** What happened and what to do. */
  readonly say: (failure: ArmFailure) => string;
}

/** An explanation of an error of one service. */
export interface ServiceErrorRow extends ErrorRow {
  /**
   * Applies to requests of other services, or of none, too: only this service has the code or the
   * message. When omitted, it applies only to this service's requests.
   */
  readonly anyService?: true;
}
