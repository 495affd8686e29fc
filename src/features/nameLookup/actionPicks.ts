import * as vscode from "vscode";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../../services/service";
import { summaryOf } from "../../ui/appearance";
import { inPick } from "../../ui/text";

/** What can be chosen for a deleted resource that was found. */
export type ItemAction = "recover" | "purge" | "show";

/** A row of that quick pick. */
export interface ActionPick extends vscode.QuickPickItem {
  /** Undefined where the row only says why there is none. */
  readonly action: ItemAction | undefined;
}

/** What can be done to one deleted resource, and why what cannot. */
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

/** Which one it is, in front of what can be done to it. */
export function itemActionTitle({ resource }: InventoryItem): string {
  return vscode.l10n.t('"{0}" is soft-deleted', inPick(resource.name));
}

/** "key vault · Contoso Production · rg-support · swedencentral · 11 days left" */
export function whereText(
  { subscription, resource }: InventoryItem,
  service: SoftDeleteService,
  now: number,
): string {
  return [service.noun(resource), inPick(subscription.name), summaryOf(resource, now)].join(" · ");
}
