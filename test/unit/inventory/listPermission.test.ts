import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/base/json";
import type { Branch } from "../../../src/inventory/inventorySnapshot";
import { explain } from "../services/explain";
import { branchOf, inventoryOf, itemsOf, reporting, subscription } from "./inventoryHarness";

const scope = "/subscriptions/id-p";

/** Both services read with these actions, where Azure answers with these vaults. */
async function readWith(
  actions: readonly string[],
  ...vaults: readonly string[]
): Promise<(serviceId: string) => Branch | undefined> {
  const permissions: readonly JsonValue[] = [{ actions, notActions: [] }];
  const { inventory } = inventoryOf(
    reporting(subscription("p")),
    (_, serviceId) => async (page) => {
      page(serviceId === "keyVault" ? itemsOf("keyVault", ...vaults) : []);
    },
    permissions,
  );
  await inventory.refresh();
  return (serviceId) => branchOf(inventory, "p", serviceId);
}

describe("an empty list", () => {
  it("is a failure without the permission that the list needs", async () => {
    const branch = (
      await readWith([
        "Microsoft.KeyVault/deletedVaults/read",
        "Microsoft.CognitiveServices/deletedAccounts/read",
      ])
    )("keyVault");
    expect(branch?.state).toBe("failed");
    expect(branch?.failure?.missing).toEqual({
      action: "Microsoft.KeyVault/locations/deletedVaults/read",
      scope,
    });
    expect(branch?.failure && explain("keyVault", branch.failure)).toBe(
      `Azure returned an empty list because you don't have the permission "Microsoft.KeyVault/locations/deletedVaults/read" at scope "${scope}". Ask an owner of that scope to assign you a role that includes this permission.`,
    );
  });

  it("means that nothing is deleted with it", async () => {
    const branch = await readWith(["*/read"]);
    expect(branch("keyVault")).toMatchObject({ state: "read", resources: [] });
    expect(branch("cognitiveServices")).toMatchObject({ state: "read", resources: [] });
  });

  it("says so for one service and not for another", async () => {
    const branch = await readWith(["Microsoft.KeyVault/*"]);
    expect(branch("keyVault")?.state).toBe("read");
    expect(branch("cognitiveServices")?.failure?.missing?.action).toBe(
      "Microsoft.CognitiveServices/deletedAccounts/read",
    );
  });
});

describe("a list with resources", () => {
  it("is shown whatever the permissions say", async () => {
    const branch = (await readWith([], "kv"))("keyVault");
    expect(branch).toMatchObject({ state: "read", resources: [{ name: "kv" }] });
  });
});
