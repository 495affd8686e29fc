import * as vscode from "vscode";
import type { Subscription } from "../account/account";
import { accountFactories } from "../account/accountFactories";
import { armConnector } from "../account/armConnector";
import { Connections } from "../account/connections";
import { SelectedSubscriptions } from "../account/selectedSubscriptions";
import { selectedSubscriptionsSetting } from "../account/selectedSubscriptionsSetting";
import { applyFilter } from "../account/subscriptionFilter";
import { SwitchableAccount } from "../account/switchableAccount";
import type { ArmClient } from "../azure/armClient";
import { lazy } from "../base/lazy";
import { Catalogue } from "../services/catalogue";
import { Inventory } from "../inventory/inventory";
import { InventoryKeeper } from "../inventory/inventoryKeeper";
import { KeptInventory } from "../inventory/keptInventory";
import { DeletionLog } from "../deletionHistory/deletionLog";
import { NameFinder } from "../features/nameLookup/nameFinder";
import { onDidChangeSetting, settings } from "../ui/settings";
import type { AppContext } from "./appContext";

/** What only reads: the account, deleted resources, deletion history, and name lookup. */
export interface Readers {
  readonly account: SwitchableAccount;
  readonly selected: SelectedSubscriptions;
  readonly connections: Connections;
  readonly catalogue: Catalogue;
  /** The Azure Resource Manager endpoint of the configured cloud. */
  readonly endpoint: () => Promise<string>;
  readonly inventory: Inventory;
  /** Resolves when the list that an earlier window kept is shown, if there is one. */
  readonly restored: Promise<void>;
  readonly nameFinder: () => Promise<NameFinder>;
  readonly deletionLog: DeletionLog;
}

/** Creates the parts that read. None of them prompts for sign-in. */
export function createReaders({ context, log, clock, folder }: AppContext): Readers {
  const connector = armConnector(log, `azure-deleted-resources/${versionOf(context)}`);
  const account = new SwitchableAccount({
    kind: settings.credential,
    onDidChangeKind: (listener) => onDidChangeSetting("credential", listener),
    factories: accountFactories(
      connector,
      (message) => void vscode.window.showInformationMessage(message),
      log,
    ),
  });
  const selected = new SelectedSubscriptions(
    selectedSubscriptionsSetting,
    context.globalState,
    log,
  );
  const connections = new Connections(account, connector);
  const catalogue = new Catalogue();

  const endpoint = async (): Promise<string> => (await account.cloud()).armEndpoint;
  const connect = (subscription: Subscription): Promise<ArmClient> =>
    connections.connect(subscription, { mayPrompt: false });
  const inventory = new Inventory({
    services: () => {
      // Unknown ids, for example from a later version's setting, are ignored.
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
    connect,
    endpoint,
    logger: log,
  });
  const nameFinder = lazy(async () => {
    await catalogue.load();
    return new NameFinder({
      services: catalogue.services,
      chosenServices: settings.services,
      readSubscriptions: (report, signal) => account.readSubscriptions(report, signal),
      connect,
      endpoint,
      logger: log,
    });
  });
  const keeper = new InventoryKeeper(inventory, {
    kept: new KeptInventory(folder("inventory")),
    place: async () => `${settings.credential()} ${await endpoint()}`,
    loadServices: () => catalogue.load(),
    isShown: (subscription) => applyFilter([subscription], selected.filter()).length > 0,
    logger: log,
  });
  const deletionLog = new DeletionLog({
    connect,
    items: () => inventory.items,
    retentionHours: (resource) => catalogue.of(resource).deletionTimes?.retentionHours,
    clock,
    logger: log,
  });
  context.subscriptions.push(
    keeper,
    account.onDidChange(() => {
      connections.clear();
      deletionLog.clear();
    }),
  );
  return {
    account,
    selected,
    connections,
    catalogue,
    endpoint,
    inventory,
    restored: keeper.restore(),
    nameFinder,
    deletionLog,
  };
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  const manifest = extension.packageJSON as { readonly version: string };
  return manifest.version;
}
