import { beforeEach, describe, expect, it } from "vitest";
import type { ManagementLock, Scenario } from "../../simulator/scenario";
import { nothingDeleted } from "../../simulator/scenarios/forTests";
import { errorOf } from "./client";
import { useSimulator } from "./useSimulator";

const subscription = "/subscriptions/dddddddd-0000-4000-8000-000000000001";
const group = `${subscription}/resourceGroups/rg-test`;
const other = `${subscription}/resourceGroups/rg-other`;
const version = "?api-version=2026-02-01";
const vault = (scope: string): string => `${scope}/providers/Microsoft.KeyVault/vaults/kv-test`;
const deleted = `${subscription}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/kv-test`;

const recovery = {
  location: "westeurope",
  properties: {
    tenantId: nothingDeleted.tenants[0]?.id,
    sku: { family: "A", name: "standard" },
    createMode: "recover",
  },
};

function locked(...locks: readonly ManagementLock[]): Scenario {
  return {
    ...nothingDeleted,
    subscriptions: nothingDeleted.subscriptions.map((described) => ({
      ...described,
      locks,
      resourceGroups: [
        ...described.resourceGroups,
        { name: "rg-other", location: "westeurope", tags: {} },
      ],
      deletedVaults: [
        {
          name: "kv-test",
          resourceGroup: "rg-test",
          location: "westeurope",
          deletedDaysAgo: 1,
        },
      ],
    })),
  };
}

const frozen: ManagementLock = {
  name: "frozen",
  level: "ReadOnly",
  notes: "Audit until Friday.",
  resourceGroup: "rg-test",
};
const kept: ManagementLock = { name: "kept", level: "CanNotDelete" };

describe("management locks", () => {
  const azure = useSimulator();

  describe("of a group, read-only", () => {
    beforeEach(() => {
      azure.simulator.reset(locked(frozen));
    });

    it("refuse a recovery in it, and name themselves", async () => {
      const answer = await azure.dana.send("PUT", vault(group) + version, recovery);
      expect([answer.status, errorOf(answer)]).toEqual([
        409,
        {
          code: "ScopeLocked",
          message: `The scope '${vault(group)}' cannot perform write operation because following scope(s) are locked: '${group}'. Please remove the lock and try again.`,
        },
      ]);
    });

    it("refuse changes of the group, in any case", async () => {
      const address = `${subscription}/resourcegroups/RG-TEST?api-version=2024-07-01`;
      const answer = await azure.dana.send("PUT", address, { location: "westeurope" });
      expect(errorOf(answer).code).toBe("ScopeLocked");
    });

    it("let reads through, other groups, and what is addressed outside of groups", async () => {
      expect((await azure.dana.get(`${group}?api-version=2024-07-01`)).status).toBe(200);
      const elsewhere = await azure.dana.send("PUT", vault(other) + version, recovery);
      expect(errorOf(elsewhere).code).toBe("SoftDeletedVaultDoesNotExist");
      expect((await azure.dana.send("POST", `${deleted}/purge${version}`)).status).toBe(202);
    });

    it("come and go", async () => {
      const state = azure.simulator.state.subscription(nothingDeleted.subscriptions[0]?.id ?? "");
      state?.locks.remove("frozen", "rg-test");
      expect((await azure.dana.send("PUT", vault(group) + version, recovery)).status).toBe(200);
      state?.locks.add(kept);
      const answer = await azure.dana.send("DELETE", vault(group) + version);
      expect(errorOf(answer).message).toContain(
        `cannot perform delete operation because following scope(s) are locked: '${subscription}'`,
      );
    });
  });

  it("against deletion let a recovery and a purge by POST through", async () => {
    azure.simulator.reset(locked(kept));
    expect((await azure.dana.send("PUT", vault(group) + version, recovery)).status).toBe(200);
    const deletion = await azure.dana.send("DELETE", vault(group) + version);
    expect(errorOf(deletion).code).toBe("ScopeLocked");
    const account = `${subscription}/providers/Microsoft.CognitiveServices/locations/westeurope/resourceGroups/rg-test/deletedAccounts/none?api-version=2025-06-01`;
    expect(errorOf(await azure.dana.send("DELETE", account)).code).toBe("ScopeLocked");
  });

  it("of the subscription, read-only, refuse a purge and spare the check of a name", async () => {
    azure.simulator.reset(locked({ name: "all", level: "ReadOnly" }));
    const purge = await azure.dana.send("POST", `${deleted}/purge${version}`);
    expect(errorOf(purge).code).toBe("ScopeLocked");
    const check = await azure.dana.send(
      "POST",
      `${subscription}/providers/Microsoft.KeyVault/checkNameAvailability${version}`,
      { name: "kv-new", type: "Microsoft.KeyVault/vaults" },
    );
    expect(check.status).toBe(200);
  });

  it("are told after the lack of a permission", async () => {
    const base = locked(frozen);
    azure.simulator.reset({
      ...base,
      subscriptions: base.subscriptions.map((described) => ({
        ...described,
        roleAssignments: [{ username: "dana@contoso.example", role: "Reader" }],
      })),
    });
    const answer = await azure.dana.send("PUT", vault(group) + version, recovery);
    expect(errorOf(answer).code).toBe("AuthorizationFailed");
  });

  describe("in lists", () => {
    const list = "providers/Microsoft.Authorization/locks?api-version=2016-09-01";
    const inList = (scope: string, { name, level, notes }: ManagementLock): object => ({
      id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
      type: "Microsoft.Authorization/locks",
      name,
      properties: { level, ...(notes === undefined ? {} : { notes }) },
    });

    beforeEach(() => {
      azure.simulator.reset(locked(frozen, kept));
    });

    it("are those at the scope, above and below", async () => {
      const both = [inList(group, frozen), inList(subscription, kept)];
      expect(await azure.dana.list(`${subscription}/${list}`)).toEqual(both);
      expect(await azure.dana.list(`${group}/${list}`)).toEqual(both);
      expect(await azure.dana.list(`${other}/${list}`)).toEqual([inList(subscription, kept)]);
    });

    it("leave out those below when asked for the scope alone", async () => {
      const filter = "&$filter=atScope()";
      expect(await azure.dana.list(`${subscription}/${list}${filter}`)).toEqual([
        inList(subscription, kept),
      ]);
      expect(await azure.dana.list(`${group}/${list}${filter}`)).toHaveLength(2);
    });
  });
});
