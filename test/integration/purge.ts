import assert from "node:assert/strict";
import * as vscode from "vscode";
import { outcomeOf, type Operation } from "../../src/operations/operation";
import { heldClaims, storedIds, storedOperation } from "./operationFiles";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

export function purgeSuite(azure: SimulatedAzure): void {
  suite("purge, as the runner does it once it was confirmed", () => {
    test("a vault is purged by one request and gone from the inventory", async () => {
      const stage = await Stage.set(azure);
      const plan = await stage.purgeOf("kv-dev-scratch");
      const operation = await stage.access.runner.start(plan);

      assert.equal(outcomeOf(operation), "succeeded");
      const truth = await azure.subscription("Contoso Development");
      assert.deepEqual(
        truth.deletedVaults.map(({ name }) => name),
        ["kv-dev-old"],
      );
      const purges = await azure.changes();
      assert.deepEqual(
        purges.map(({ method, path }) => `${method} ${path}`),
        [`POST ${plan.steps[0]?.request.path ?? ""}`],
      );
      await stage.goneFromInventory("kv-dev-scratch");
    });

    test("a second start of the same purge is refused and sends nothing", async () => {
      const stage = await Stage.set(azure);
      const { runner } = stage.access;
      const plan = await stage.purgeOf("aoai-dev-tonight");
      const first = runner.start(plan);
      await assert.rejects(runner.start(plan), { name: "BusyError" });

      assert.equal(outcomeOf(await first), "succeeded");
      assert.deepEqual(
        (await azure.changes()).map(({ method }) => method),
        ["DELETE"],
      );
    });

    test("each state is on disk before what follows from it happens", async () => {
      const stage = await Stage.set(azure);
      const { runner } = stage.access;
      const seen: { readonly shown: Operation; readonly stored: Operation | undefined }[] = [];
      const listening = runner.onDidChange((shown) => {
        seen.push({ shown, stored: storedOperation(shown.id) });
      });
      const operation = await runner.start(await stage.purgeOf("kv-dev-scratch"));
      listening.dispose();

      const later = seen.filter(({ shown }) => shown.steps[0]?.state !== "waiting");
      assert.deepEqual(
        later.map(({ stored }) => stored),
        later.map(({ shown }) => shown),
      );
      const states = later.map(({ stored }) => stored?.steps[0]?.state);
      assert.equal(states[0], "sending");
      assert.equal(states.at(-1), "done");
      assert.deepEqual(storedOperation(operation.id), operation);
      assert.equal(heldClaims(), 0);
    });

    test("clearing forgets ended operations in the window and on disk", async () => {
      const stage = await Stage.set(azure);
      const { runner } = stage.access;
      await runner.start(await stage.purgeOf("kv-dev-old"));
      assert.ok(storedIds().length > 0);
      await vscode.commands.executeCommand("azureDeletedResources.clearOperations");
      assert.deepEqual(storedIds(), []);
      assert.deepEqual(runner.operations, []);
    });
  });
}
