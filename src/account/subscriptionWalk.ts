import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import type { AccountProblem, AccountReading, Subscription } from "./account";
import { failureIn } from "../azure/errors";
import { firstLine } from "../base/cutText";
import { thrownMessage } from "../base/thrownMessage";
import { SignInNeededError } from "./signInNeededError";

/** An account whose tenants are asked. */
export interface WalkAccount {
  readonly id: string;
  readonly label: string;
}

/** A tenant as Azure lists it; the name where the account can read it. */
export interface WalkTenant {
  readonly tenantId: string;
  readonly name?: string;
}

export interface ListedSubscription {
  readonly subscriptionId: string;
  readonly name: string;
  /** The subscription's home tenant, as Azure reports it. */
  readonly homeTenantId: string | undefined;
}

/**
 * The requests of a walk. Each may fail alone; a `SignInNeededError` means that part needs a
 * sign-in.
 */
export interface WalkSource<A extends WalkAccount> {
  accounts(signal: AbortSignal): Promise<readonly A[]>;
  tenants(account: A, signal: AbortSignal): Promise<readonly WalkTenant[]>;
  /** Without a tenant: the home tenant's list. */
  subscriptions(
    account: A,
    tenantId: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly ListedSubscription[]>;
}

type Report = (part: AccountReading) => void;

/**
 * Reads all tenants of all accounts in parallel and reports each tenant's part as it arrives. A
 * failure becomes a problem and doesn't stop the rest. When an account's tenants can't be listed,
 * its home tenant is still read.
 *
 * Rejects only when the signal aborts, at once and with its reason; nothing is reported after that.
 */
export async function walkSubscriptions<A extends WalkAccount>(
  source: WalkSource<A>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const reportWhileWanted: Report = (part) => {
    if (signal.aborted || part.subscriptions.length + part.problems.length === 0) {
      return;
    }
    report(part);
  };
  await orAborted(walk(source, reportWhileWanted, signal), signal);
}

async function walk<A extends WalkAccount>(
  source: WalkSource<A>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const accounts = await attempt(() => source.accounts(signal));
  if (!accounts.ok) {
    report(problemPart(toProblem(accounts.error)));
    return;
  }
  await Promise.all(accounts.value.map((account) => walkAccount(source, account, report, signal)));
}

async function walkAccount<A extends WalkAccount>(
  source: WalkSource<A>,
  account: A,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  const fresh = (listed: readonly ListedSubscription[], tenant?: WalkTenant): Subscription[] =>
    listed
      .filter(({ subscriptionId }) => addNew(seen, subscriptionId))
      .map((found) => toSubscription(found, account, tenant));
  const readTenant = async (tenant: WalkTenant | undefined): Promise<void> => {
    const listed = await attempt(() => source.subscriptions(account, tenant?.tenantId, signal));
    if (!listed.ok) {
      report(problemPart(toProblem(listed.error, account, tenant)));
      return;
    }
    report({ subscriptions: fresh(listed.value, tenant), problems: [] });
  };

  const tenants = await attempt(() => source.tenants(account, signal));
  if (!tenants.ok) {
    const home = await readHome(source, account, tenants.error, signal);
    report({
      subscriptions: fresh(home.subscriptions),
      problems: [toProblem(home.error, account)],
    });
    return;
  }
  const known = new Set<string>();
  const once = tenants.value.filter(({ tenantId }) => addNew(known, tenantId));
  await Promise.all((once.length === 0 ? [undefined] : once).map(readTenant));
}

/**
 * The home tenant's subscriptions when the tenants couldn't be listed, and the one error to report.
 */
async function readHome<A extends WalkAccount>(
  source: WalkSource<A>,
  account: A,
  listError: unknown,
  signal: AbortSignal,
): Promise<{ readonly subscriptions: readonly ListedSubscription[]; readonly error: unknown }> {
  if (listError instanceof SignInNeededError) {
    return { subscriptions: [], error: listError };
  }
  const home = await attempt(() => source.subscriptions(account, undefined, signal));
  if (home.ok) {
    return { subscriptions: home.value, error: listError };
  }
  // Of two errors, prefer the one that the person can fix.
  const error = home.error instanceof SignInNeededError ? home.error : listError;
  return { subscriptions: [], error };
}

function toSubscription(
  listed: ListedSubscription,
  account: WalkAccount,
  tenant: WalkTenant | undefined,
): Subscription {
  return {
    subscriptionId: listed.subscriptionId,
    name: listed.name,
    tenantId: tenant?.tenantId ?? listed.homeTenantId ?? "",
    homeTenantId: listed.homeTenantId ?? tenant?.tenantId ?? "",
    accountId: account.id,
    accountLabel: account.label,
  };
}

function toProblem(error: unknown, account?: WalkAccount, tenant?: WalkTenant): AccountProblem {
  const where = tenant?.name ?? tenant?.tenantId ?? account?.label;
  const needsSignIn = error instanceof SignInNeededError;
  const failure = needsSignIn ? undefined : failureIn(error);
  return {
    kind: needsSignIn ? "signInNeeded" : "failed",
    ...(tenant === undefined ? {} : { tenantId: tenant.tenantId }),
    ...defined({ tenantName: tenant?.name }),
    ...(account === undefined ? {} : { accountId: account.id, accountLabel: account.label }),
    message: needsSignIn ? signInSentence(error, where) : failureSentence(error, where),
    ...defined({ failure }),
  };
}

function signInSentence(error: SignInNeededError, where: string | undefined): string {
  if (error.advice !== undefined) {
    return error.advice;
  }
  if (where === undefined) {
    return error.message;
  }
  return l10n.t("Sign in to {0} to see its subscriptions.", where);
}

function failureSentence(error: unknown, where: string | undefined): string {
  const reason = firstLine(thrownMessage(error));
  return where === undefined
    ? l10n.t("Couldn't list the subscriptions. {0}", reason)
    : l10n.t("Couldn't list the subscriptions of {0}. {1}", where, reason);
}

function problemPart(problem: AccountProblem): AccountReading {
  return { subscriptions: [], problems: [problem] };
}

function addNew(seen: Set<string>, id: string): boolean {
  const key = id.toLowerCase();
  if (seen.has(key)) {
    return false;
  }
  seen.add(key);
  return true;
}

type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function attempt<T>(ask: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, error };
  }
}

async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) {
      signal.removeEventListener("abort", stop);
    }
  }
}
