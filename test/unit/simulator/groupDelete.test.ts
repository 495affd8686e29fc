import { describe, expect, it } from "vitest";
import { mlWorkspaces } from "../../simulator/providers/machineLearningState";
import { everyService } from "../../simulator/scenarios/everyService";
import { errorOf, names } from "./client";
import { useSimulator } from "./useSimulator";

const id = "aaaaaaaa-0000-4000-8000-000000000005";
const subscription = `/subscriptions/${id}`;
const group = `${subscription}/resourceGroups/rg-platform?api-version=2024-07-01`;

describe("the deletion of a resource group", () => {
  const azure = useSimulator({ scenario: everyService });

  it("soft-deletes what soft-deletes, and is followed to its end", async () => {
    const deletion = await azure.dana.send("DELETE", group);
    expect(deletion.status).toBe(202);
    const progress = await azure.dana.get(deletion.headers["location"] ?? "");
    expect([200, 204]).toContain(progress.status);
    expect((await azure.dana.get(group)).status).toBe(404);
    const vaults = await azure.dana.list(
      `${subscription}/providers/Microsoft.KeyVault/deletedVaults?api-version=2026-02-01`,
    );
    expect(names(vaults)).toContain("kv-ml-platform");
    const accounts = await azure.dana.list(
      `${subscription}/providers/Microsoft.Storage/deletedAccounts?api-version=2023-05-01`,
    );
    expect(names(accounts)).toContain("stmlplatform");
    const state = azure.simulator.state.subscription(id);
    const deleted = state?.of(mlWorkspaces).deletedAt(azure.simulator.state.time.now()) ?? [];
    expect(deleted.map(({ workspace }) => workspace.name)).toContain("ml-platform-live");
  });

  it("is one operation in the Activity Log, with all it took along", async () => {
    await azure.dana.send("DELETE", group);
    const since = new Date(Date.now() - 60_000).toISOString();
    const filter = encodeURIComponent(`eventTimestamp ge '${since}'`);
    const events = (await azure.dana.list(
      `${subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${filter}`,
    )) as readonly {
      readonly caller: string;
      readonly correlationId: string;
      readonly operationName: { readonly value: string };
    }[];
    const [deletion] = events.filter(
      ({ operationName: { value } }) =>
        value === "Microsoft.Resources/subscriptions/resourceGroups/delete",
    );
    const vaults = events.filter(
      ({ operationName: { value } }) => value === "Microsoft.KeyVault/vaults/delete",
    );
    expect(deletion?.caller).toBe("dana@contoso.example");
    expect(vaults.length).toBeGreaterThan(2);
    expect(new Set(vaults.map(({ correlationId }) => correlationId))).toEqual(
      new Set([deletion?.correlationId]),
    );
  });

  it("is refused by a lock, and for a group that is not there", async () => {
    const { locks } = azure.simulator.state.subscription(id) ?? {};
    locks?.add({ name: "kept", level: "CanNotDelete", resourceGroup: "RG-platform" });
    expect(errorOf(await azure.dana.send("DELETE", group)).code).toBe("ScopeLocked");
    expect((await azure.dana.get(group)).status).toBe(200);
    locks?.remove("kept", "rg-platform");
    expect((await azure.dana.send("DELETE", group)).status).toBe(202);
    expect(errorOf(await azure.dana.send("DELETE", group)).code).toBe("ResourceGroupNotFound");
  });
});
