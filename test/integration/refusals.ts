import assert from "node:assert/strict";
import { outcomeOf, reasonOf } from "../../src/operations/operation";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

export function refusalSuite(azure: SimulatedAzure): void {
  suite("what cannot be done says why", () => {
    test("a missing permission is named with its scope before anything is sent", async () => {
      const stage = await Stage.set(azure);
      const item = stage.item("aoai-sandbox");
      const proposal = await stage.access.planner.purge(item);
      assert.ok(!proposal.possible);
      const action = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete";
      assert.ok(proposal.reason.includes(`"${action}"`), proposal.reason);
      const scope = `/subscriptions/${item.subscription.subscriptionId}`;
      assert.ok(proposal.reason.includes(`"${scope}"`), proposal.reason);
      assert.deepEqual(await azure.changes(), []);
    });

    test("purge protection is a reason, not a plan", async () => {
      const stage = await Stage.set(azure);
      const proposal = await stage.access.planner.purge(stage.item("kv-payments-prod"));
      assert.ok(!proposal.possible);
      assert.match(proposal.reason, /Purge protection is on/);
    });

    test("a 403 of Azure's own ends the operation with what is missing and where", async () => {
      const stage = await Stage.set(azure);
      const plan = await stage.purgeOf("kv-dev-old");
      const action = "Microsoft.KeyVault/locations/deletedVaults/purge/action";
      const scope = stage.item("kv-dev-old").resource.deletedPath;
      await azure.addFault({
        match: { method: "POST", path: "/purge\\?" },
        effect: {
          kind: "status",
          status: 403,
          code: "AuthorizationFailed",
          message: `The client 'dana@contoso.example' with object id 'da0ada0a-0000-4000-8000-00000000da0a' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      });
      const operation = await stage.access.runner.start(plan);

      assert.equal(outcomeOf(operation), "failed");
      const reason = reasonOf(operation) ?? "";
      assert.ok(reason.includes(action) && reason.includes(scope), reason);
      assert.equal((await azure.changes()).length, 1);
      const { deletedVaults } = await azure.subscription("Contoso Development");
      assert.ok(deletedVaults.some(({ name }) => name === "kv-dev-old"));
    });
  });
}
