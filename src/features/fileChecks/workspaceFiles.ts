import { homedir } from "node:os";
import * as vscode from "vscode";
import { fileKind } from "../../templates/fileKind";
import { readTemplateFile } from "../../templates/readFile";
import { longestFile, type Span } from "../../templates/template";
import type { Files, SourceFile } from "../../templates/deployedFiles";
import { kindOf } from "./openDocuments";

/** Where Bicep keeps the modules that it restored from registries. */
const restoredModules = vscode.Uri.joinPath(vscode.Uri.file(homedir()), ".bicep", "br").path;

/** A file's text, to convert its offsets into positions. */
export interface ReadText extends SourceFile {
  readonly uri: vscode.Uri;
  readonly text: string;
}

interface Kept {
  /** The open document's version; undefined for a file on disk. */
  readonly version: number | undefined;
  readonly read: ReadText | undefined;
}

/**
 * The workspace files that templates need, read through VS Code so that virtual workspaces work.
 * Files are cached until they change.
 */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #kept = new Map<string, Kept>();
  readonly #texts = new Map<string, string>();
  readonly #folders = new Map<string, readonly string[]>();
  readonly #watcher: vscode.FileSystemWatcher;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#watcher = vscode.workspace.createFileSystemWatcher(
      "**/{*.bicep,*.bicepparam,*.json,*.jsonc,*.tf,*.tfvars,.env,azure.yaml}",
    );
    this.#watcher.onDidChange((uri) => {
      this.#forget(uri, false);
    });
    this.#watcher.onDidCreate((uri) => {
      this.#forget(uri, true);
    });
    this.#watcher.onDidDelete((uri) => {
      this.#forget(uri, true);
    });
  }

  /** The files of the file system that a document is in. */
  around(document: vscode.Uri): Files {
    const at = (path: string): vscode.Uri => document.with({ path, query: "", fragment: "" });
    // Folders around a workspace, such as a home folder, hold no templates of it.
    const isInside = isWatched(document) ? (folder: vscode.Uri) => isWatched(folder) : () => true;
    return {
      list: async (folder) => (isInside(at(folder)) ? this.#list(at(folder)) : []),
      read: (path) => this.read(at(path)),
      text: (path) => this.#text(at(path)),
      registry: document.scheme === "file" ? restoredModules : undefined,
      open: vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === document.scheme && uri.authority === document.authority)
        .map(({ uri }) => uri.path),
    };
  }

  /** The editor's text, otherwise the file's; undefined where it isn't deployable. */
  async read(uri: vscode.Uri): Promise<ReadText | undefined> {
    const key = uri.toString();
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.version === document?.version) {
      return kept.read;
    }
    const read =
      document === undefined
        ? await readFromDisk(uri)
        : readText(uri, kindOf(document), document.getText());
    if (document !== undefined || isWatched(uri)) {
      this.#kept.set(key, { version: document?.version, read });
    }
    return read;
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
  }

  /** The text of a file that isn't a template, such as abbreviations.json. */
  async #text(uri: vscode.Uri): Promise<string | undefined> {
    const key = uri.toString();
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
    const kept = this.#texts.get(key);
    if (document !== undefined) {
      return document.getText();
    }
    if (kept !== undefined) {
      return kept;
    }
    const text = await textOnDisk(uri);
    if (text !== undefined && isWatched(uri)) {
      this.#texts.set(key, text);
    }
    return text;
  }

  async #list(folder: vscode.Uri): Promise<readonly string[]> {
    const key = folder.toString();
    const known = this.#folders.get(key);
    if (known !== undefined) {
      return known;
    }
    const names = await vscode.workspace.fs.readDirectory(folder).then(
      (entries) => entries.map(([name]) => name),
      () => [],
    );
    if (isWatched(folder)) {
      this.#folders.set(key, names);
    }
    return names;
  }

  #forget(uri: vscode.Uri, isOther: boolean): void {
    const wasText = this.#texts.delete(uri.toString());
    const wasKept = this.#kept.delete(uri.toString()) || wasText;
    // A new azd environment is a folder in a folder that was listed.
    const folders = isOther ? [".", "..", "../.."] : [];
    const wasListed = folders
      .map((up) => this.#folders.delete(vscode.Uri.joinPath(uri, "..", up).toString()))
      .includes(true);
    if (wasKept || wasListed) {
      this.#changed.fire();
    }
  }
}

/** VS Code reports no changes outside the workspace. */
function isWatched(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

async function readFromDisk(uri: vscode.Uri): Promise<ReadText | undefined> {
  const text = await textOnDisk(uri);
  return text === undefined
    ? undefined
    : readText(
        uri,
        fileKind(uri.path, () => text),
        text,
      );
}

/** Undefined for deleted or unreadable files, which are ignored, and for very long ones. */
async function textOnDisk(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return text.length > longestFile ? undefined : text;
  } catch {
    return undefined;
  }
}

function readText(
  uri: vscode.Uri,
  kind: SourceFile["kind"] | undefined,
  text: string,
): ReadText | undefined {
  return kind === undefined
    ? undefined
    : { uri, text, file: uri.path, kind, content: readTemplateFile(kind, text, uri.path) };
}

/** A span as a VS Code range, whatever the line endings. */
export function rangeIn(text: string, { start, end }: Span): vscode.Range {
  return new vscode.Range(positionAt(text, start), positionAt(text, end));
}

function positionAt(text: string, offset: number): vscode.Position {
  let line = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", lineStart)) {
    line += 1;
    lineStart = at + 1;
  }
  return new vscode.Position(line, offset - lineStart);
}
