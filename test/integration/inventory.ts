import assert from "node:assert/strict";
import type { Branch } from "../../src/inventory/inventorySnapshot";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

function branchOf(stage: Stage, subscriptionName: string, serviceId: string): Branch {
  const { subscriptions } = stage.access.inventory.snapshot;
  const found = subscriptions
    .find(({ subscription }) => subscription.name === subscriptionName)
    ?.branches.find(({ service }) => service.id === serviceId);
  if (found === undefined) {
    throw new Error(`The inventory has no ${serviceId} in "${subscriptionName}".`);
  }
  return found;
}

export function inventorySuite(azure: SimulatedAzure): void {
  suite("inventory, over HTTPS", () => {
    test("a refresh finds what is deleted in every subscription that can be read", async () => {
      const stage = await Stage.set(azure);
      assert.deepEqual(stage.names(), [
        "aoai-dev-tonight",
        "aoai-sandbox",
        "aoai-support-prod",
        "foundry-research",
        "kv-cmk-prod",
        "kv-dev-old",
        "kv-dev-scratch",
        "kv-payments-prod",
        "kv-support-prod",
        "speech-dev",
        "vision-labels",
      ]);
    });

    test("what fails, fails in its own branch and hides nothing else", async () => {
      const stage = await Stage.set(azure, { faults: true });
      for (const serviceId of ["cognitiveServices", "keyVault"]) {
        const branch = branchOf(stage, "Fabrikam Shared", serviceId);
        assert.equal(branch.state, "failed");
        assert.equal(branch.failure?.status, 500);
      }
      assert.equal(stage.names().length, 11);
    });

    test("a list that the person may not read says so instead of being empty", async () => {
      const stage = await Stage.set(azure);
      const branch = branchOf(stage, "Contoso Sandbox", "keyVault");
      assert.equal(branch.state, "failed");
      assert.equal(branch.failure?.status, 403);
      assert.match(branch.failure.message, /Microsoft\.KeyVault\/deletedVaults\/read/);
    });

    test("a service that a subscription has never used is absent, not broken", async () => {
      const stage = await Stage.set(azure);
      assert.equal(branchOf(stage, "Contoso Empty", "cognitiveServices").state, "absent");
      assert.equal(branchOf(stage, "Contoso Empty", "keyVault").state, "read");
    });

    test("a tenant that wants a second factor is a problem with a way out", async () => {
      const stage = await Stage.set(azure);
      const { problems, subscriptions } = stage.access.inventory.snapshot;
      assert.deepEqual(
        problems.map(({ kind, tenantName }) => ({ kind, tenantName })),
        [{ kind: "signInNeeded", tenantName: "Northwind" }],
      );
      assert.ok(!subscriptions.some(({ subscription }) => subscription.name.includes("Northwind")));
    });

    test("two thousand vaults come in, page after page", async () => {
      const stage = await Stage.set(azure, { scenario: "manyDeletedVaults" });
      assert.equal(new Set(stage.names()).size, 2000);
      const lists = (await azure.requests()).filter(({ path }) => path.endsWith("/deletedVaults"));
      assert.ok(lists.length >= 20, `${lists.length} pages were asked for.`);
    });

    test("a token goes to the configured endpoint and nowhere else", async () => {
      await Stage.set(azure);
      const requests = await azure.requests();
      const withToken = requests.filter(({ hasAuthorization }) => hasAuthorization);
      assert.ok(withToken.length > 0);
      assert.deepEqual([...new Set(withToken.map(({ host }) => host))], [azure.url.host]);
      assert.ok(!withToken.some(({ path }) => path.startsWith("/login/")));
    });
  });
}
