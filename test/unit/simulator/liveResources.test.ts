import { describe, expect, it } from "vitest";
import { isLive, resourceIdFrom } from "../../simulator/providers/liveResources";
import { everyService } from "../../simulator/scenarios/everyService";
import { errorOf, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const subscription = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000005";
const group = `${subscription}/resourceGroups/rg-platform/providers`;
const registry = `${group}/Microsoft.ContainerRegistry/registries/crmlplatform`;
const vault = `${group}/Microsoft.KeyVault/vaults/kv-ml-platform`;
const storage = `${group}/Microsoft.Storage/storageAccounts/stmlplatform`;

describe("what other resources depend on", () => {
  const azure = useSimulator({ scenario: everyService });

  async function found(type: string, name: string): Promise<readonly unknown[]> {
    const query = `resources | where type =~ '${type}' and name =~ '${name}' | project id, name`;
    const answer = await azure.dana.send(
      "POST",
      "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01",
      { query },
    );
    return json(answer)["data"] as readonly unknown[];
  }

  it.each([
    [vault, "2026-02-01"],
    [storage, "2023-05-01"],
    [registry, "2023-07-01"],
  ])("is there at %s, and in Resource Graph", async (id, version) => {
    const live = json(await azure.dana.get(`${id}?api-version=${version}`));
    expect(live).toMatchObject({ id, location: "swedencentral" });
    expect(await found(String(live["type"]), String(live["name"]).toUpperCase())).toEqual([
      { id, name: live["name"] },
    ]);
  });

  it("is in Resource Graph once it is back: workspaces and components", async () => {
    const version = "?api-version=2023-09-01";
    const workspace = `${group}/Microsoft.OperationalInsights/workspaces/log-platform`;
    const component = `${group}/microsoft.insights/components/appi-platform`;
    expect(await found("microsoft.operationalinsights/workspaces", "log-platform")).toEqual([]);
    await azure.dana.send("PUT", workspace + version, { location: "swedencentral" });
    await azure.dana.send("PUT", `${component}?api-version=2020-02-02`, {
      location: "swedencentral",
      kind: "web",
      properties: { Application_Type: "web", WorkspaceResourceId: workspace },
    });
    expect(await found("microsoft.operationalinsights/workspaces", "log-platform")).toEqual([
      { id: workspace, name: "log-platform" },
    ]);
    expect(await found("microsoft.insights/components", "appi-platform")).toEqual([
      { id: component, name: "appi-platform" },
    ]);
  });

  it("as a container registry, goes for good", async () => {
    const version = "?api-version=2023-07-01";
    const list = `${group}/Microsoft.ContainerRegistry/registries${version}`;
    expect(names(await azure.dana.list(list))).toEqual(["crmlplatform"]);
    expect((await azure.dana.send("DELETE", registry + version)).status).toBe(200);
    expect((await azure.dana.send("DELETE", registry + version)).status).toBe(204);
    expect(errorOf(await azure.dana.get(registry + version)).code).toBe("ResourceNotFound");
    expect(await azure.dana.list(list)).toEqual([]);
    expect(await found("microsoft.containerregistry/registries", "crmlplatform")).toEqual([]);
  });

  it("is looked for by its id, in any case and subscription", () => {
    const { state } = azure.simulator;
    expect([isLive(state, vault.toUpperCase()), isLive(state, storage)]).toEqual([true, true]);
    expect(isLive(state, vault.replace("rg-platform", "rg-other"))).toBe(false);
    expect(isLive(state, storage.replace("000000000005", "000000000099"))).toBe(false);
    expect(isLive(state, "stmlplatform")).toBe(false);
    expect(resourceIdFrom(`${vault}/secrets/one`)).toBeUndefined();
  });
});
