import * as vscode from "vscode";
import type { NameHolder } from "./nameIndex";
import { describeAgo, describeTimeLeft } from "../../base/timeLeft";
import { isRefusal, recoverRefusal } from "../../services/service";
import { label } from "../../ui/text";

/** Whether a deleted resource can be recovered and purged here. */
export function possibleWith({ item: { resource }, service }: NameHolder): {
  readonly recover: boolean;
  readonly purge: boolean;
} {
  return {
    recover: recoverRefusal(service, resource) === undefined,
    purge: !isRefusal(service.purge(resource)),
  };
}

/**
 * What a name conflict means for a deployment, and what to do about it.
 *
 * @param isTerraform whether the azurerm provider deploys it.
 * @param now milliseconds since the epoch.
 */
export function conflictMessage(
  name: string,
  holder: NameHolder,
  isTerraform: boolean,
  now: number,
): string {
  const { t } = vscode.l10n;
  const { item, service, deployment } = holder;
  const { resourceGroup } = item.resource;
  const words = {
    name: label(name),
    noun: service.noun(item.resource),
    times: timesOf(holder, now),
    advice: adviceOf(holder),
    group: label(resourceGroup ?? ""),
  };
  if (isTerraform && deployment.terraformRecovers === true) {
    return t(
      'A deleted {noun} holds the name "{name}" ({times}). Terraform recovers the deleted resource instead of creating a new one, unless the provider\'s features say otherwise.',
      words,
    );
  }
  switch (deployment.outcome) {
    case "fails":
      return deployment.isGroupOnly === true && resourceGroup !== undefined
        ? t(
            'A deleted {noun} holds the name "{name}" ({times}), so a deployment to the resource group "{group}" will fail. {advice}',
            words,
          )
        : t(
            'A deleted {noun} holds the name "{name}" ({times}), so this deployment will fail. {advice}',
            words,
          );
    case "canFail":
      return t(
        'A deleted {noun} holds the name "{name}" ({times}), so this deployment may fail. {advice}',
        words,
      );
    case "recovers":
      return t(
        'A deleted {noun} holds the name "{name}" ({times}). A deployment to the same resource group and region recovers the deleted resource with its content; a deployment elsewhere fails.',
        words,
      );
    case "replaces":
      return t(
        'A deleted {noun} has the name "{name}" ({times}) and can\'t be recovered after this deployment. If you need the deleted resource, recover it first.',
        words,
      );
  }
}

/** "Contoso Production, deleted 3 days ago, 4 days left" */
function timesOf({ item: { resource, subscription } }: NameHolder, now: number): string {
  const { deletedAt, purgeAt } = resource;
  return [
    label(subscription.name),
    ...(deletedAt === undefined ? [] : [vscode.l10n.t("deleted {0}", describeAgo(deletedAt, now))]),
    ...(purgeAt === undefined ? [] : [describeTimeLeft(purgeAt, now)]),
  ].join(", ");
}

function adviceOf(holder: NameHolder): string {
  const { recover, purge } = possibleWith(holder);
  if (recover && purge) {
    return vscode.l10n.t("Recover or purge the deleted resource.");
  }
  if (recover) {
    return vscode.l10n.t("Recover the deleted resource, or choose another name.");
  }
  return purge
    ? vscode.l10n.t("Purge the deleted resource, or choose another name.")
    : vscode.l10n.t("Choose another name.");
}
