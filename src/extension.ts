import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { accountFactories } from "./account/accountFactories";
import { armConnector } from "./account/armConnector";
import { Connections } from "./account/connections";
import { SelectedSubscriptions } from "./account/selectedSubscriptions";
import { selectedSubscriptionsSetting } from "./account/selectedSubscriptionsSetting";
import { applyFilter } from "./account/subscriptionFilter";
import { SwitchableAccount } from "./account/switchableAccount";
import type { Subscription } from "./account/account";
import type { ArmClient } from "./azure/armClient";
import { systemClock } from "./azure/clock";
import { Catalogue } from "./catalogue";
import { registerCommand } from "./commands/boundary";
import type { CommandHandlers } from "./commands/handlers";
import { commandIds, viewIds } from "./ids";
import { createLog } from "./log";
import { Inventory } from "./recovery/inventory";
import type { InventoryItem } from "./recovery/inventorySnapshot";
import { outcomeOf, type Operation } from "./recovery/operation";
import { OperationStore } from "./recovery/operationStore";
import { Planner } from "./recovery/planner";
import { Runner } from "./recovery/runner";
import { deletionKey } from "./services/deletedResource";
import type { SoftDeleteService } from "./services/service";
import { onDidChangeSetting, settings } from "./settings";
import { Telemetry } from "./telemetry";
import { announceAll } from "./ui/announce";
import { DetailsDocuments } from "./ui/details/details";
import { OperationsTree } from "./ui/operations/operationsTree";
import { openInAzurePortal, pageOf } from "./ui/portal";
import { ResourcesView } from "./ui/resourcesView";

/** What the in-host tests reach; nobody else is given it. */
export interface TestAccess {
  readonly inventory: Inventory;
  readonly planner: Planner;
  readonly runner: Runner;
}

/**
 * The composition root: builds the parts and hands each what it needs. It awaits nothing; Azure is
 * first asked when the view is shown, a command runs, or an earlier window left something
 * unfinished.
 */
export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  if (vscode.l10n.bundle !== undefined) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const log = createLog();
  const clock = systemClock;
  const telemetry = new Telemetry();

  const connect = armConnector(log, `azure-deleted-resources/${versionOf(context)}`);
  const account = new SwitchableAccount({
    kind: settings.credential,
    onDidChangeKind: (listener) => onDidChangeSetting("credential", listener),
    factories: accountFactories({
      connect,
      tell: (message) => void vscode.window.showInformationMessage(message),
      logger: log,
    }),
  });
  const selected = new SelectedSubscriptions(
    selectedSubscriptionsSetting,
    context.globalState,
    log,
  );
  const connections = new Connections(account, connect);
  const catalogue = new Catalogue();
  const serviceOf = ({ resource }: InventoryItem): SoftDeleteService => catalogue.of(resource);

  const endpoint = async (): Promise<string> => (await account.cloud()).armEndpoint;
  const connectForPlan = (subscription: Subscription): Promise<ArmClient> =>
    connections.connect(subscription, { mayPrompt: true });
  const inventory = new Inventory({
    services: () => {
      // Ids that no service has, as of a later version's setting, choose nothing.
      const known = settings.services()?.filter((id) => catalogue.find(id) !== undefined);
      const shown = known?.length === 0 ? undefined : known;
      return catalogue.services.filter(
        ({ id, availability }) => shown?.includes(id) ?? availability.offByDefault !== true,
      );
    },
    readSubscriptions: async (report, signal) => {
      await catalogue.load();
      const filter = selected.filter();
      await account.readSubscriptions((part) => {
        report({ ...part, subscriptions: applyFilter(part.subscriptions, filter) });
      }, signal);
    },
    connect: (subscription) => connections.connect(subscription, { mayPrompt: false }),
    endpoint,
    logger: log,
  });
  const planner = new Planner({
    connect: connectForPlan,
    endpoint,
    service: (resource) => catalogue.of(resource),
    items: () => inventory.items,
  });
  const runner = new Runner({
    store: new OperationStore(
      vscode.Uri.joinPath(context.globalStorageUri, "operations").fsPath,
      log,
    ),
    connect: async (via) => {
      // For the sentences of what follows.
      await catalogue.load();
      return connections.connectTo(via);
    },
    explain: (serviceId, failure) => catalogue.find(serviceId)?.explain(failure),
    clock,
    logger: log,
  });

  const announce = (operations: readonly Operation[]): Promise<void> =>
    announceAll(operations, {
      showLog: () => {
        log.show();
      },
      portalPage: pageOf,
      openInPortal: ({ plan }, page) => openInAzurePortal(account, plan.via.tenantId, page),
    });
  const view = new ResourcesView({
    account,
    inventory,
    runner,
    clock,
    warnHours: settings.warnBeforePurgeHours,
    onSignedIn: () => {
      runner
        .resume((operation) => void announce([operation]))
        .catch((error: unknown) => {
          log.error("Unfinished operations could not be taken up.");
          log.trace(String(error));
        });
    },
  });
  const operations = new OperationsTree(runner);
  const details = new DetailsDocuments();

  const targets = {
    inventory,
    serviceOf,
    isBusy: ({ resource }: InventoryItem) => runner.runningOn(deletionKey(resource)) !== undefined,
    ensureRead: () => view.ensureRead(),
  };
  const refreshAll = (): Promise<void> => {
    // Whoever the command line is signed in as by now; a connection remembers its token.
    connections.clear();
    return view.refresh();
  };
  const handlers = async (): Promise<CommandHandlers> => {
    const { commandHandlers } = await import("./commands/handlers");
    return commandHandlers({
      ...targets,
      account,
      selected,
      planner,
      runner,
      clock,
      details,
      announce,
      refreshAll,
      connect: connectForPlan,
      extensionUri: context.extensionUri,
      showLog: () => {
        log.show();
      },
    });
  };

  context.subscriptions.push(
    log,
    telemetry,
    account,
    inventory,
    runner,
    view,
    operations,
    details,
    vscode.window.registerTreeDataProvider(viewIds.operations, operations),
    selected.onDidChange(() => void view.refresh()),
    account.onDidChange(() => {
      connections.clear();
    }),
    onDidChangeSetting("services", () => void view.refresh()),
    onDidChangeSetting("warnBeforePurgeHours", () => {
      view.repaint();
    }),
    runner.onDidEnd(({ operation, here }) => {
      const { action, subject } = operation.plan;
      const isCopy = catalogue.find(subject.serviceId)?.recoversACopy !== undefined;
      const gone = outcomeOf(operation) === "succeeded" && (action === "purge" || !isCopy);
      void inventory.settle(subject, gone);
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
    ...Object.values(commandIds).map((id) =>
      registerCommand(id, async (...given) => (await handlers())[id](...given), log),
    ),
  );

  // What an earlier window left unfinished goes on at once, not when the view is next opened.
  void runner.hasUnfinished().then((found) => (found ? view.ensureRead() : undefined));

  return context.extensionMode === vscode.ExtensionMode.Test
    ? { inventory, planner, runner }
    : undefined;
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  const manifest = extension.packageJSON as { readonly version: string };
  return manifest.version;
}
