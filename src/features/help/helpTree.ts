import type * as vscode from "vscode";
import { helpRows } from "./helpRows";

/** The Help and Feedback view. */
export class HelpTree implements vscode.TreeDataProvider<vscode.TreeItem> {
  constructor(private readonly extensionId: string) {}

  getTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return item;
  }

  getChildren(): vscode.TreeItem[] {
    return helpRows(this.extensionId);
  }
}
