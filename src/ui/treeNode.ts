import type * as vscode from "vscode";

/**
 * What a row of the Deleted Resources view shows. Each kind is a file in this folder. A node is a
 * value made again for each painting; the row it is shown in stays.
 */
export interface TreeNode {
  /** Unique in the view and stable across paints. */
  readonly id: string;
  /** Differs whenever the row itself, apart from its children, is shown or acts differently. */
  readonly signature: string;
  readonly children: readonly TreeNode[];
  item(): vscode.TreeItem;
}
