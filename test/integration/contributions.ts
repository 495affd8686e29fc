import assert from "node:assert/strict";
import * as vscode from "vscode";
import { manifest, testAccess, viewIdsInManifest } from "./product";

const prefix = "azureDeletedResources.";

function defaultOf(id: string): unknown {
  return vscode.workspace.getConfiguration().inspect(id)?.defaultValue;
}

export function contributionSuite(): void {
  suite("contributions", () => {
    suiteSetup(async () => {
      await testAccess();
    });

    test("package.json and the running extension have the same commands", async () => {
      // VS Code itself makes commands such as "<view>.focus".
      const ofViews = viewIdsInManifest().map((id) => `${id}.`);
      const registered = (await vscode.commands.getCommands(true)).filter(
        (id) => id.startsWith(prefix) && !ofViews.some((ofView) => id.startsWith(ofView)),
      );
      const contributed = manifest().contributes.commands.map(({ command }) => command);
      assert.deepEqual(registered.sort(), contributed.toSorted());
    });

    test("VS Code has every view of package.json", async () => {
      const commands = await vscode.commands.getCommands(true);
      const views = viewIdsInManifest();
      assert.deepEqual(views, [
        "azureDeletedResources.resources",
        "azureDeletedResources.operations",
        "azureDeletedResources.help",
      ]);
      for (const view of views) {
        assert.ok(commands.includes(`${view}.focus`), `There is no view ${view}.`);
        await vscode.commands.executeCommand(`${view}.focus`);
      }
      assert.ok(commands.includes("workbench.view.extension.azureDeletedResources"));
    });

    test("the settings have the defaults that are documented", () => {
      assert.deepEqual(Object.keys(manifest().contributes.configuration.properties).sort(), [
        "azureDeletedResources.checkFiles",
        "azureDeletedResources.credential",
        "azureDeletedResources.notifyBeforePurge",
        "azureDeletedResources.refreshOnFocus",
        "azureDeletedResources.services",
        "azureDeletedResources.warnBeforePurgeHours",
      ]);
      assert.equal(defaultOf("azureDeletedResources.credential"), "vscode");
      assert.deepEqual(defaultOf("azureDeletedResources.services"), []);
      assert.equal(defaultOf("azureDeletedResources.warnBeforePurgeHours"), 24);
      assert.equal(defaultOf("azureDeletedResources.notifyBeforePurge"), true);
      assert.equal(defaultOf("azureDeletedResources.refreshOnFocus"), true);
      assert.equal(defaultOf("azureDeletedResources.checkFiles"), true);
    });
  });
}
