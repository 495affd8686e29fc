import * as vscode from "vscode";
import type { Account, SignInState } from "../../account/account";
import type { Clock } from "../../base/clock";
import { hour } from "../../base/durations";
import { contentsContextKey, filteredContextKey, viewIds, type Contents } from "../ids";
import type { Inventory } from "../../inventory/inventory";
import type { InventoryItem, InventorySnapshot } from "../../inventory/inventorySnapshot";
import type { ReadTrouble } from "../../inventory/readTrouble";
import type { ViewOptionsStore } from "./viewOptions";
import type { ResourcesTree } from "./resourcesTree";
import { RetryWait } from "./retryWait";
import { isEmptySubscription } from "./subscriptionNode";
import type { Row } from "../treeRows";

/** What the view shows, and who is asked before it is read. */
export interface ViewSources {
  readonly account: Account;
  readonly inventory: Inventory;
  readonly viewOptions: ViewOptionsStore;
  readonly clock: Clock;
  /** Called whenever the person is known to be signed in, before the inventory is read. */
  readonly onSignedIn: () => void;
}

/** How long subscriptions and providers count as unchanged, in milliseconds. */
const youngFor = hour;

/**
 * The Deleted Resources view as a whole: when it is read, and what it shows when it has no rows.
 * It asks nothing of Azure before the view is shown or a command needs the list.
 */
export class ResourcesView implements vscode.Disposable {
  readonly #disposables: { dispose(): void }[];
  #contents: Contents | undefined;
  #isFiltered: boolean | undefined;
  #signedOut = false;
  /** Why nobody is known to be signed in or out; undefined while it is known. */
  #signInReason: string | undefined;
  readonly #retry = new RetryWait(() => void this.refresh());
  #reading: Promise<void> | undefined;
  #latest: object | undefined;
  /** The number of running reads. */
  #underWay = 0;
  #lastRead: number | undefined;
  #lastFullReading = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly view: vscode.TreeView<Row>,
    private readonly tree: ResourcesTree,
    private readonly sources: ViewSources,
  ) {
    this.#disposables = [
      this.#retry,
      tree.onFirstPaint(() => void this.ensureRead()),
      tree.onDidChangeTreeData(() => {
        this.#showState();
      }),
      sources.account.onDidChange(() => {
        if (this.#reading !== undefined) {
          void this.refresh();
        }
      }),
    ];
    this.#showState();
  }

  /** Reads everything once; resolves to the view's contents. */
  async ensureRead(): Promise<Contents> {
    let waitedFor: Promise<void> | undefined;
    do {
      waitedFor = this.#reading ?? this.refresh();
      await waitedFor;
      // A newer read may have replaced the awaited one.
    } while (this.#reading !== waitedFor);
    return this.#currentContents();
  }

  /** Reads everything again, with progress in the view. */
  async refresh(): Promise<void> {
    const reading = this.#read();
    this.#reading = reading;
    await vscode.window.withProgress({ location: { viewId: viewIds.resources } }, () => reading);
  }

  /** The start of the last read, in milliseconds since the epoch; undefined for never. */
  get lastRead(): number | undefined {
    return this.#lastRead;
  }

  /**
   * Reads what may have changed, without progress and without a prompt: the lists alone, and from time
   * to time everything. Nothing while the person is signed out, or while something is being read anyway.
   */
  async readInBackground(): Promise<void> {
    if (this.#underWay > 0 || this.#signedOut) {
      return;
    }
    const { clock, inventory } = this.sources;
    const isYoung = clock.now() - this.#lastFullReading < youngFor;
    if (this.#reading !== undefined && isYoung) {
      await this.#counted(() => inventory.refreshLists());
    } else {
      const reading = this.#read();
      this.#reading = reading;
      await reading;
    }
  }

  /** The number on the view's icon. */
  set badge(badge: vscode.ViewBadge | undefined) {
    this.view.badge = badge;
  }

  /** Opens the view and selects the first of these items that a filter doesn't hide. */
  async show(items: readonly InventoryItem[]): Promise<void> {
    await vscode.commands.executeCommand(`${viewIds.resources}.focus`);
    const row = this.tree.rowOf(items);
    if (row !== undefined) {
      await this.view.reveal(row, { select: true, focus: true });
    }
  }

  repaint(): void {
    this.tree.repaint();
  }

  /**
   * Moves the focus off rows that will disappear, while it is certainly in the view, right after
   * the person answered a question about them. Later it could be taken from elsewhere.
   */
  async moveFocusFrom(items: readonly InventoryItem[]): Promise<void> {
    await this.#focus(this.tree.rowBeside(items));
  }

  /** Moves the focus back to its row after the person declined. */
  async returnFocusTo(items: readonly InventoryItem[]): Promise<void> {
    await this.#focus(this.tree.rowOf(items));
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  async #focus(row: Row | undefined): Promise<void> {
    if (row !== undefined && this.view.visible) {
      await this.view.reveal(row, { select: false, focus: true });
    }
  }

  async #counted(read: () => Promise<void>): Promise<void> {
    this.#underWay += 1;
    this.#lastRead = this.sources.clock.now();
    try {
      await read();
    } finally {
      this.#underWay -= 1;
    }
  }

  #read(): Promise<void> {
    return this.#counted(() => this.#readAll());
  }

  async #readAll(): Promise<void> {
    const { account, inventory, clock } = this.sources;
    const reading = {};
    this.#latest = reading;
    this.#retry.began();
    const signIn = await signInState(account);
    if (this.#latest !== reading) {
      // A newer sign-in check replaces this one.
      return;
    }
    this.#signInReason = signIn.state === "unknown" ? signIn.reason : undefined;
    if (isNotRenewed(signIn, inventory.snapshot)) {
      inventory.cannotRead("signIn");
      this.#retry.failed();
      this.#showState();
      return;
    }
    this.#signedOut = signIn.state === "signedOut";
    if (this.#signedOut) {
      this.#retry.answered();
      inventory.clear();
      this.#showState();
      return;
    }
    this.#lastFullReading = clock.now();
    this.sources.onSignedIn();
    await inventory.refresh();
    if (this.#latest !== reading) {
      return;
    }
    if (isPassing(inventory.snapshot.trouble)) {
      this.#retry.failed();
    } else {
      this.#retry.answered();
    }
  }

  #showState(): void {
    const contents = this.#currentContents();
    if (contents !== this.#contents) {
      this.#contents = contents;
      void vscode.commands.executeCommand("setContext", contentsContextKey, contents);
    }
    this.#showViewOptions();
  }

  #showViewOptions(): void {
    const { description, message } = this.tree.texts;
    this.view.description = description;
    this.view.message =
      this.#contents === "waitingForSignIn"
        ? vscode.l10n.t("Waiting for the sign-in… {0}", this.#signInReason ?? "")
        : message;
    const isFiltered = this.sources.viewOptions.current.filter !== "";
    if (isFiltered !== this.#isFiltered) {
      this.#isFiltered = isFiltered;
      void vscode.commands.executeCommand("setContext", filteredContextKey, isFiltered);
    }
  }

  #currentContents(): Contents {
    if (this.#signedOut) {
      return "signedOut";
    }
    if (this.#signInReason !== undefined && this.tree.rows.length === 0) {
      return "waitingForSignIn";
    }
    const { state, subscriptions, problems } = this.sources.inventory.snapshot;
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

/**
 * Whether the sign-in can't say who is signed in, or an account whose list is shown gives no token.
 * VS Code gives none while its network is down, so that doesn't mean that nobody is signed in.
 */
function isNotRenewed(signIn: SignInState, { subscriptions }: InventorySnapshot): boolean {
  switch (signIn.state) {
    case "unknown":
      return true;
    case "signedIn":
      return false;
    case "signedOut":
      return subscriptions.some(({ subscription }) =>
        signIn.accountIds?.includes(subscription.accountId),
      );
  }
}

/** Whether it may work later without the person doing anything. */
function isPassing(trouble: ReadTrouble | undefined): boolean {
  return trouble === "unreachable" || trouble === "signIn";
}

async function signInState(account: Account): Promise<SignInState> {
  try {
    return await account.signInState();
  } catch {
    // An unusable cloud; reading the subscriptions shows the error in the view.
    return { state: "signedIn" };
  }
}
