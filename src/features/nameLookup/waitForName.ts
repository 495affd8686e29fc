import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import { ArmError } from "../../azure/errors";
import { waitUntilTrue } from "../../operations/steps/postconditions";
import type { Explain } from "../../services/errors/errorTable";
import type { SoftDeleteService } from "../../services/service";
import { inNotification } from "../../ui/text";
import { abortedBy } from "../../ui/cancelling";

// "about several minutes": github.com/Azure/AppConfiguration/issues/677
const longestSeconds = 900;

/**
 * Waits until Azure reports that a name is available, and notifies. Does nothing where its provider
 * has no name check, or the person doesn't want to wait.
 */
export async function waitForName(
  service: SoftDeleteService,
  name: string,
  subscription: Subscription,
  connect: (subscription: Subscription) => Promise<ArmClient>,
  explain: Explain,
  clock: Clock,
): Promise<void> {
  const check = service.nameCheck?.(name, subscription.subscriptionId);
  if (check === undefined) {
    return;
  }
  const shown = inNotification(name);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Waiting for Azure to release the name "{0}"', shown),
    cancellable: true,
  };
  const arm = await connect(subscription);
  const ended = await vscode.window.withProgress(options, async (_, token) => {
    const signal = abortedBy(token);
    try {
      // Without permission, waiting would be pointless.
      await arm.send(check.request, signal);
      return await waitUntilTrue(check, { arm, clock, seconds: longestSeconds, signal });
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      if (error instanceof ArmError) {
        return error.failure;
      }
      throw error;
    }
  });
  if (ended === true) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('The name "{0}" is now available.', shown),
    );
  } else if (ended === false) {
    await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Azure hasn\'t released the name "{0}" yet. Check again later with Find What Holds a Name.',
        shown,
      ),
    );
  } else if (ended !== undefined) {
    await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Couldn\'t check whether the name "{0}" is available. {1}',
        shown,
        inNotification(explain(service.id, ended)),
      ),
    );
  }
}
