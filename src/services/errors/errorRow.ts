import type { ArmFailure } from "../../azure/errors";

/** What an error means, and when that is what it means: all that is given has to fit. */
export interface ErrorRow {
  /** Any when left out. */
  readonly codes?: readonly string[];
  /** Ids of services whose requests it stands for; of all, and of none, when left out. */
  readonly services?: readonly string[];
  /** For a code that says nothing by itself. */
  readonly message?: RegExp;
  readonly fits?: (failure: ArmFailure) => boolean;
  /** What happened and what to do. */
  readonly say: (failure: ArmFailure) => string;
}
