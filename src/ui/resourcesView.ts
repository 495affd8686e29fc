import * as vscode from "vscode";
import type { Account } from "../account/account";
import type { Clock } from "../azure/clock";
import { contentsContextKey, viewIds, type Contents } from "../ids";
import type { Inventory } from "../recovery/inventory";
import type { Runner } from "../recovery/runner";
import { ResourcesTree } from "./tree/resourcesTree";
import { isEmptySubscription } from "./tree/subscriptionNode";
import type { Row } from "./tree/rows";

export interface ResourcesViewParts {
  readonly account: Account;
  readonly inventory: Inventory;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly warnHours: () => number;
  /** Called each time the person is known to be signed in, before the inventory is read. */
  readonly onSignedIn: () => void;
}

/**
 * The Deleted Resources view as a whole: when it is read, what stands in it when it has no rows,
 * and its badge. It asks nothing of Azure before the view is shown or somebody calls it.
 */
export class ResourcesView implements vscode.Disposable {
  readonly #tree: ResourcesTree;
  readonly #view: vscode.TreeView<Row>;
  readonly #disposables: { dispose(): void }[];
  #contents: Contents | undefined;
  #signedOut = false;
  #reading: Promise<void> | undefined;
  #latest: object | undefined;

  constructor(private readonly parts: ResourcesViewParts) {
    this.#tree = new ResourcesTree({
      ...parts,
      onFirstPaint: () => void this.ensureRead(),
    });
    this.#view = vscode.window.createTreeView(viewIds.resources, {
      treeDataProvider: this.#tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#disposables = [
      this.#tree,
      this.#view,
      this.#tree.onDidChangeTreeData(() => {
        this.#showState();
      }),
      parts.account.onDidChange(() => {
        if (this.#reading !== undefined) {
          void this.refresh();
        }
      }),
    ];
    this.#showState();
  }

  /** Reads everything unless that has been done, or is being done; resolves to what there is. */
  async ensureRead(): Promise<Contents> {
    let waitedFor: Promise<void> | undefined;
    do {
      waitedFor = this.#reading ?? this.refresh();
      await waitedFor;
      // A newer reading may have taken the place of the one that was waited for.
    } while (this.#reading !== waitedFor);
    return this.#currentContents();
  }

  /** Reads everything anew, with progress in the view. */
  async refresh(): Promise<void> {
    const reading = this.#read();
    this.#reading = reading;
    await vscode.window.withProgress({ location: { viewId: viewIds.resources } }, () => reading);
  }

  /** Paints again, as after a setting has changed. */
  repaint(): void {
    this.#tree.repaint();
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  async #read(): Promise<void> {
    const { account, inventory } = this.parts;
    const reading = {};
    this.#latest = reading;
    const signedOut = await this.#isSignedOut(account);
    if (this.#latest !== reading) {
      // Who is signed in has been asked again since; only the last answer counts.
      return;
    }
    if (signedOut) {
      this.#signedOut = true;
      inventory.clear();
      this.#showState();
      return;
    }
    this.#signedOut = false;
    this.parts.onSignedIn();
    await inventory.refresh();
  }

  async #isSignedOut(account: Account): Promise<boolean> {
    try {
      return !(await account.isSignedIn());
    } catch {
      // A cloud that cannot be used: reading the subscriptions says so in the view.
      return false;
    }
  }

  #showState(): void {
    const contents = this.#currentContents();
    if (contents !== this.#contents) {
      this.#contents = contents;
      void vscode.commands.executeCommand("setContext", contentsContextKey, contents);
    }
    const expiring = this.#tree.countExpiring();
    this.#view.badge =
      expiring === 0
        ? undefined
        : {
            value: expiring,
            tooltip: vscode.l10n.t(
              "Deleted resources that expire within {0} hours: {1}",
              this.parts.warnHours(),
              expiring,
            ),
          };
  }

  #currentContents(): Contents {
    if (this.#signedOut) {
      return "signedOut";
    }
    const { state, subscriptions, problems } = this.parts.inventory.snapshot;
    if (state !== "read") {
      return "reading";
    }
    if (problems.length > 0) {
      return "shown";
    }
    if (subscriptions.length === 0) {
      return "noSubscriptions";
    }
    return subscriptions.every(isEmptySubscription) ? "nothingDeleted" : "shown";
  }
}
