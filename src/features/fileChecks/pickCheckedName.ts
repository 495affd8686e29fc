import * as vscode from "vscode";
import { label } from "../../ui/text";
import type { CheckedName, CheckedNames, NameState } from "./checkedNames";
import { describeReason } from "./reasons";

/** What a person chose in the list of names. */
export type NamePick =
  | { readonly kind: "name"; readonly name: CheckedName }
  | { readonly kind: "environment" }
  | { readonly kind: "subscription" };

type Item = vscode.QuickPickItem & { readonly pick?: NamePick };

const icons: Readonly<Record<NameState, string>> = {
  taken: "warning",
  possible: "info",
  free: "check",
  unknown: "question",
};

/** Shows the soft-deletable resources of a file's deployments, and lets a person choose one. */
export async function pickCheckedName(
  { names, assumed }: CheckedNames,
  subscriptionName: string | undefined,
): Promise<NamePick | undefined> {
  const { t } = vscode.l10n;
  const items: Item[] = [
    ...names.map(itemOf),
    { label: t("Assumptions"), kind: vscode.QuickPickItemKind.Separator },
    {
      label: t("azd environment: {0}", assumed.environment ?? t("none selected")),
      iconPath: new vscode.ThemeIcon("settings"),
      pick: { kind: "environment" },
    },
    {
      label: t("Subscription: {0}", subscriptionName ?? assumed.subscriptionId ?? t("unknown")),
      iconPath: new vscode.ThemeIcon("key"),
      pick: { kind: "subscription" },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t("Check Before Deploying"),
    placeHolder:
      names.length === 0
        ? t("This deployment creates no soft-deletable resources.")
        : t("Choose a resource to go to its declaration"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.pick;
}

function itemOf(checked: CheckedName): Item {
  const { name, state, declaration, reason } = checked;
  return {
    label: name === undefined ? vscode.l10n.t("Unknown name") : label(name),
    description: declaration.type,
    detail: [describeState(checked), reason === undefined ? "" : describeReason(reason)]
      .filter((one) => one !== "")
      .join(" "),
    iconPath: new vscode.ThemeIcon(icons[state]),
    pick: { kind: "name", name: checked },
  };
}

function describeState({ state, conflict }: CheckedName): string {
  const { t } = vscode.l10n;
  const item = conflict?.holders[0].item;
  switch (state) {
    case "taken":
      return item === undefined
        ? ""
        : t('A deleted resource in "{0}" holds this name.', label(item.subscription.name));
    case "possible":
      return item === undefined
        ? ""
        : t('The deleted resource "{0}" may hold this name.', label(item.resource.name));
    case "free":
      return t("No deleted resource that was found holds this name.");
    case "unknown":
      return "";
  }
}

/** Asks for one of some values; undefined where the person chooses none. */
export async function pickOne(
  title: string,
  values: readonly { readonly id: string; readonly label: string }[],
): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(
    values.map((one) => ({ ...one, label: label(one.label) })),
    { title },
  );
  return picked?.id;
}
