import { commandIds } from "../ui/ids";
import type { Account } from "../account/account";
import type { SelectedSubscriptions } from "../account/selectedSubscriptions";
import type { ViewOptionsStore } from "../ui/tree/viewOptions";
import { chooseGrouping, chooseSortOrder, clearFilter, editFilter } from "./chooseViewOptions";
import type { CommandRegistry } from "./commandRegistry";
import { copyName, copyResourceId } from "./copy";
import { copyFailure } from "./copyFailure";
import { openInPortal } from "./openInPortal";
import { refresh } from "./refresh";
import { selectSubscriptions } from "./selectSubscriptions";
import { showDetails, type DetailsWriter } from "./showDetails";
import { signIn, signInToTenant } from "./signIn";
import type { Targets } from "./targets";

/** What the commands that change nothing in Azure act on. */
export interface ListCommands {
  readonly account: Account;
  readonly selected: SelectedSubscriptions;
  readonly targets: Targets;
  readonly details: DetailsWriter;
  readonly viewOptions: ViewOptionsStore;
  readonly refreshAll: () => Promise<void>;
}

/** Registers the commands that choose, copy and show what is in the list. */
export function activateListCommands(
  commands: CommandRegistry,
  { account, selected, targets, details, viewOptions, refreshAll }: ListCommands,
): void {
  const on = commands.register.bind(commands);
  on(commandIds.signIn, () => signIn(account));
  on(commandIds.signInToTenant, (node) => signInToTenant(account, node));
  on(commandIds.selectSubscriptions, () => selectSubscriptions(account, selected));
  on(commandIds.refresh, (node) => refresh(targets.inventory, refreshAll, node));
  // VS Code passes the focused row to a command of a view's title; a title command ignores it.
  on(commandIds.refreshAll, () => refreshAll());
  on(commandIds.groupBy, () => chooseGrouping(viewOptions));
  on(commandIds.sortBy, () => chooseSortOrder(viewOptions));
  on(commandIds.filter, () => editFilter(viewOptions));
  on(commandIds.clearFilter, () => clearFilter(viewOptions));
  on(commandIds.showDetails, (node) => showDetails(targets, details, node));
  on(commandIds.copyName, (node, nodes) => copyName(targets, node, nodes));
  on(commandIds.copyResourceId, (node, nodes) => copyResourceId(targets, node, nodes));
  on(commandIds.copyFailure, (row) => copyFailure(row));
  on(commandIds.openInPortal, (node) => openInPortal(account, targets, node));
}
