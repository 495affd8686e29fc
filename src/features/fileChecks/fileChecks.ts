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
import { WorkspaceFiles } from "./workspaceFiles";

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
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #diagnostics = new Map<string, Checked>();
  readonly #disposables: { dispose(): void }[];
  #index: NameIndex | undefined;
  #allAgain: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(
    private readonly inventory: Inventory,
    private readonly serviceOf: (item: InventoryItem) => SoftDeleteService,
    private readonly clock: Clock,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables = [
      this.#collection,
      this.#files,
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
        diagnostics = await diagnosticsIn(document.uri, this.#files, this.#names, clock.now());
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
