import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { commandIds } from "../../src/ui/ids";
import { confirmationTabs, pickAndOpen, runUnanswered } from "./confirmationPage";
import { testAccess } from "./product";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

function openTabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
}

export function commandSuite(azure: SimulatedAzure): void {
  suite("commands, as another extension may call them", () => {
    teardown(async () => {
      await vscode.window.tabGroups.close([...confirmationTabs()]);
    });

    test("all have a handler", async () => {
      const { commands } = await testAccess();
      assert.deepEqual(commands.toSorted(), Object.values(commandIds).toSorted());
    });

    test("purge with made-up arguments asks which, and sends nothing", async () => {
      const stage = await Stage.set(azure);
      const item = stage.item("kv-dev-old");
      const lookAlike = { inventoryItem: item, id: "kv-dev-old", contextValue: "purge" };
      const madeUp: readonly (readonly unknown[])[] = [
        [],
        ["kv-dev-old"],
        [item],
        [lookAlike, [lookAlike]],
        [{ typed: "kv-dev-old", confirmed: true }, undefined],
        [await stage.purgeOf("kv-dev-old")],
      ];
      for (const given of madeUp) {
        assert.ok(await runUnanswered("azureDeletedResources.purge", ...given));
      }
      assert.deepEqual(await azure.changes(), []);
      assert.deepEqual(confirmationTabs(), []);
    });

    test("purge from a menu whose row is gone asks nothing, and sends nothing", async () => {
      await Stage.set(azure);
      // VS Code hands over nothing in place of a row that it has forgotten.
      const run = vscode.commands.executeCommand("azureDeletedResources.purge", undefined, []);
      const ended = Promise.resolve(run).then(() => "ended");
      assert.equal(await Promise.race([ended, delay(5_000, "asking")]), "ended");
      assert.deepEqual(confirmationTabs(), []);
      assert.deepEqual(await azure.changes(), []);
    });

    test("the page of a picked item waits, and closing it sends nothing", async () => {
      const stage = await Stage.set(azure);
      const before = stage.access.runner.operations;
      const { tab, ended } = await pickAndOpen();
      assert.equal(await Promise.race([ended, delay(500, "waiting")]), "waiting");
      assert.deepEqual(await azure.changes(), []);

      await vscode.window.tabGroups.close(tab);
      assert.equal(await ended, true);
      assert.deepEqual(await azure.changes(), []);
      assert.deepEqual(stage.access.runner.operations, before);
    });

    for (const name of [
      "recover",
      "showDetails",
      "copyName",
      "copyResourceId",
      "copyCommand",
      "openInPortal",
    ]) {
      test(`${name} with made-up arguments asks which, and changes nothing`, async () => {
        const stage = await Stage.set(azure);
        const lookAlike = { inventoryItem: stage.item("kv-dev-old"), id: "kv-dev-old" };
        const tabs = openTabs();
        assert.ok(await runUnanswered(`azureDeletedResources.${name}`, lookAlike, [lookAlike, 1]));
        assert.deepEqual(openTabs(), tabs);
        assert.deepEqual(await azure.changes(), []);
      });
    }

    test("what acts on a row of the Operations view does nothing without one", async () => {
      const stage = await Stage.set(azure);
      const { runner } = stage.access;
      const before = runner.operations;
      const tabs = openTabs();
      await vscode.env.clipboard.writeText("nothing was copied");
      const lookAlike = { id: "1", operation: before[0], contextValue: "operation;ended" };
      for (const name of ["cancel", "retry", "show", "copy", "clear"]) {
        for (const given of [undefined, "1", lookAlike]) {
          await vscode.commands.executeCommand(`azureDeletedResources.${name}Operation`, given);
        }
      }
      assert.equal(await vscode.env.clipboard.readText(), "nothing was copied");
      assert.deepEqual(openTabs(), tabs);
      assert.deepEqual(runner.operations, before);
      assert.deepEqual(await azure.changes(), []);
    });

    test("refresh reads everything anew, whatever it is given", async () => {
      const stage = await Stage.set(azure, { scenario: "nothingDeleted" });
      assert.deepEqual(stage.names(), []);
      await azure.reset("contosoFriday");
      await azure.clearFaults();
      await vscode.commands.executeCommand("azureDeletedResources.refresh", { id: "no row" });
      assert.equal(stage.names().length, 11);
    });
  });
}
