import assert from "node:assert/strict";
import { outcomeOf, reasonOf } from "../../src/operations/operation";
import { Colleague } from "./colleague";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

const name = "kv-dev-old";

export function guardSuite(azure: SimulatedAzure): void {
  suite("the item is read again just before", () => {
    test("a purge stops when a colleague has recovered the vault", async () => {
      const stage = await Stage.set(azure);
      const { resource, subscription } = stage.item(name);
      const plan = await stage.purgeOf(name);
      await new Colleague(azure, subscription.tenantId).recoverVault(resource);
      const operation = await stage.access.runner.start(plan);

      assert.equal(outcomeOf(operation), "failed");
      assert.match(reasonOf(operation) ?? "", /isn't soft-deleted anymore.*Nothing was sent/);
      assert.deepEqual(await azure.changes(), []);
      assert.ok((await azure.subscription("Contoso Development")).vaults.includes(name));
    });

    for (const action of ["purge", "recover"] as const) {
      test(`a ${action} stops when another vault of that name was deleted since`, async () => {
        const stage = await Stage.set(azure);
        const { resource, subscription } = stage.item(name);
        const plan = await (action === "purge" ? stage.purgeOf(name) : stage.recoveryOf(name));
        const colleague = new Colleague(azure, subscription.tenantId);
        await colleague.recoverVault(resource);
        await colleague.deleteVault(resource);
        const operation = await stage.access.runner.start(plan);

        assert.equal(outcomeOf(operation), "failed");
        assert.match(
          reasonOf(operation) ?? "",
          /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
        );
        assert.deepEqual(await azure.changes(), []);
        const { deletedVaults } = await azure.subscription("Contoso Development");
        assert.ok(deletedVaults.some((vault) => vault.name === name && !vault.beingPurged));
      });
    }
  });
}
