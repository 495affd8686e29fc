import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import { SignInNeededError } from "../../../src/account/signInNeededError";
import {
  walkSubscriptions,
  type WalkAccount,
  type WalkSource,
} from "../../../src/account/subscriptionWalk";

interface Tenant {
  readonly outcome: "ok" | "failed" | "signInNeeded" | "hangs";
  readonly ids: readonly string[];
}

interface FakeAccount extends WalkAccount {
  readonly outcome: "ok" | "failed" | "signInNeeded";
  readonly tenants: readonly Tenant[];
  /** How reading the home tenant fails; it succeeds otherwise. */
  readonly home?: "failed" | "signInNeeded";
}

function fail(outcome: string): never {
  if (outcome === "signInNeeded") {
    throw new SignInNeededError("Sign in.");
  }
  throw new Error("broken\nwith details");
}

function sourceOf(
  accounts: readonly FakeAccount[],
  pause: () => Promise<void> = () => Promise.resolve(),
): WalkSource<FakeAccount> {
  return {
    accounts: () => Promise.resolve(accounts),
    tenants: async (account) => {
      await pause();
      if (account.outcome !== "ok") {
        fail(account.outcome);
      }
      return account.tenants.map((_, index) => ({
        tenantId: `t${index}`,
        name: `Tenant ${index}`,
      }));
    },
    subscriptions: async (account, tenantId) => {
      await pause();
      if (tenantId === undefined) {
        if (account.home !== undefined) {
          fail(account.home);
        }
        return [{ subscriptionId: "home", name: "home", homeTenantId: "h" }];
      }
      const tenant = account.tenants[Number(tenantId.slice(1))];
      if (tenant === undefined || tenant.outcome === "hangs") {
        return new Promise(() => undefined);
      }
      if (tenant.outcome !== "ok") {
        fail(tenant.outcome);
      }
      return tenant.ids.map((id) => ({ subscriptionId: id, name: id, homeTenantId: "own" }));
    },
  };
}

async function read(source: WalkSource<FakeAccount>, signal = new AbortController().signal) {
  const parts: AccountReading[] = [];
  await walkSubscriptions(source, (part) => parts.push(part), signal);
  return {
    parts,
    subscriptions: parts.flatMap((part) => part.subscriptions),
    problems: parts.flatMap((part) => part.problems),
  };
}

const account = (id: string, tenants: readonly Tenant[]): FakeAccount => ({
  id,
  label: `${id}@example.com`,
  outcome: "ok",
  tenants,
});

describe("walkSubscriptions", () => {
  it("reports whatever can be read, each pair once, in whatever order the answers come", async () => {
    const tenant = fc.record({
      outcome: fc.constantFrom("ok", "failed", "signInNeeded"),
      ids: fc.uniqueArray(fc.constantFrom("a", "A", "b", "c", "d")),
    });
    const accounts = fc
      .array(
        fc.record({
          outcome: fc.constantFrom("ok", "failed", "signInNeeded"),
          tenants: fc.array(tenant, { minLength: 1, maxLength: 4 }),
        }),
        { maxLength: 4 },
      )
      .map((list) => list.map((one, index) => ({ ...one, id: `a${index}`, label: `l${index}` })));
    await fc.assert(
      fc.asyncProperty(accounts, fc.scheduler(), async (list: FakeAccount[], scheduler) => {
        const reading = read(sourceOf(list, () => scheduler.schedule(Promise.resolve())));
        await scheduler.waitFor(reading);
        const { subscriptions, problems } = await reading;

        const found = subscriptions.map((s) => `${s.accountId}/${s.subscriptionId.toLowerCase()}`);
        const expected = list.flatMap(({ id, outcome, tenants }) => {
          if (outcome === "signInNeeded") {
            return [];
          }
          if (outcome === "failed") {
            return [`${id}/home`];
          }
          return tenants.flatMap((one) =>
            one.outcome === "ok" ? one.ids.map((sub) => `${id}/${sub.toLowerCase()}`) : [],
          );
        });
        expect(new Set(found)).toEqual(new Set(expected));
        expect(found).toHaveLength(new Set(found).size);

        const failing = list.flatMap(({ outcome, tenants }) =>
          outcome === "ok" ? tenants.map((one) => one.outcome) : [outcome],
        );
        expect(problems.map(({ kind }) => kind).sort()).toEqual(
          failing.filter((outcome) => outcome !== "ok").sort(),
        );
      }),
    );
  });

  it("does not wait for a slow tenant to report another", async () => {
    const abort = new AbortController();
    const slow = account("a", [
      { outcome: "hangs", ids: [] },
      { outcome: "ok", ids: ["s"] },
    ]);
    const parts: AccountReading[] = [];
    const walk = walkSubscriptions(
      sourceOf([slow]),
      (part) => {
        parts.push(part);
        abort.abort(new Error("seen enough"));
      },
      abort.signal,
    );
    await expect(walk).rejects.toThrow("seen enough");
    expect(parts.flatMap((part) => part.subscriptions)).toMatchObject([{ subscriptionId: "s" }]);
  });

  it("reports nothing after an abort", async () => {
    const abort = new AbortController();
    let answer: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (answer = resolve));
    const parts: AccountReading[] = [];
    const walk = walkSubscriptions(
      sourceOf([account("a", [{ outcome: "ok", ids: ["s"] }])], () => later),
      (part) => parts.push(part),
      abort.signal,
    );
    abort.abort();
    await expect(walk).rejects.toMatchObject({ name: "AbortError" });
    answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(parts).toEqual([]);
  });

  it("rejects at once when aborted before", async () => {
    await expect(read(sourceOf([]), AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("says in a sentence what failed, where, and what to do", async () => {
    const { problems, subscriptions } = await read(
      sourceOf([
        account("a", [
          { outcome: "failed", ids: [] },
          { outcome: "signInNeeded", ids: [] },
        ]),
        { ...account("b", []), outcome: "failed" },
      ]),
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        {
          kind: "failed",
          tenantId: "t0",
          tenantName: "Tenant 0",
          accountId: "a",
          accountLabel: "a@example.com",
          message: "Couldn't list the subscriptions of Tenant 0. broken",
        },
        {
          kind: "signInNeeded",
          tenantId: "t1",
          tenantName: "Tenant 1",
          accountId: "a",
          accountLabel: "a@example.com",
          message: "Sign in to Tenant 1 to see its subscriptions.",
        },
      ]),
    );
    expect(problems).toHaveLength(3);
    // The home tenant is read although the tenants could not be listed.
    expect(subscriptions).toMatchObject([
      { subscriptionId: "home", tenantId: "h", homeTenantId: "h" },
    ]);
  });

  it("reports a failure to list the accounts as a problem", async () => {
    const source = { ...sourceOf([]), accounts: () => Promise.reject(new Error("no provider")) };
    expect((await read(source)).problems).toEqual([
      { kind: "failed", message: "Couldn't list the subscriptions. no provider" },
    ]);
  });

  it.each(["failed", "signInNeeded"] as const)(
    "tells of one problem when the tenants cannot be listed and the home tenant %s",
    async (home) => {
      const broken: FakeAccount = { ...account("a", []), outcome: "failed", home };
      const { parts, problems } = await read(sourceOf([broken]));
      expect(problems).toMatchObject([{ kind: home, accountId: "a" }]);
      expect(parts).toHaveLength(1);
    },
  );

  it("takes a subscription without a tenant for the asked one's own", async () => {
    const source = {
      ...sourceOf([account("a", [{ outcome: "ok", ids: [] }])]),
      subscriptions: () =>
        Promise.resolve([{ subscriptionId: "s", name: "s", homeTenantId: undefined }]),
    };
    const { subscriptions } = await read(source);
    expect(subscriptions).toMatchObject([{ tenantId: "t0", homeTenantId: "t0" }]);
  });

  it("takes the tenant asked, and tells the one the subscription belongs to", async () => {
    const { subscriptions } = await read(sourceOf([account("a", [{ outcome: "ok", ids: ["s"] }])]));
    expect(subscriptions).toEqual([
      {
        subscriptionId: "s",
        name: "s",
        tenantId: "t0",
        homeTenantId: "own",
        accountId: "a",
        accountLabel: "a@example.com",
      },
    ]);
  });
});
