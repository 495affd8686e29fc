import * as vscode from "vscode";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../../services/service";
import { summaryOf } from "../../ui/summaries";
import { inPick } from "../../ui/text";

export type ItemAction = "recover" | "purge" | "show";

export interface ActionPick extends vscode.QuickPickItem {
  /** Undefined for a row that only explains why an action is unavailable. */
  readonly action: ItemAction | undefined;
}

/** The actions for a deleted resource, and why others are unavailable. */
export function actionPicks(
  { resource }: InventoryItem,
  service: SoftDeleteService,
  isBusy: boolean,
): readonly ActionPick[] {
  const { t } = vscode.l10n;
  const show: ActionPick = { label: `$(info) ${t("Show Details")}`, action: "show" };
  if (isBusy) {
    return [
      { label: `$(sync) ${t("Already being recovered or purged")}`, action: undefined },
      show,
    ];
  }
  const notRecovered = recoverRefusal(service, resource);
  const purge = service.purge(resource);
  return [
    notRecovered === undefined
      ? { label: `$(debug-restart) ${t("Recover")}`, action: "recover" }
      : cannot(t("Can't be recovered here"), notRecovered),
    isRefusal(purge)
      ? cannot(t("Can't be purged"), purge.refused)
      : {
          label: `$(trash) ${t("Purge...")}`,
          description: t("Frees the name (you confirm on the next page)"),
          action: "purge",
        },
    show,
  ];
}

function cannot(sentence: string, reason: string): ActionPick {
  return { label: `$(circle-slash) ${sentence}`, detail: inPick(reason), action: undefined };
}

export function itemActionTitle({ resource }: InventoryItem): string {
  return vscode.l10n.t('"{0}" is soft-deleted', inPick(resource.name));
}

/** "11 days left · rg-support · swedencentral · key vault · Contoso Production" */
export function whereText(
  { subscription, resource }: InventoryItem,
  service: SoftDeleteService,
  now: number,
): string {
  return [summaryOf(resource, now), service.noun(resource), inPick(subscription.name)].join(" · ");
}
