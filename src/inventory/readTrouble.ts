import type { AccountProblem } from "../account/account";
import type { ArmFailure } from "../azure/errors";

/**
 * Why a whole update brought nothing, so that the list is still the one before.
 *
 * - `unreachable`: Azure didn't answer, or only with server errors.
 * - `signIn`: nobody is signed out, but no token could be renewed.
 * - `failed`: for another reason, which a row of its own says.
 */
export type ReadTrouble = "unreachable" | "signIn" | "failed";

/**
 * @param problems of reading the subscriptions.
 * @param branches how the reading of each service ended in this update: its failure, if any.
 * @returns undefined where at least a part was read.
 */
export function readTroubleOf(
  problems: readonly AccountProblem[],
  branches: readonly (ArmFailure | undefined)[],
): ReadTrouble | undefined {
  if (branches.length > 0) {
    const failures = branches.filter((failure) => failure !== undefined);
    return failures.length < branches.length ? undefined : commonTrouble(failures);
  }
  if (problems.length === 0) {
    return undefined;
  }
  const failed = problems.filter(({ kind }) => kind === "failed");
  return failed.length === 0
    ? "signIn"
    : (commonTrouble(failed.map((one) => one.failure)) ?? "failed");
}

/** Whether a failure says nothing of what was read, only that nothing could be. */
export function isReadTrouble(failure: ArmFailure | undefined): boolean {
  return isUnreachable(failure) || isUnauthenticated(failure);
}

function commonTrouble(failures: readonly (ArmFailure | undefined)[]): ReadTrouble | undefined {
  if (failures.every(isUnauthenticated)) {
    return "signIn";
  }
  return failures.every(isUnreachable) ? "unreachable" : undefined;
}

function isUnauthenticated(failure: ArmFailure | undefined): boolean {
  return failure?.status === 401 || failure?.code === "SignInNeeded";
}

function isUnreachable(failure: ArmFailure | undefined): boolean {
  return failure?.kind === "noAnswer" || (failure?.status ?? 0) >= 500;
}
