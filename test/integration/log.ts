import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "../host/waiting";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

/** The log channel; VS Code has it as a document once it is shown. */
async function openLog(): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand("azureDeletedResources.showLog");
  return eventually("the log channel", () =>
    Promise.resolve(
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === "output" && uri.path.includes("Azure Deleted Resources"),
      ),
    ),
  );
}

export function logSuite(azure: SimulatedAzure): void {
  suite("the log channel", () => {
    test("it says how an operation ended, and at its usual level names nothing", async () => {
      const stage = await Stage.set(azure);
      await stage.access.runner.start(await stage.recoveryOf("kv-support-prod"));
      const log = await openLog();
      await eventually("the end of the recovery in the log", () =>
        Promise.resolve(log.getText().includes("recover of a keyVault resource: succeeded")),
      );
      const text = log.getText().toLowerCase();
      for (const name of ["kv-support", "rg-support", "contoso", "dana", "aaaaaaaa-0000"]) {
        assert.ok(!text.includes(name), `The log has "${name}".`);
      }
    });
  });
}
