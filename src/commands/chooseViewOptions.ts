import * as vscode from "vscode";
import { groupings, type Grouping } from "../inventory/group";
import { sortOrders, type SortOrder } from "../inventory/sort";
import type { ViewOptionsStore } from "../ui/tree/viewOptions";

export async function chooseGrouping(viewOptions: ViewOptionsStore): Promise<void> {
  const { t } = vscode.l10n;
  const words: Readonly<Record<Grouping, readonly [label: string, description: string]>> = {
    subscription: [t("Subscription and Service"), t("default")],
    resourceGroup: [t("Resource Group"), t("resources used together")],
    region: [t("Region"), t("where resources are kept")],
    timeLeft: [t("Time Left"), t("expiring soonest first")],
  };
  const chosen = await choose(t("Group By"), groupings, viewOptions.current.grouping, words);
  if (chosen !== undefined) {
    await viewOptions.keep({ grouping: chosen });
  }
}

export async function chooseSortOrder(viewOptions: ViewOptionsStore): Promise<void> {
  const { t } = vscode.l10n;
  const words: Readonly<Record<SortOrder, readonly [label: string, description: string]>> = {
    timeLeft: [t("Time Left"), t("expiring soonest first")],
    name: [t("Name"), t("A to Z")],
    deleted: [t("Deleted"), t("most recently deleted first")],
  };
  const chosen = await choose(t("Sort By"), sortOrders, viewOptions.current.order, words);
  if (chosen !== undefined) {
    await viewOptions.keep({ order: chosen });
  }
}

/** A quick pick that starts at the current choice. */
async function choose<T extends string>(
  title: string,
  all: readonly T[],
  current: T,
  words: Readonly<Record<T, readonly [label: string, description: string]>>,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
  const items = all.map((value) => {
    const [label, description] = words[value];
    return value === current
      ? { label: `$(check) ${label}`, description: `${description} · ${chosenNow()}`, value }
      : { label: `$(blank) ${label}`, description, value };
  });
  pick.title = title;
  pick.items = items;
  pick.activeItems = items.filter(({ value }) => value === current);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.value);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function chosenNow(): string {
  return vscode.l10n.t("current");
}

/** Filter...: the list follows the input; Escape restores the previous filter. */
export async function editFilter(viewOptions: ViewOptionsStore): Promise<void> {
  const before = viewOptions.current.filter;
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Filter Deleted Resources");
  box.placeholder = vscode.l10n.t("Name, type, resource group, region, subscription, or tag=value");
  box.prompt = vscode.l10n.t("Press Enter to keep the filter, or Escape to restore the list.");
  box.value = before;
  // The list can be scrolled while the box is open.
  box.ignoreFocusOut = true;
  try {
    const typed = await new Promise<string>((resolve) => {
      box.onDidChangeValue((text) => {
        viewOptions.show({ filter: text });
      });
      box.onDidAccept(() => {
        resolve(box.value);
      });
      box.onDidHide(() => {
        resolve(before);
      });
      box.show();
    });
    await viewOptions.keep({ filter: typed });
  } finally {
    box.dispose();
  }
}

export async function clearFilter(viewOptions: ViewOptionsStore): Promise<void> {
  await viewOptions.keep({ filter: "" });
}
