import * as vscode from "vscode";
import type { RowFocus } from "../commands/purge";
import type { Targets } from "../commands/targets";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { deletionKey } from "../services/deletedResource";
import { viewIds } from "../ui/ids";
import { OperationsTree } from "../ui/operations/operationsTree";
import { onDidChangeSetting, settings } from "../ui/settings";
import { ResourcesTree } from "../ui/tree/resourcesTree";
import { ResourcesView } from "../ui/tree/resourcesView";
import { ViewOptionsStore } from "../ui/tree/viewOptions";
import type { Row } from "../ui/treeRows";
import type { Actions } from "./actions";
import type { AppContext } from "./appContext";
import type { Readers } from "./readers";

/** The trees, and what commands ask of them. */
export interface Views {
  readonly resources: ResourcesTree;
  readonly view: ResourcesView;
  readonly viewOptions: ViewOptionsStore;
  readonly targets: Targets;
  readonly focus: RowFocus;
  /** Reads everything again, also who is signed in to the command line tools. */
  readonly refreshAll: () => Promise<void>;
}

/**
 * Creates the Deleted Resources and the Operations view.
 * @param onSignedIn called each time the person is known to be signed in.
 */
export function createViews(
  { context, clock }: AppContext,
  { account, catalogue, connections, deletionLog, inventory, selected }: Readers,
  { runner, batches }: Actions,
  treeView: vscode.TreeView<Row>,
  onSignedIn: () => void,
): Views {
  const viewOptions = new ViewOptionsStore(context.workspaceState);
  const sources = {
    inventory,
    runner,
    batches,
    viewOptions,
    clock,
    warnHours: settings.warnBeforePurgeHours,
    explain: catalogue.explain,
    whoDeleted: (item: InventoryItem) => deletionLog.whoDeleted(item),
  };
  const resources = new ResourcesTree(sources, treeView);
  const view = new ResourcesView(treeView, resources, {
    account,
    inventory,
    viewOptions,
    clock,
    onSignedIn,
  });
  const operations = new OperationsTree(runner, batches);
  context.subscriptions.push(
    view,
    resources,
    operations,
    vscode.window.registerTreeDataProvider(viewIds.operations, operations),
    selected.onDidChange(() => void view.refresh()),
    onDidChangeSetting("services", () => void view.refresh()),
    onDidChangeSetting("warnBeforePurgeHours", () => {
      view.repaint();
    }),
  );
  return {
    resources,
    view,
    viewOptions,
    targets: {
      inventory,
      serviceOf: ({ resource }) => catalogue.of(resource),
      isBusy: ({ resource }: InventoryItem) =>
        runner.runningOn(deletionKey(resource)) !== undefined,
      explain: catalogue.explain,
      ensureRead: () => view.ensureRead(),
    },
    focus: {
      moveFocusFrom: (items) => view.moveFocusFrom(items),
      returnFocusTo: (items) => view.returnFocusTo(items),
    },
    refreshAll: () => {
      // Another account may be signed in to a command line tool by now, and a connection keeps its
      // token.
      connections.clear();
      deletionLog.markStale();
      return view.refresh();
    },
  };
}
