import { describe, expect, it } from "vitest";
import type { AccountProblem } from "../../../src/account/account";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import { readTroubleOf } from "../../../src/inventory/readTrouble";
import { ManualClock } from "../base/fakeClock";
import { Inventory } from "../../../src/inventory/inventory";
import { refusal, ScriptedArm } from "../operations/scriptedArm";
import { silent } from "../operations/harness";
import {
  endpoint,
  inventoryOf,
  itemsOf,
  reporting,
  services,
  subscription,
} from "./inventoryHarness";

const failure = (rest: Partial<ArmFailure>): ArmFailure => ({
  ...{ kind: "refused", method: "GET", path: "/", message: "no" },
  ...rest,
});
const silence = failure({ kind: "noAnswer" });
const down = failure({ status: 503 });
const unauthorized = failure({ status: 401 });
const forbidden = failure({ status: 403 });
const tokenMissing = failure({ kind: "notSent", code: "SignInNeeded" });

function failed(reason?: ArmFailure): AccountProblem {
  return { kind: "failed", message: "no", ...(reason === undefined ? {} : { failure: reason }) };
}
const signIn: AccountProblem = { kind: "signInNeeded", message: "Sign in." };

describe("an update that brought nothing", () => {
  it.each<[string | undefined, readonly AccountProblem[], readonly (ArmFailure | undefined)[]]>([
    [undefined, [], []],
    [undefined, [], [undefined, silence]],
    [undefined, [failed(silence)], [undefined]],
    [undefined, [], [silence, forbidden]],
    ["unreachable", [], [silence, down]],
    ["signIn", [], [unauthorized, tokenMissing]],
    ["unreachable", [failed(silence)], []],
    ["unreachable", [failed(down), signIn], []],
    ["signIn", [failed(unauthorized)], []],
    ["signIn", [signIn], []],
    ["failed", [failed(forbidden)], []],
    ["failed", [failed()], []],
  ])("is %s", (trouble, problems, branches) => {
    expect(readTroubleOf(problems, branches)).toBe(trouble);
  });
});

describe("the list of an inventory", () => {
  const reachable = reporting(subscription("a"));
  const clock = new ManualClock();

  /** An inventory whose accounts and lists fail while `world.fails` is set. */
  function unsteady(): { readonly inventory: Inventory; fails: ArmFailure | undefined } {
    const world: { inventory: Inventory; fails: ArmFailure | undefined } = {
      fails: undefined,
      inventory: new Inventory({
        services: () => services,
        readSubscriptions: async (report) => {
          if (world.fails !== undefined) {
            report({ subscriptions: [], problems: [failed(world.fails)] });
            return;
          }
          await reachable(report);
        },
        connect: async () => {
          const arm = new ScriptedArm(() => refusal(403, "AuthorizationFailed"));
          arm.list = async ({ path }, onPage) => {
            const refused = world.fails ?? (path.endsWith("/providers") ? forbidden : undefined);
            if (refused !== undefined) {
              throw new ArmError(refused);
            }
            onPage(itemsOf(path.includes("KeyVault") ? "keyVault" : "cognitiveServices", "kv"));
          };
          return arm;
        },
        endpoint,
        logger: silent,
        clock,
      }),
    };
    return world;
  }

  it("is kept with the time it is of while Azure can't be reached, and then is new", async () => {
    const world = unsteady();
    const { inventory } = world;
    const first = clock.now();
    await inventory.refresh();
    expect(inventory.snapshot).toMatchObject({ asOf: first, isUpdating: false });
    expect(inventory.snapshot.trouble).toBeUndefined();
    const before = inventory.items;

    await clock.advance(60_000);
    world.fails = silence;
    const update = inventory.refresh();
    expect(inventory.snapshot.isUpdating).toBe(true);
    await update;
    expect(inventory.snapshot).toMatchObject({
      ...{ asOf: first, isUpdating: false, trouble: "unreachable" },
    });
    expect(inventory.items).toEqual(before);
    await inventory.refreshLists();
    expect(inventory.snapshot.trouble).toBe("unreachable");

    world.fails = undefined;
    await inventory.refresh();
    expect(inventory.snapshot.asOf).toBe(clock.now());
    expect(inventory.snapshot.trouble).toBeUndefined();
  });

  it("is kept where the account's sign-in can't be renewed, and gone where it has none", async () => {
    const world = unsteady();
    await world.inventory.refresh();
    world.fails = unauthorized;
    await world.inventory.refresh();
    expect(world.inventory.snapshot.trouble).toBe("signIn");
    expect(world.inventory.items).not.toEqual([]);
    world.inventory.clear();
    expect(world.inventory.snapshot.asOf).toBeUndefined();
    expect(world.inventory.snapshot.trouble).toBeUndefined();
    expect(world.inventory.items).toEqual([]);
  });

  it("keeps what a tenant showed that now wants a sign-in", async () => {
    let isAsked = false;
    const { inventory } = inventoryOf(
      async (report) => {
        report(
          isAsked
            ? { subscriptions: [], problems: [{ ...signIn, accountId: "dana", tenantId: "t" }] }
            : { subscriptions: [subscription("a")], problems: [] },
        );
      },
      (_, serviceId) => async (page) => {
        page(itemsOf(serviceId, "kv"));
      },
    );
    await inventory.refresh();
    const before = inventory.items;
    isAsked = true;
    await inventory.refresh();
    expect(inventory.items).toEqual(before);
  });
});
