import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { JsonValue } from "../azure/json";
import { systemClock } from "../azure/clock";
import { runCommand } from "../commands/boundary";
import type { CommandHandlers } from "../commands/handlers";
import { commandIds, type CommandId } from "../ids";
import { composeActing } from "./acting";
import { composeReading } from "./reading";
import { createLog } from "../log";
import type { EndedBatch } from "../recovery/batchRunner";
import type { Inventory } from "../recovery/inventory";
import type { InventoryItem } from "../recovery/inventorySnapshot";
import { outcomeOf, type Operation, type Plan } from "../recovery/operation";
import type { Planner } from "../recovery/planner";
import type { Runner } from "../recovery/runner";
import { deletionKey } from "../services/deletedResource";
import { onDidChangeSetting, settings } from "../settings";
import { Telemetry } from "../telemetry";
import { DetailsDocuments } from "../ui/details/detailsDocuments";
import { ChecksWhenNeeded } from "../ui/diagnostics/whenNeeded";
import { HelpTree } from "../ui/help/helpTree";
import { OperationNode } from "../ui/operations/operationNode";
import { OperationsTree } from "../ui/operations/operationsTree";
import { openInAzurePortal, pageOf } from "../ui/portal";
import type { Tree } from "../ui/lateTree";
import { ResourcesView } from "../ui/resourcesView";
import { ConflictLinks } from "../ui/terminal/conflictLinks";
import type { Tools } from "../ui/tools/tools";
import { LateGlancing } from "../ui/status/lateGlancing";
import { Arrangement } from "../ui/tree/arrangement";
import { rowFor } from "../ui/tree/resourceNode";
import type { Row } from "../ui/tree/rows";

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

/** A window that starts has enough to do; so many milliseconds after that it is likely to be idle. */
const idleAfter = 8_000;

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
  const telemetry = new Telemetry();
  const folder = (name: string): string =>
    vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const ground = { context, log, clock, folder };
  const reading = composeReading(ground);
  const { account, catalogue, connections, deletionLog, explain, inventory, serviceOf } = reading;
  const { nameFinder, selected, whoDeleted } = reading;
  const { connectForPlan, planner, quietPlanner, runner, batches } = composeActing(ground, reading);

  /** What a plan was about is not deleted any more once the plan has succeeded. */
  const takesOut = ({ action, subject }: Plan): boolean =>
    action === "purge" || catalogue.find(subject.serviceId)?.recoversACopy === undefined;
  const finishBatch = async ({ batch, plans, succeeded }: EndedBatch): Promise<void> => {
    telemetry.operationEnded({
      service: "batch",
      action: batch.action,
      outcome: batch.succeeded === batch.total ? "succeeded" : "failed",
      milliseconds: (batch.endedAt ?? batch.startedAt) - batch.startedAt,
    });
    await inventory.settleAll(plans.map(({ subject }) => subject));
    const stillListed = inventory.stillListed.filter((deletion) => succeeded.has(deletion));
    const { announceBatch } = await import("../ui/batches/announceBatch");
    await announceBatch(batch, stillListed.length);
  };

  const announce = async (operations: readonly Operation[]): Promise<void> => {
    const { announceAll } = await import("../ui/announce");
    const { findLeftBehind } = await import("../recovery/leftBehind");
    await announceAll(operations, {
      showLog: () => {
        log.show();
      },
      service: (id) => catalogue.find(id),
      accountLabel: ({ plan }) =>
        inventory.snapshot.subscriptions.find(
          ({ subscription }) => subscription.accountId === plan.via.accountId,
        )?.subscription.accountLabel,
      leftBehind: (operation) => findLeftBehind(inventory, operation),
      purge: (item) =>
        vscode.commands.executeCommand(
          commandIds.purge,
          rowFor(item, serviceOf(item), clock.now()),
        ),
      portalPage: pageOf,
      canRetry: (operation) => runner.canRetry(operation),
      retry: (operation) =>
        vscode.commands.executeCommand(
          commandIds.retryOperation,
          new OperationNode(operation, false),
        ),
      openInPortal: ({ plan }, page) => openInAzurePortal(account, plan.via.tenantId, page),
    });
  };
  const arrangement = new Arrangement(context.workspaceState);
  const view = new ResourcesView({
    view: resourcesView,
    account,
    inventory,
    runner,
    batches,
    arrangement,
    clock,
    warnHours: settings.warnBeforePurgeHours,
    explain,
    whoDeleted,
    onSignedIn: () => {
      const failed = (error: unknown): void => {
        log.error("Unfinished operations could not be taken up.");
        log.trace(String(error));
      };
      batches
        .releaseOrphans()
        .then(() => runner.resume((operation) => void announce([operation])))
        .catch(failed);
      batches
        .resume((started) => {
          import("../ui/batches/showProgress")
            .then(({ showBatchProgress }) => showBatchProgress(batches, started))
            .catch(failed);
          started.ended
            .then((ended) => (ended === undefined ? undefined : finishBatch(ended)))
            .catch(failed);
        })
        .catch(failed);
    },
  });
  const fileChecks = new ChecksWhenNeeded({
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
  const failedBehind = (error: unknown): void => {
    log.warn("What is deleted could not be shown or read in the background.");
    log.trace(String(error));
  };
  const glancing = new LateGlancing({
    onDidChange: (listener) => inventory.onDidChange(listener),
    load: async () => {
      const { Glancing } = await import("../ui/status/glancing");
      return new Glancing({
        ...targets,
        clock,
        warnHours: settings.warnBeforePurgeHours,
        notifies: settings.notifyBeforePurge,
        view,
        noticesFolder: folder("notices"),
        logger: log,
      });
    },
    failed: failedBehind,
  });
  const startBackground = async (): Promise<void> => {
    const { BackgroundReading } = await import("../ui/status/backgroundReading");
    context.subscriptions.push(
      new BackgroundReading({
        isOn: settings.refreshOnFocus,
        read: () => view.readInBackground(),
        onDidFocus: (listener) =>
          vscode.window.onDidChangeWindowState(({ focused }) => {
            if (focused) {
              listener();
            }
          }),
        lastRead: () => view.lastRead,
        clock,
        failed: failedBehind,
      }),
    );
  };
  const starting = setTimeout(() => {
    startBackground().catch(failedBehind);
  }, idleAfter);
  const refreshAll = (): Promise<void> => {
    // Whoever the command line is signed in as by now; a connection remembers its token.
    connections.clear();
    deletionLog.markStale();
    return view.refresh();
  };
  const handlers = async (): Promise<CommandHandlers> => {
    const { commandHandlers } = await import("../commands/handlers");
    return commandHandlers({
      ...targets,
      services: () => catalogue.services,
      account,
      selected,
      planner,
      runner,
      batches,
      arrangement,
      clock,
      details,
      whoDeleted,
      announce,
      finishBatch,
      leave: (items) => view.leave(items),
      goBackTo: (items) => view.goBackTo(items),
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
    const { Tools: ToolsForModels } = await import("../ui/tools/tools");
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
    telemetry,
    account,
    inventory,
    runner,
    batches,
    view,
    glancing,
    {
      dispose: () => {
        clearTimeout(starting);
      },
    },
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
      glancing.update();
    }),
    onDidChangeSetting("notifyBeforePurge", () => {
      glancing.update();
    }),
    runner.onDidEnd(({ operation, here }) => {
      const { plan } = operation;
      void inventory.settle(plan.subject, outcomeOf(operation) === "succeeded" && takesOut(plan));
      if (!here) {
        return;
      }
      telemetry.operationEnded({
        service: operation.plan.subject.serviceId,
        action: operation.plan.action,
        outcome: outcomeOf(operation),
        milliseconds: (operation.endedAt ?? operation.startedAt) - operation.startedAt,
      });
    }),
    batches.onDidEndMember(({ plan, end }) => {
      if (end.outcome === "succeeded" && takesOut(plan)) {
        inventory.markGone(plan.subject);
      }
    }),
    runner.onDidEndOther(({ subject, end }) => {
      void inventory.settle(subject, end.state === "done");
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
