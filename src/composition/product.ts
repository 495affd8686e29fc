import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { systemClock } from "../base/clock";
import type { JsonValue } from "../base/json";
import { lazy } from "../base/lazy";
import { activateListCommands } from "../commands/activateListCommands";
import { activateOperationCommands } from "../commands/activateOperationCommands";
import { activatePurge } from "../commands/purge";
import { activateRecover } from "../commands/recover";
import { CommandRegistry } from "../commands/commandRegistry";
import type { DetailsWriter } from "../commands/showDetails";
import { activateCopyCommand } from "../features/copyCommand/activateCopyCommand";
import { activateExpiry } from "../features/expiry/activateExpiry";
import { activateExportList } from "../features/exportList/activateExportList";
import { activateFileChecks } from "../features/fileChecks/activateFileChecks";
import { activateHelp } from "../features/help/activateHelp";
import type { Tools } from "../features/languageModelTools/tools";
import { activateLiveResources } from "../features/liveResources/activateLiveResources";
import { activateNameLookup } from "../features/nameLookup/activateNameLookup";
import type { Inventory } from "../inventory/inventory";
import type { Runner } from "../operations/runner";
import type { Planner } from "../planning/planner";
import { DetailsDocuments } from "../ui/details/detailsDocuments";
import type { CommandId } from "../ui/ids";
import type { Tree } from "../ui/lazyTree";
import type { Row } from "../ui/treeRows";
import { createActions } from "./actions";
import { createLog } from "./log";
import { createOutcomes } from "./outcomes";
import { createReaders } from "./readers";
import { createViews } from "./views";

/** Access for in-host tests only. */
export interface TestAccess {
  readonly inventory: Inventory;
  readonly planner: Planner;
  readonly runner: Runner;
  /** The commands that do something when they are run. */
  readonly commands: readonly CommandId[];
}

/** What is behind the commands, view and tools that extension.ts registers at activation. */
export interface Product {
  /** There once it has its first rows, if an earlier window kept any. */
  readonly resources: Promise<Tree<Row>>;
  readonly tools: () => Promise<Tools>;
  readonly commands: CommandRegistry;
  readonly access: TestAccess;
}

/**
 * The composition root: builds the parts, then activates the commands and the features. It awaits
 * nothing; Azure is first asked when the view is shown, a command runs, an earlier window left
 * something unfinished, or, where the person has not turned that off, when the window is idle.
 *
 * @param treeView the view that shows {@link Product.resources}.
 */
export function compose(context: vscode.ExtensionContext, treeView: vscode.TreeView<Row>): Product {
  if (vscode.l10n.bundle !== undefined) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const log = createLog();
  const clock = systemClock;
  const folder = (name: string): string =>
    vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const app = { context, log, clock, folder };
  const readers = createReaders(app);
  const { account, catalogue, deletionLog, inventory, nameFinder, selected } = readers;
  const actions = createActions(app, readers);
  const { connectForPlan: connect, planner, quietPlanner, runner, batches } = actions;
  const outcomes = createOutcomes(app, readers, actions);
  const { announce, execute } = outcomes;
  const views = createViews(app, readers, actions, treeView, outcomes.resume);
  const { view, viewOptions, targets, focus, refreshAll } = views;
  const documents = new DetailsDocuments();

  const confirmation = { extensionUri: context.extensionUri, execute };
  const recovering = { targets, planner, account, connect, focus, execute };
  const purging = { targets, planner, confirmation, focus, clock };
  const details: DetailsWriter = {
    serviceOf: targets.serviceOf,
    whoDeleted: (item, signal) => deletionLog.whoDeleted(item, signal),
    details: documents,
    clock,
  };
  const operations = { runner, batches, announce, details: documents, clock, recovering, purging };
  const changes = { planner, runner, announce };
  const showLog = (): void => {
    log.show();
  };
  const services = (): typeof catalogue.services => catalogue.services;
  const knownServices = async (): Promise<readonly string[]> => {
    await catalogue.load();
    return catalogue.services.map(({ id }) => id);
  };

  const commands = new CommandRegistry(log, catalogue.explain);
  activateListCommands(commands, { account, selected, targets, details, viewOptions, refreshAll });
  activateRecover(commands, recovering);
  activatePurge(commands, purging);
  activateOperationCommands(commands, operations);
  activateCopyCommand(commands, { targets, planner, connect, services });
  activateExportList(commands, targets, viewOptions, clock);
  activateLiveResources(commands, { targets, connect }, { changes, confirmation });
  context.subscriptions.push(
    ...[log, account, inventory, runner, batches, documents],
    activateNameLookup(commands, { nameFinder, recovering, purging, details, showLog }),
    activateExpiry(commands, {
      targets,
      view,
      runner,
      batches,
      noticesFolder: folder("notices"),
      clock,
      logger: log,
    }),
    activateFileChecks(commands, { account, targets, services, clock, log }),
    activateHelp(commands, log, {
      inventory,
      runner,
      details: documents,
      extension: context.extension,
      knownServices,
    }),
  );

  // Unfinished operations are resumed at once, not when the view is next opened.
  void Promise.all([runner.hasUnfinished(), batches.hasUnfinished()]).then((found) =>
    found.includes(true) ? view.ensureRead() : undefined,
  );

  return {
    resources: readers.restored.then(() => views.resources),
    tools: lazy(async () => {
      const tools = await import("../features/languageModelTools/tools");
      return new tools.Tools({
        targets,
        planner: quietPlanner,
        runner,
        announce,
        nameFinder,
        explain: catalogue.explain,
        manifest: context.extension.packageJSON as JsonValue,
        clock,
      });
    }),
    commands,
    access: { inventory, planner, runner, commands: commands.ids },
  };
}
