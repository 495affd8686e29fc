import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import { ArmError } from "../../azure/errors";
import { isJsonObject, type JsonObject } from "../../base/json";
import { parseResourceId } from "../../azure/resourceId";
import type { ArmRequest } from "../../azure/armRequest";
import type { Targets } from "../../commands/targets";
import { commandIds, viewIds } from "../../ui/ids";
import { byPrincipal } from "../../inventory/inventorySnapshot";
import { readLiveResources } from "../../inventory/resourceGraphReader";
import type { LiveRow } from "../../services/source";
import { inNotification, inPick } from "../../ui/text";

/** Where live resources are searched for. */
export interface LiveSources {
  readonly targets: Targets;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
}

/** A picked live resource, in its current state. */
export interface PickedLive {
  readonly subscription: Subscription;
  readonly arm: ArmClient;
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** Which live resources to offer, and with what words. */
export interface LiveChoice {
  /** Resource types, lower-case. */
  readonly types: readonly string[];
  readonly title: string;
  readonly placeHolder: string;
  /** Message for an empty list. */
  readonly none: string;
  readonly read: (id: string) => ArmRequest;
}

/**
 * Lets the person pick a live resource of a type from all shown subscriptions.
 * @throws CancellationError where nothing is picked, after a message was shown why the list is
 *   empty.
 */
export async function pickLive(sources: LiveSources, choice: LiveChoice): Promise<PickedLive> {
  const contents = await sources.targets.ensureRead();
  if (contents === "signedOut") {
    await vscode.commands.executeCommand(commandIds.signIn);
    throw new vscode.CancellationError();
  }
  const found = await vscode.window.withProgress({ location: { viewId: viewIds.resources } }, () =>
    readAll(sources, choice.types),
  );
  if (found.length === 0) {
    await vscode.window.showInformationMessage(choice.none);
    throw new vscode.CancellationError();
  }
  const picked = await vscode.window.showQuickPick(
    found.map(({ row, subscription }) => ({
      label: inPick(nameOf(row)),
      description: inPick(row.location),
      detail: inPick([subscription.name, parseResourceId(row.id)?.resourceGroup ?? ""].join(" · ")),
      row,
      subscription,
    })),
    { title: choice.title, placeHolder: choice.placeHolder, matchOnDetail: true },
  );
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  const { row, subscription } = picked;
  const arm = await sources.connect(subscription);
  const { body } = await arm.send(choice.read(row.id));
  if (!isJsonObject(body)) {
    throw new Error(
      vscode.l10n.t(
        "Couldn't understand Azure's response for this resource. Refresh to try again.",
      ),
    );
  }
  return { subscription, arm, id: row.id, name: nameOf(row), body };
}

interface FoundLive {
  readonly row: LiveRow;
  readonly subscription: Subscription;
}

/** One query per account and tenant; a failure of one doesn't hide the others. */
async function readAll(
  { targets: { inventory, explain }, connect }: LiveSources,
  types: readonly string[],
): Promise<readonly FoundLive[]> {
  const shown = inventory.snapshot.subscriptions.map(({ subscription }) => subscription);
  const read = await Promise.allSettled(
    byPrincipal(shown).map(async (subscriptions): Promise<readonly FoundLive[]> => {
      const [first] = subscriptions;
      if (first === undefined) {
        return [];
      }
      const ids = subscriptions.map(({ subscriptionId }) => subscriptionId);
      const rows = await readLiveResources(await connect(first), ids, types);
      return rows.flatMap((row) => {
        const id = parseResourceId(row.id)?.subscriptionId.toLowerCase();
        const subscription = subscriptions.find((one) => one.subscriptionId.toLowerCase() === id);
        return subscription === undefined ? [] : [{ row, subscription }];
      });
    }),
  );
  const failed = read.find((result) => result.status === "rejected");
  const found = read.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  if (failed !== undefined && found.length === 0) {
    throw failed.reason;
  }
  if (failed !== undefined && failed.reason instanceof ArmError) {
    void vscode.window.showWarningMessage(
      inNotification(explain(undefined, failed.reason.failure)),
    );
  }
  return found;
}

/** "gallery/definition/version" for what is below something. */
function nameOf(row: LiveRow): string {
  return (
    parseResourceId(row.id)
      ?.resources.map(({ name }) => name)
      .join("/") ?? row.name
  );
}
