import type { ArmFailure } from "../../azure/errors";

/** An explanation of an error, and its conditions: all given ones must match. */
export interface ErrorRow {
  /** Matches any code when omitted. */
  readonly codes?: readonly string[];
  /** Ids of services it applies to; when omitted, all, and requests without a service. */
  readonly services?: readonly string[];
  /** For a code that isn't specific enough. */
  readonly message?: RegExp;
  readonly fits?: (failure: ArmFailure) => boolean;
  /** What happened and what to do. */
  readonly say: (failure: ArmFailure) => string;
}
