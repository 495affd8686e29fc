import assert from "node:assert/strict";
import { outcomeOf } from "../../src/operations/operation";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

export function recoverSuite(azure: SimulatedAzure): void {
  suite("recover", () => {
    test("a vault is live again and gone from the inventory", async () => {
      const stage = await Stage.set(azure);
      const { runner } = stage.access;
      const operation = await runner.start(await stage.recoveryOf("kv-support-prod"));

      assert.equal(outcomeOf(operation), "succeeded");
      const truth = await azure.subscription("Contoso Production");
      assert.ok(truth.vaults.includes("kv-support-prod"));
      assert.ok(!truth.deletedVaults.some(({ name }) => name === "kv-support-prod"));
      await stage.goneFromInventory("kv-support-prod");
      assert.deepEqual(
        (await azure.changes()).map(({ method, path }) => `${method} ${path}`),
        [`PUT ${operation.plan.subject.originalId}`],
      );
    });

    test("an account whose resource group is gone gets the group back first", async () => {
      const stage = await Stage.set(azure);
      const proposal = await stage.access.planner.recover(stage.item("foundry-research"), {});
      assert.ok(proposal.possible);
      assert.deepEqual(
        proposal.plan.steps.map(({ target }) => target),
        ["rg-research", "foundry-research"],
      );
      const operation = await stage.access.runner.start(proposal.plan);

      assert.equal(outcomeOf(operation), "succeeded");
      const truth = await azure.subscription("Contoso Production");
      assert.ok(truth.resourceGroups.includes("rg-research"));
      assert.ok(truth.accounts.includes("foundry-research"));
      const [group, account, ...more] = await azure.changes();
      assert.match(group?.path ?? "", /\/resourcegroups\/rg-research$/);
      assert.deepEqual(JSON.parse(group?.body ?? ""), { location: "eastus2" });
      assert.match(account?.path ?? "", /\/accounts\/foundry-research$/);
      assert.deepEqual(more, []);
      await stage.goneFromInventory("foundry-research");
    });

    test("a proposal brings back the deleted vault before, and not what is there", async () => {
      const stage = await Stage.set(azure);
      const proposal = await stage.access.planner.recover(stage.item("vision-labels"), {});
      assert.ok(proposal.possible);
      assert.deepEqual(
        proposal.plan.steps.map(({ target }) => target),
        ["kv-cmk-prod", "vision-labels"],
      );
      assert.deepEqual(
        proposal.dependencies.map(({ name, state }) => ({ name, state })),
        [
          { name: "kv-cmk-prod", state: "deleted" },
          { name: "stlabelsprod", state: "live" },
        ],
      );
      assert.deepEqual(await azure.changes(), []);
    });
  });
}
