import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { eventually } from "../host/waiting";
import { extensionId, extensionUnderTest, manifest, testAccess } from "./product";
import type { SimulatedAzure } from "./simulatedAzure";

interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[];
}

/** What VS Code noted when it loaded the extension's code and when that was active. */
function activationMilliseconds(): number {
  const marks = Reflect.get(globalThis, "MonacoPerformanceMarks") as Marks | undefined;
  const at = (event: string): number => {
    const name = `code/extHost/${event}/${extensionId}`;
    const mark = marks?.getMarks().find((known) => known.name === name);
    if (mark === undefined) {
      throw new Error(`VS Code has not noted ${name}.`);
    }
    return mark.startTime;
  };
  return at("didActivateExtension") - at("willLoadExtensionCode");
}

export function activationSuite(azure: SimulatedAzure): void {
  suite("activation", () => {
    test("the extension starts by itself once the window has", async () => {
      await eventually("the extension to be active", () =>
        Promise.resolve(extensionUnderTest().isActive),
      );
    });

    test("VS Code took well under a second to load and activate it", () => {
      const milliseconds = activationMilliseconds();
      assert.ok(milliseconds >= 0 && milliseconds < 1000, `It took ${milliseconds} ms.`);
    });

    test("it lets the tests in, and what it gives them is all there", async () => {
      const access = await testAccess();
      assert.deepEqual(Object.keys(access).sort(), ["commands", "inventory", "planner", "runner"]);
    });

    test("what was activated is the ES module that package.json names", async () => {
      const { extensionPath, isActive } = extensionUnderTest();
      assert.ok(isActive);
      const main = join(extensionPath, manifest().main);
      assert.match(main, /[\\/]dist[\\/]extension\.mjs$/);
      const bundle: unknown = await import(pathToFileURL(main).href);
      assert.ok(typeof bundle === "object" && bundle !== null && "activate" in bundle);
      assert.equal(typeof bundle.activate, "function");
    });

    test("activation asks nothing of Azure", async () => {
      await delay(500);
      assert.deepEqual(await azure.requests(), []);
      assert.equal((await testAccess()).inventory.snapshot.state, "idle");
    });

    test("showing the view reads what is deleted", async () => {
      await vscode.commands.executeCommand("azureDeletedResources.resources.focus");
      const { inventory } = await testAccess();
      await eventually("the inventory to be read", () =>
        Promise.resolve(inventory.snapshot.state === "read" && inventory.items.length > 0),
      );
      assert.ok((await azure.requests()).length > 0);
    });
  });
}
