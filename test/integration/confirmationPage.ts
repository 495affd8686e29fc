import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "../host/waiting";

/** The Confirm Purge tabs that are open. */
export function confirmationTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ label, input }) => label === "Confirm Purge" && input instanceof vscode.TabInputWebview,
    );
}

/** A confirmation page and the command that waits for its answer. */
export interface OpenConfirmation {
  readonly tab: vscode.Tab;
  readonly ended: Promise<true>;
}

/** Runs Purge... without a row and picks the first entry of the list, as at the keyboard. */
export async function pickAndOpen(): Promise<OpenConfirmation> {
  return eventually("the confirmation page of an item that was picked", async () => {
    const command = vscode.commands.executeCommand("azureDeletedResources.purge");
    const ended = Promise.resolve(command).then(() => true as const);
    // Nothing tells a test that the list is open: too early, and the keys go nowhere.
    await delay(700);
    await press("quickOpenSelectNext", "quickPickManyToggle", "acceptSelectedQuickOpenItem");
    const opened = eventually("the tab", () => Promise.resolve(confirmationTabs()[0]), 3000);
    const tab = await Promise.race([opened.catch(() => undefined), ended]);
    if (typeof tab === "object") {
      return { tab, ended };
    }
    await press("closeQuickOpen");
    await ended;
    return undefined;
  });
}

/**
 * Runs a command as another extension can, and answers nothing: closes the list it asks the person
 * with. Says whether it asked.
 */
export async function runUnanswered(
  command: string,
  ...given: readonly unknown[]
): Promise<boolean> {
  // A list goes away by itself when the focus does, as it may while the window still settles; one
  // that is never there is not there the third time either.
  for (let times = 0; times < 3; times++) {
    if (await askedOnce(command, given)) {
      return true;
    }
  }
  return false;
}

async function askedOnce(command: string, given: readonly unknown[]): Promise<boolean> {
  const ended = Promise.resolve(vscode.commands.executeCommand(command, ...given)).then(() => true);
  const waits = !(await Promise.race([ended, delay(400, false)]));
  await eventually(`${command} to end`, async () => {
    await press("closeQuickOpen");
    return Promise.race([ended, delay(300, false)]);
  });
  return waits;
}

async function press(...actions: readonly string[]): Promise<void> {
  for (const action of actions) {
    await vscode.commands.executeCommand(`workbench.action.${action}`);
  }
}
