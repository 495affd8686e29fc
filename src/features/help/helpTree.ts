import type * as vscode from "vscode";

/** The Help and Feedback view, whose rows are made when it is first opened. */
export class HelpTree implements vscode.TreeDataProvider<vscode.TreeItem> {
  constructor(private readonly extensionId: string) {}

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  async getChildren(): Promise<vscode.TreeItem[]> {
    const { helpRows } = await import("./helpRows");
    return helpRows(this.extensionId);
  }
}
