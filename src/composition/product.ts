import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { JsonValue } from "../base/json";
import { systemClock } from "../base/clock";
import { runCommand } from "../commands/runCommand";
import type { CommandHandlers } from "./handlers";
import type { CommandId } from "../ui/ids";
import { createLog } from "./log";
import type { Inventory } from "../inventory/inventory";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Planner } from "../planning/planner";
import type { Runner } from "../operations/runner";
import { deletionKey } from "../services/deletedResource";
import { onDidChangeSetting, settings } from "../ui/settings";
import { DetailsDocuments } from "../ui/details/detailsDocuments";
import { LazyFileChecks } from "../features/fileChecks/lazyFileChecks";
import { HelpTree } from "../features/help/helpTree";
import { OperationsTree } from "../ui/operations/operationsTree";
import type { Tree } from "../ui/lazyTree";
import { ResourcesView } from "../ui/tree/resourcesView";
import { ConflictLinks } from "../features/nameLookup/conflictLinks";
import type { Tools } from "../features/languageModelTools/tools";
import { ViewOptionsStore } from "../ui/tree/viewOptions";
import { rowFor } from "../ui/tree/resourceNode";
import type { Row } from "../ui/treeRows";
import { createActions } from "./actions";
import { startBackgroundTasks } from "./backgroundTasks";
import { createOutcomes } from "./outcomes";
import { createReaders } from "./readers";

/** What the in-host tests reach; nobody else is given it. */
export interface TestAccess {
  readonly inventory: Inventory;
  readonly planner: Planner;
  readonly runner: Runner;
}

/** What stands behind what VS Code was told of when the extension was activated. */
export interface Product {
  readonly resources: Tree<Row>;
  readonly operations: Tree<Row>;
  readonly help: Tree<vscode.TreeItem>;
  readonly tools: () => Promise<Tools>;
  /** What a command does with what VS Code hands it; a failure reaches the person as a sentence. */
  readonly run: (id: CommandId, given: readonly unknown[]) => Promise<void>;
  readonly access: TestAccess;
}

/**
 * The composition root: builds the parts and hands each what it needs. It awaits nothing; Azure is
 * first asked when the view is shown, a command runs, an earlier window left something unfinished,
 * or, where the person has not turned that off, when the window has been open for some seconds.
 *
 * @param resourcesView the view that shows {@link Product.resources}.
 */
export function compose(
  context: vscode.ExtensionContext,
  resourcesView: vscode.TreeView<Row>,
): Product {
  if (vscode.l10n.bundle !== undefined) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const log = createLog();
  const clock = systemClock;
  const folder = (name: string): string =>
    vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const ground = { context, log, clock, folder };
  const reading = createReaders(ground);
  const { account, catalogue, connections, deletionLog, explain, inventory, serviceOf } = reading;
  const { nameFinder, selected, whoDeleted } = reading;
  const acting = createActions(ground, reading);
  const { connectForPlan, planner, quietPlanner, runner, batches } = acting;
  const { announce, finishBatch, takeUp } = createOutcomes(ground, reading, acting);

  const viewOptions = new ViewOptionsStore(context.workspaceState);
  const view = new ResourcesView({
    view: resourcesView,
    account,
    inventory,
    runner,
    batches,
    viewOptions,
    clock,
    warnHours: settings.warnBeforePurgeHours,
    explain,
    whoDeleted,
    onSignedIn: takeUp,
  });
  const fileChecks = new LazyFileChecks({
    account,
    inventory,
    serviceOf,
    rowOf: (item) => rowFor(item, serviceOf(item), clock.now()),
    clock,
    log,
    isOn: settings.checkFiles,
    onDidChangeIsOn: (listener) => onDidChangeSetting("checkFiles", listener),
    ensureRead: () => view.ensureRead(),
  });
  const operations = new OperationsTree(runner, batches);
  const details = new DetailsDocuments();

  const targets = {
    inventory,
    serviceOf,
    isBusy: ({ resource }: InventoryItem) => runner.runningOn(deletionKey(resource)) !== undefined,
    ensureRead: () => view.ensureRead(),
  };
  startBackgroundTasks(ground, targets, view);

  const refreshAll = (): Promise<void> => {
    // Whoever the command line is signed in as by now; a connection remembers its token.
    connections.clear();
    deletionLog.markStale();
    return view.refresh();
  };
  const handlers = async (): Promise<CommandHandlers> => {
    const { commandHandlers } = await import("./handlers");
    return commandHandlers({
      ...targets,
      services: () => catalogue.services,
      account,
      selected,
      planner,
      runner,
      batches,
      viewOptions,
      clock,
      details,
      whoDeleted,
      announce,
      finishBatch,
      moveFocusFrom: (items) => view.moveFocusFrom(items),
      returnFocusTo: (items) => view.returnFocusTo(items),
      refreshAll,
      nameFinder,
      connect: connectForPlan,
      extensionUri: context.extensionUri,
      extension: context.extension,
      knownServices: async () => {
        await catalogue.load();
        return catalogue.services.map(({ id }) => id);
      },
      showLog: () => {
        log.show();
      },
    });
  };

  let tools: Promise<Tools> | undefined;
  const loadTools = async (): Promise<Tools> => {
    const { Tools: ToolsForModels } = await import("../features/languageModelTools/tools");
    return new ToolsForModels({
      ...targets,
      planner: quietPlanner,
      runner,
      announce,
      nameFinder,
      explain,
      manifest: context.extension.packageJSON as JsonValue,
      now: () => clock.now(),
    });
  };

  context.subscriptions.push(
    log,
    account,
    inventory,
    runner,
    batches,
    view,
    fileChecks,
    operations,
    details,
    vscode.window.registerTerminalLinkProvider(new ConflictLinks()),
    selected.onDidChange(() => void view.refresh()),
    account.onDidChange(() => {
      connections.clear();
      deletionLog.clear();
    }),
    onDidChangeSetting("services", () => void view.refresh()),
    onDidChangeSetting("warnBeforePurgeHours", () => {
      view.repaint();
    }),
  );

  // What an earlier window left unfinished goes on at once, not when the view is next opened.
  void Promise.all([runner.hasUnfinished(), batches.hasUnfinished()]).then((found) =>
    found.includes(true) ? view.ensureRead() : undefined,
  );

  return {
    resources: view.tree,
    operations,
    help: new HelpTree(context.extension.id),
    tools: () => (tools ??= loadTools()),
    run: (id, given) =>
      runCommand(id, given, log, async (...nodes) => (await handlers())[id](...nodes)),
    access: { inventory, planner, runner },
  };
}
