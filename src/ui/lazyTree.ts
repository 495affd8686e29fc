import * as vscode from "vscode";

/** A tree as ours are. */
export interface Tree<T> extends vscode.TreeDataProvider<T> {
  readonly onDidChangeTreeData?: vscode.Event<T[] | undefined>;
}

/** A tree that VS Code knows from the start and that is loaded when it first asks for rows. */
export class LazyTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<T[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #tree: Promise<Tree<T>> | undefined;
  #listening: vscode.Disposable | undefined;

  constructor(private readonly load: () => Promise<Tree<T>>) {}

  async getChildren(row?: T): Promise<T[] | null | undefined> {
    return (await this.#loaded()).getChildren(row);
  }

  async getTreeItem(row: T): Promise<vscode.TreeItem> {
    return (await this.#loaded()).getTreeItem(row);
  }

  async getParent(row: T): Promise<T | null | undefined> {
    return (await this.#loaded()).getParent?.(row);
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    row: T,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    return (await (await this.#loaded()).resolveTreeItem?.(item, row, token)) ?? item;
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#changed.dispose();
  }

  #loaded(): Promise<Tree<T>> {
    return (this.#tree ??= this.#listen());
  }

  async #listen(): Promise<Tree<T>> {
    const tree = await this.load();
    this.#listening = tree.onDidChangeTreeData?.((rows) => {
      this.#changed.fire(rows);
    });
    return tree;
  }
}
