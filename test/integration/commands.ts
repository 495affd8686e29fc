import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { confirmationTabs, pickAndOpen, runUnanswered } from "./confirmationPage";
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
        [undefined, "not a list"],
        [await stage.purgeOf("kv-dev-old")],
      ];
      for (const given of madeUp) {
        assert.ok(await runUnanswered("azureDeletedResources.purge", ...given));
      }
      assert.deepEqual(await azure.changes(), []);
      assert.deepEqual(confirmationTabs(), []);
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

    for (const name of ["recover", "showDetails", "copyName", "copyResourceId", "openInPortal"]) {
      test(`${name} with made-up arguments asks which, and changes nothing`, async () => {
        const stage = await Stage.set(azure);
        const lookAlike = { inventoryItem: stage.item("kv-dev-old"), id: "kv-dev-old" };
        const tabs = openTabs();
        assert.ok(await runUnanswered(`azureDeletedResources.${name}`, lookAlike, [lookAlike, 1]));
        assert.deepEqual(openTabs(), tabs);
        assert.deepEqual(await azure.changes(), []);
      });
    }

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
