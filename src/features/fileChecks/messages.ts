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

/** What a message says of a conflict. */
export interface ConflictWords {
  /** The name, or its pattern where it is known in part. */
  readonly name: string;
  readonly holder: NameHolder;
  readonly isCertain: boolean;
  /** Whether the azurerm provider deploys the resource. */
  readonly isTerraform: boolean;
  /** Whether the deployment is known to go to the deleted resource's group. */
  readonly isSameGroup: boolean;
}

/** Whether a deployment fails for sure. */
export function failsForSure({
  holder: { deployment, item },
  isCertain,
  isTerraform,
  isSameGroup,
}: ConflictWords): boolean {
  const isInReach =
    deployment.isGroupOnly !== true || item.resource.resourceGroup === undefined || isSameGroup;
  const recovers = isTerraform && deployment.terraformRecovers === true;
  return isCertain && deployment.outcome === "fails" && isInReach && !recovers;
}

/**
 * What a name conflict means for a deployment, and what to do about it.
 *
 * @param now milliseconds since the epoch.
 */
export function conflictMessage(conflict: ConflictWords, now: number): string {
  const { t } = vscode.l10n;
  const { name, holder, isCertain, isTerraform } = conflict;
  const { item, service, deployment } = holder;
  const { resourceGroup } = item.resource;
  const words = {
    name: label(name),
    noun: service.noun(item.resource),
    times: timesOf(holder, now),
    advice: adviceOf(holder),
    group: label(resourceGroup ?? ""),
  };
  if (!isCertain) {
    return possibleMessage(conflict, words);
  }
  if (isTerraform && deployment.terraformRecovers === true) {
    return t(
      'A deleted {noun} holds the name "{name}" ({times}). Terraform recovers the deleted resource instead of creating a new one, unless the provider\'s features say otherwise.',
      words,
    );
  }
  switch (deployment.outcome) {
    case "fails":
      return failsForSure(conflict)
        ? t(
            'This deployment will fail: a deleted {noun} holds the name "{name}" ({times}). {advice}',
            words,
          )
        : t(
            'A deployment to the resource group "{group}" will fail: a deleted {noun} holds the name "{name}" ({times}). {advice}',
            words,
          );
    case "canFail":
      return t(
        'This deployment may fail: a deleted {noun} holds the name "{name}" ({times}). {advice}',
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

/** A deleted resource whose name fits what is known of the name. */
function possibleMessage(
  { holder }: ConflictWords,
  words: Readonly<Record<"name" | "noun" | "times" | "advice", string>>,
): string {
  const { t } = vscode.l10n;
  const deleted = label(holder.item.resource.name);
  const environment = holder.item.resource.tags["azd-env-name"];
  return environment === undefined
    ? t(
        'The name may be taken: "{deleted}" is a deleted {noun} ({times}), and it fits the pattern "{name}".',
        { ...words, deleted },
      )
    : t(
        'The name may be taken: "{deleted}" is a deleted {noun} of the azd environment "{environment}" ({times}), and it fits the pattern "{name}".',
        { ...words, deleted, environment: label(environment) },
      );
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
