import { describe, expect, it } from "vitest";
import { everyService } from "../../simulator/scenarios/everyService";
import { startSimulator } from "../../simulator/simulator";
import { ArmClient, fetchFrom, json, type Answer } from "./client";
import { useSimulator } from "./useSimulator";

const subscription = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000005";
const group = `${subscription}/resourceGroups/rg-platform/providers`;
const location = "swedencentral";
const deletedVault = `${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/kv-platform`;
const deletedAccount = `${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/rg-platform/deletedAccounts/aoai-platform?api-version=2025-06-01`;
const account = `${group}/Microsoft.CognitiveServices/accounts/aoai-platform?api-version=2025-06-01`;
const workspace = `${group}/Microsoft.MachineLearningServices/workspaces/ml-platform?api-version=2022-01-01-preview`;

describe("operations that do not end", () => {
  const azure = useSimulator({ scenario: everyService });

  const purgeVault = (): Promise<Answer> =>
    azure.dana.send("POST", `${deletedVault}/purge?api-version=2026-02-01`);
  const getVault = (): Promise<Answer> => azure.dana.get(`${deletedVault}?api-version=2026-02-01`);

  it("keep what they purge, however much time passes, until they are released", async () => {
    const { operations, time } = azure.simulator.state;
    operations.hold();
    const progress = (await purgeVault()).headers["location"] ?? "";
    time.advance(86_400);
    await azure.signInAgain();
    expect((await azure.dana.get(progress)).status).toBe(202);
    expect((await getVault()).status).toBe(200);
    expect((await purgeVault()).status).toBe(409);
    operations.release();
    expect((await azure.dana.get(progress)).status).toBe(200);
    expect((await getVault()).status).toBe(404);
  });

  it("keep what they recover from showing, and none is needed for an account", async () => {
    const { operations } = azure.simulator.state;
    operations.hold();
    const body = { location, properties: { restore: true } };
    await azure.dana.send("PUT", account, body);
    expect((await azure.dana.get(account)).status).toBe(200);
    await azure.dana.send("PUT", workspace, {
      location,
      properties: { allowRecoverSoftDeletedWorkspace: "True" },
    });
    const provisioningState = async (): Promise<unknown> =>
      (
        json(await azure.dana.get(workspace))["properties"] as {
          readonly provisioningState: unknown;
        }
      ).provisioningState;
    expect(await provisioningState()).toBe("Creating");
    operations.release();
    expect(await provisioningState()).toBe("Succeeded");
  });

  it("are those that are meant, of any age, and no finished ones", async () => {
    const { operations } = azure.simulator.state;
    const finished = (await azure.dana.send("DELETE", deletedAccount)).headers[
      "azure-asyncoperation"
    ];
    operations.hold(/microsoft\.keyvault/);
    const progress = (await purgeVault()).headers["location"] ?? "";
    expect(json(await azure.dana.get(finished ?? ""))["status"]).toBe("Succeeded");
    expect((await azure.dana.get(progress)).status).toBe(202);
  });

  it("are stopped while they are under way", async () => {
    const slow = await startSimulator({ timeScale: 1, scenario: everyService });
    try {
      const client = await ArmClient.signIn(slow);
      await client.send("POST", `${deletedVault}/purge?api-version=2026-02-01`);
      slow.state.operations.hold();
      slow.state.time.advance(60);
      const get = (): Promise<Answer> => client.get(`${deletedVault}?api-version=2026-02-01`);
      expect((await get()).status).toBe(200);
      slow.state.operations.release();
      expect((await get()).status).toBe(404);
    } finally {
      await slow.close();
    }
  });

  it("are held and released by another process", async () => {
    const control = (body: unknown): Promise<Answer> =>
      fetchFrom(azure.simulator, "/_simulator/state", {
        method: "POST",
        headers: { "x-simulator-control": azure.simulator.controlToken },
        body,
      });
    expect((await control({ holdOperations: "(" })).status).toBe(400);
    expect((await control({ holdOperations: "CognitiveServices" })).status).toBe(204);
    expect((await purgeVault()).status).toBe(202);
    expect((await getVault()).status).toBe(404);
    await azure.dana.send("DELETE", deletedAccount);
    expect((await azure.dana.get(deletedAccount)).status).toBe(200);
    expect((await control({ holdOperations: false })).status).toBe(204);
    expect((await azure.dana.get(deletedAccount)).status).toBe(404);
    await control({ holdOperations: true });
    const progress = await azure.dana.send("PUT", workspace, {
      location,
      properties: { allowRecoverSoftDeletedWorkspace: "True" },
    });
    expect((await azure.dana.get(progress.headers["location"] ?? "")).status).toBe(202);
  });
});
