import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import { settled } from "../base/fakeClock";
import {
  branchOf,
  inventoryOf,
  itemsOf,
  namesOf,
  reporting,
  services,
  subscription,
  type Listing,
} from "./inventoryHarness";

const refusedWith = (failure: Partial<ArmFailure>): ArmError =>
  new ArmError({ kind: "refused", method: "GET", path: "/", message: "no", ...failure });

/** The ways a branch can go, and what must become of it. */
const ways = {
  read: { throws: undefined, state: "read" },
  forbidden: { throws: refusedWith({ status: 403, code: "AuthorizationFailed" }), state: "failed" },
  broken: { throws: refusedWith({ status: 500 }), state: "failed" },
  offline: { throws: refusedWith({ kind: "noAnswer" }), state: "failed" },
  mistaken: { throws: new TypeError("a mistake of ours"), state: "failed" },
  absent: {
    throws: refusedWith({ status: 409, code: "MissingSubscriptionRegistration" }),
    state: "absent",
  },
} as const;
const anyWay = fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[]));

describe("what is deleted", () => {
  it("is shown wherever it can be read, whatever fails elsewhere", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ keyVault: anyWay, cognitiveServices: anyWay }), {
          minLength: 1,
          maxLength: 6,
        }),
        async (plan) => {
          const subscriptions = plan.map((_, index) => subscription(`s${String(index)}`));
          const wayOf = (name: string, serviceId: string): keyof typeof ways => {
            const row = plan[Number(name.slice(1))];
            return (serviceId === "keyVault" ? row?.keyVault : row?.cognitiveServices) ?? "read";
          };
          const { inventory } = inventoryOf(reporting(...subscriptions), ({ name }, serviceId) => {
            return async (page) => {
              const { throws } = ways[wayOf(name, serviceId)];
              if (throws !== undefined) {
                throw throws;
              }
              page(itemsOf(serviceId, `in-${name}`));
            };
          });
          await inventory.refresh();
          expect(inventory.snapshot.state).toBe("read");
          for (const { name } of subscriptions) {
            for (const { id } of services) {
              const way = wayOf(name, id);
              const branch = branchOf(inventory, name, id);
              expect(branch?.state).toBe(ways[way].state);
              expect(namesOf(branch)).toEqual(way === "read" ? [`in-${name}`] : []);
              expect(branch?.failure !== undefined).toBe(ways[way].state === "failed");
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("shows page by page while a slow list delays no other", async () => {
    let finish: () => void = () => undefined;
    const slow: Listing = async (page) => {
      page(itemsOf("keyVault", "first"));
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      page(itemsOf("keyVault", "second"));
    };
    const { inventory, changes } = inventoryOf(reporting(subscription("a")), (_, serviceId) =>
      serviceId === "keyVault"
        ? slow
        : async (page) => {
            page(itemsOf(serviceId, "quick"));
          },
    );
    const refreshed = inventory.refresh();
    await settled();
    expect(inventory.snapshot.state).toBe("read");
    expect(branchOf(inventory, "a", "cognitiveServices")?.state).toBe("read");
    expect(branchOf(inventory, "a", "keyVault")?.state).toBe("reading");
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["first"]);
    const before = changes();
    finish();
    await refreshed;
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["first", "second"]);
    expect(changes()).toBeGreaterThan(before);
  });

  it("counts what cannot be understood, and shows the rest", async () => {
    const { inventory } = inventoryOf(
      reporting(subscription("a")),
      (_, serviceId) => async (page) => {
        page([...itemsOf(serviceId, "good", ".."), null, { name: "half" }]);
        page([1]);
      },
    );
    await inventory.refresh();
    for (const { id } of services) {
      const branch = branchOf(inventory, "a", id);
      expect(namesOf(branch)).toEqual(["good"]);
      expect(branch?.malformed).toBe(4);
    }
  });

  it("keeps what was there when a later reading fails", async () => {
    let fails = false;
    const { inventory } = inventoryOf(
      reporting(subscription("a")),
      (_, serviceId) => async (page) => {
        if (fails) {
          throw refusedWith({ status: 503 });
        }
        page(itemsOf(serviceId, "kept"));
      },
    );
    await inventory.refresh();
    fails = true;
    await inventory.refresh();
    const branch = branchOf(inventory, "a", "keyVault");
    expect([branch?.state, namesOf(branch)]).toEqual(["failed", ["kept"]]);
  });

  it("goes by what is purged first, then by name", async () => {
    const { inventory } = inventoryOf(
      reporting(subscription("a")),
      (_, serviceId) => async (page) => {
        const due = (name: string, scheduledPurgeDate: string | null): object[] =>
          itemsOf(serviceId, name).map((item) => {
            const { properties, ...rest } = item as { properties: object };
            return {
              ...rest,
              properties: { ...properties, scheduledPurgeDate, deletionDate: null },
            };
          });
        page([
          ...due("unknown", null),
          ...due("later", "2026-05-01T00:00:00Z"),
          ...due("b", "2026-04-01T00:00:00Z"),
          ...due("a", "2026-04-01T00:00:00Z"),
        ] as never[]);
      },
    );
    await inventory.refresh();
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["a", "b", "later", "unknown"]);
  });
});

describe("the subscriptions", () => {
  it("are sorted as people count, whatever order they come in", async () => {
    for (const names of [
      ["Contoso 10", "Contoso 2"],
      ["Contoso 2", "Contoso 10"],
    ]) {
      const { inventory } = inventoryOf(
        async (report) => {
          report({ subscriptions: names.map((name) => subscription(name)), problems: [] });
        },
        () => async () => undefined,
      );
      await inventory.refresh();
      expect(inventory.snapshot.subscriptions.map((one) => one.subscription.name)).toEqual([
        "Contoso 2",
        "Contoso 10",
      ]);
    }
  });
});
