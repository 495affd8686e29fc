import type { AccountProblem, Subscription } from "../account/account";

/** The same problem can occur in a tenant and in the account's list of tenants. */
export function withoutRepeats(problems: readonly AccountProblem[]): readonly AccountProblem[] {
  return [
    ...new Map(
      problems.map((problem) => [
        [problem.accountId, problem.tenantId, problem.message].join("|"),
        problem,
      ]),
    ).values(),
  ];
}

/** Whether a subscription is missing from an account's list because of one of these problems. */
export function mayBeHiddenBy(
  problems: readonly AccountProblem[],
  { accountId, tenantId }: Subscription,
): boolean {
  return problems.some(
    (problem) =>
      (problem.accountId ?? accountId) === accountId && (problem.tenantId ?? tenantId) === tenantId,
  );
}
