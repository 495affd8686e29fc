import * as vscode from "vscode";
import { label } from "../text";

const scheme = "azure-deleted-resource";

export interface DetailsDocument {
  /** The title of its tab. */
  readonly name: string;
  /** Distinguishes documents of the same name; the same key reuses its tab. */
  readonly key: string;
  readonly text: string;
  /** The complete text, where part of it takes a while; rejects if it can't be loaded. */
  readonly later?: (signal: AbortSignal) => Promise<string>;
}

interface Shown {
  readonly text: string;
  /** Aborted when the document is closed or shown again. */
  readonly waiting: AbortController;
}

/** Read-only text documents for details: searchable, copyable, accessible, and plain text only. */
export class DetailsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    this.#forget(uri.toString());
  });

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#shown.get(uri.toString())?.text ??
      vscode.l10n.t("Open the details again from the Deleted Resources or the Operations view.")
    );
  }

  /** Opens at once and completes the text when the rest arrives. */
  async show({ name, key, text, later }: DetailsDocument): Promise<void> {
    const uri = vscode.Uri.from({
      scheme,
      path: `/${label(name).replaceAll("/", "_")}`,
      query: key,
    });
    this.#forget(uri.toString());
    const waiting = new AbortController();
    const whole = later?.(waiting.signal).catch(() => undefined) ?? Promise.resolve(text);
    // Shows what is available immediately.
    const known = await Promise.race([whole, nextTurn()]);
    this.#put(uri, { text: known ?? text, waiting });
    const document = await vscode.workspace.openTextDocument(uri);
    if (known === undefined) {
      // Only after opening: VS Code ignores earlier change events.
      void whole.then((completed) => {
        if (completed !== undefined && !waiting.signal.aborted) {
          this.#put(uri, { text: completed, waiting });
        }
      });
    }
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    for (const uri of [...this.#shown.keys()]) {
      this.#forget(uri);
    }
    this.#registration.dispose();
    this.#closing.dispose();
    this.#changed.dispose();
  }

  #put(uri: vscode.Uri, shown: Shown): void {
    this.#shown.set(uri.toString(), shown);
    this.#changed.fire(uri);
  }

  #forget(uri: string): void {
    this.#shown.get(uri)?.waiting.abort(new Error("the details are closed"));
    this.#shown.delete(uri);
  }
}

async function nextTurn(): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  return undefined;
}
