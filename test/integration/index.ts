import Mocha from "mocha";
import * as vscode from "vscode";
import { activationSuite } from "./activation";
import { commandSuite } from "./commands";
import { contributionSuite } from "./contributions";
import { guardSuite } from "./guards";
import { inventorySuite } from "./inventory";
import { logSuite } from "./log";
import { purgeSuite } from "./purge";
import { quietSuite } from "./quiet";
import { recoverSuite } from "./recover";
import { refusalSuite } from "./refusals";
import { toolSuite } from "./tools";
import { Uncaught } from "./uncaught";
import { SimulatedAzure } from "./simulatedAzure";

/** What VS Code calls in the extension host; it rejects when a test failed. */
export async function run(): Promise<void> {
  const uncaught = new Uncaught();
  uncaught.listen();
  // A person's sign-in is a dialog, and VS Code refuses dialogs to tests.
  await vscode.workspace
    .getConfiguration("azureDeletedResources")
    .update("credential", "azureCli", vscode.ConfigurationTarget.Global);

  const mocha = new Mocha({ ui: "tdd", reporter: "spec", timeout: 60_000 });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, "", mocha);
  const azure = new SimulatedAzure();
  // The first suite sees the extension before its view was shown.
  activationSuite(azure);
  contributionSuite();
  inventorySuite(azure);
  recoverSuite(azure);
  purgeSuite(azure);
  guardSuite(azure);
  refusalSuite(azure);
  commandSuite(azure);
  toolSuite(azure);
  logSuite(azure);
  quietSuite(uncaught);

  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  uncaught.stop();
  const { passes = 0, failures = 0 } = stats ?? {};
  console.log(`${passes} passed, ${failures} failed`);
  if (failures > 0 || passes === 0) {
    throw new Error("The suite in the extension host failed.");
  }
}
