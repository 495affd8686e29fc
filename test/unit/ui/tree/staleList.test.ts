import { describe, expect, it } from "vitest";
import type { InventorySnapshot } from "../../../../src/inventory/inventorySnapshot";
import { keyVault } from "../../../../src/services/keyVault";
import { listBefore, staleListText, timeText } from "../../../../src/ui/tree/staleList";
import { subscription } from "../../inventory/inventoryHarness";
import { listed } from "../../inventory/listed";

const asOf = new Date(2026, 2, 1, 21, 1).getTime();
const now = new Date(2026, 2, 1, 23, 0).getTime();

describe("a list that couldn't be updated", () => {
  const text = (trouble: InventorySnapshot["trouble"]): string | undefined =>
    staleListText({ asOf, trouble }, "en", now)?.replaceAll("\u202f", " ");

  it("says why, and of when it is", () => {
    expect(text("unreachable")).toBe("Azure cannot be reached. This is the list of 9:01 PM.");
    expect(text("signIn")).toBe(
      "Your sign-in could not be renewed. Check the network, or sign in again. This is the list of 9:01 PM.",
    );
    expect(text("failed")).toBe("The list could not be updated. This is the list of 9:01 PM.");
    expect(text(undefined)).toBeUndefined();
  });

  it("says that the list of an earlier window is being updated", () => {
    const kept = { asOf, isKept: true, trouble: undefined };
    expect(staleListText(kept, "en", now)?.replaceAll("\u202f", " ")).toBe(
      "As of 9:01 PM. Updating…",
    );
    expect(staleListText({ ...kept, isKept: false }, "en", now)).toBeUndefined();
  });

  it("says nothing of a list that was never read", () => {
    expect(staleListText({ asOf: undefined, trouble: "failed" }, "en", now)).toBeUndefined();
  });

  it("names the date of another day, in the person's language", () => {
    const next = now + 24 * 3_600_000;
    expect(timeText(asOf, "en", next).replaceAll("\u202f", " ")).toBe("Mar 1, 2026, 9:01 PM");
    expect(timeText(asOf, "de", now)).toBe("21:01");
  });

  it("is shown as it was, and with what failed for a reason of its own", () => {
    const failure = { kind: "noAnswer", method: "GET", path: "/", message: "no" } as const;
    const branch = { service: keyVault, state: "failed", malformed: 0, failure } as const;
    const forbidden = { ...failure, kind: "refused", status: 403 } as const;
    const snapshot: InventorySnapshot = {
      state: "read",
      problems: [],
      subscriptions: [
        {
          subscription: subscription("a"),
          resourceGroups: undefined,
          branches: [
            { ...branch, wasRead: true, resources: [listed().resource] },
            { ...branch, wasRead: false, resources: [] },
            { ...branch, failure: forbidden, wasRead: true, resources: [] },
          ],
        },
      ],
    };
    expect(listBefore(snapshot).subscriptions[0]?.branches).toEqual([
      {
        ...{ service: keyVault, state: "read", malformed: 0, wasRead: true },
        resources: [listed().resource],
      },
      { ...branch, wasRead: false, resources: [] },
      { ...branch, failure: forbidden, wasRead: true, resources: [] },
    ]);
  });
});
