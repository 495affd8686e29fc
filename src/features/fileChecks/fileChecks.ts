import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { Inventory } from "../../inventory/inventory";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { NameIndex } from "./nameIndex";
import type { SoftDeleteService } from "../../services/service";
import { diagnosticsIn, type NameDiagnostic } from "./diagnostics";
import { actionsFor, type RowOf } from "./nameActions";
import { rowFor } from "../../ui/tree/resourceNode";
import { kindOf } from "./openDocuments";
import { deployedWith } from "../../templates/together";
import { ChosenAssumptions } from "./assumptions";
import { checkNames, type CheckedNames } from "./checkedNames";
import { NameStatus, nameStatusText } from "./nameStatus";
import { pickCheckedName, pickOne } from "./pickCheckedName";
import { rangeIn, WorkspaceFiles } from "./workspaceFiles";

/** How long after the last change a document counts as settled, in milliseconds. */
const settled = 300;
/** The inventory changes many times a second while it is read. */
const inventorySettled = 500;

const selector: vscode.DocumentSelector = [
  { pattern: "**/*.{bicep,bicepparam,tf,tfvars,json,jsonc}" },
  { pattern: "**/.env" },
];

/**
 * Shows in the editor which names in open templates deleted resources hold, from the inventory
 * alone: nothing is asked of Azure here.
 */
export class FileChecks implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("azureDeletedResources");
  readonly #files = new WorkspaceFiles();
  readonly #status = new NameStatus(selector);
  readonly #assumptions = new ChosenAssumptions(this.#files);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #diagnostics = new Map<string, Checked>();
  readonly #disposables: { dispose(): void }[];
  #index: NameIndex | undefined;
  #allAgain: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(
    private readonly inventory: Inventory,
    private readonly serviceOf: (item: InventoryItem) => SoftDeleteService,
    private readonly services: () => readonly SoftDeleteService[],
    private readonly clock: Clock,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables = [
      this.#collection,
      this.#files,
      this.#status,
      this.#files.onDidChange(() => {
        this.#checkAllSoon();
      }),
      inventory.onDidChange(() => {
        this.#index = undefined;
        this.#checkAllSoon();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#checkSoon(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#changed(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#forget(document.uri);
      }),
      // Refreshes relative times such as "3 days ago".
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) {
          this.#checkSoon(editor.document, settled);
        }
      }),
      vscode.languages.registerCodeActionsProvider(
        selector,
        { provideCodeActions: (document, range) => this.#actions(document, range) },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    ];
    this.#checkAllSoon();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#allAgain);
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  get #names(): NameIndex {
    this.#index ??= new NameIndex(this.inventory.items, this.serviceOf);
    return this.#index;
  }

  /** Values can come from other open files, so those are checked again, too. */
  #changed(document: vscode.TextDocument): void {
    if (kindOf(document) === undefined) {
      return;
    }
    for (const open of vscode.workspace.textDocuments) {
      if (open === document || this.#diagnostics.has(open.uri.toString())) {
        this.#checkSoon(open, settled);
      }
    }
  }

  #checkAllSoon(): void {
    this.#allAgain ??= setTimeout(() => {
      this.#allAgain = undefined;
      for (const document of vscode.workspace.textDocuments) {
        this.#checkSoon(document, 0);
      }
    }, inventorySettled);
  }

  #checkSoon(document: vscode.TextDocument, milliseconds: number): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void this.#check(document);
    }, milliseconds);
    this.#timers.set(key, timer);
  }

  /** Never rejects: a file that can't be checked gets no diagnostics. */
  async #check(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (kindOf(document) === undefined) {
      // It may have been a template before its name or schema changed.
      this.#forget(document.uri);
      return;
    }
    const { version } = document;
    const { clock, log } = this;
    let diagnostics: readonly NameDiagnostic[] = [];
    try {
      if (!this.#names.isEmpty) {
        const environment = await this.#assumptions.environmentFor(document.uri);
        const { subscriptionId } = this.#assumptions;
        const assumed = { now: clock.now(), environment, subscriptionId };
        diagnostics = await diagnosticsIn(document.uri, this.#files, this.#names, assumed);
      }
    } catch (error) {
      log.error(`A file could not be checked: ${error instanceof Error ? error.name : "unknown"}`);
      log.trace(String(error));
    }
    if (this.#isDisposed || document.isClosed || document.version !== version) {
      return;
    }
    this.#diagnostics.set(key, { version, found: diagnostics });
    this.#collection.set(
      document.uri,
      diagnostics.map(({ diagnostic }) => diagnostic),
    );
    await this.#updateStatus(document);
  }

  /** Shows the names of a file's deployments, and what they were computed with. */
  async showNames(uri: vscode.Uri): Promise<void> {
    const checked = await this.#checkNames(uri);
    const pick = await pickCheckedName(checked, this.#subscriptionName(checked));
    switch (pick?.kind) {
      case "name": {
        const { file } = pick.name.declaration.namePlace;
        const read = await this.#files.read(uri.with({ path: file }));
        if (read !== undefined) {
          const selection = rangeIn(read.text, pick.name.declaration.namePlace);
          await vscode.window.showTextDocument(read.uri, { selection });
        }
        break;
      }
      case "environment":
        await this.#chooseEnvironment(uri);
        break;
      case "subscription":
        await this.#chooseSubscription();
        break;
      case undefined:
    }
  }

  async #chooseEnvironment(uri: vscode.Uri): Promise<void> {
    const names = await this.#assumptions.environmentsOf(uri);
    const picked = await pickOne(
      vscode.l10n.t("Select the azd Environment to Check"),
      names.map((name) => ({ id: name, label: name })),
    );
    if (picked !== undefined) {
      await this.#assumptions.chooseEnvironment(uri, picked);
      this.#checkAllSoon();
    }
  }

  async #chooseSubscription(): Promise<void> {
    const { subscriptions } = this.inventory.snapshot;
    const picked = await pickOne(
      vscode.l10n.t("Select the Subscription to Check"),
      subscriptions.map(({ subscription: { name, subscriptionId } }) => ({
        id: subscriptionId,
        label: name,
      })),
    );
    if (picked !== undefined) {
      this.#assumptions.subscriptionId = picked.toLowerCase();
      this.#checkAllSoon();
    }
  }

  async #checkNames(uri: vscode.Uri): Promise<CheckedNames> {
    const environment = await this.#assumptions.environmentFor(uri);
    const deployed = await deployedWith(uri.path, this.#files.around(uri), { environment });
    const { subscriptionId } = this.#assumptions;
    const types = this.services().flatMap(({ resourceType, deployment }) =>
      deployment === undefined ? [] : [resourceType.toLowerCase(), ...deployment.terraform],
    );
    return checkNames(deployed, new Set(types), this.#names, subscriptionId);
  }

  #subscriptionName({ assumed: { subscriptionId } }: CheckedNames): string | undefined {
    return this.inventory.snapshot.subscriptions.find(
      ({ subscription }) => subscription.subscriptionId.toLowerCase() === subscriptionId,
    )?.subscription.name;
  }

  /** Never rejects: without an answer, the status stays as it is. */
  async #updateStatus(document: vscode.TextDocument): Promise<void> {
    if (vscode.window.activeTextEditor?.document !== document) {
      return;
    }
    if (this.inventory.snapshot.state !== "read") {
      this.#status.hide();
      return;
    }
    try {
      const checked = await this.#checkNames(document.uri);
      this.#status.show(nameStatusText(checked, this.#subscriptionName(checked)));
    } catch (error) {
      this.log.trace(String(error));
    }
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#diagnostics.delete(key);
    this.#collection.delete(uri);
  }

  async #actions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const key = document.uri.toString();
    if (this.#diagnostics.get(key)?.version !== document.version) {
      await this.#check(document);
    }
    const currentText = (uri: vscode.Uri): string | undefined =>
      vscode.workspace.textDocuments
        .find((one) => one.uri.toString() === uri.toString())
        ?.getText();
    const rowOf: RowOf = (item) => rowFor(item, this.serviceOf(item), this.clock.now());
    return (this.#diagnostics.get(key)?.found ?? [])
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
      .flatMap((diagnostic) => actionsFor(diagnostic, currentText, rowOf));
  }
}

interface Checked {
  readonly version: number;
  readonly found: readonly NameDiagnostic[];
}
