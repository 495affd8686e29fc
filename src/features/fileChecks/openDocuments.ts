import * as vscode from "vscode";
import { fileKind, type FileKind } from "../../templates/fileKind";

/** A schema is at the top of a file, so the rest is not searched for it. */
const topLines = 40;
const longestTop = 10_000;

/** The kind of template a document is; undefined for others, including the old side of a diff. */
export function kindOf(document: vscode.TextDocument): FileKind | undefined {
  const { scheme, path } = document.uri;
  const isFile =
    scheme === "file" ||
    scheme === "untitled" ||
    vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === scheme) === true;
  return isFile
    ? fileKind(path, () =>
        document.getText(new vscode.Range(0, 0, topLines, 0)).slice(0, longestTop),
      )
    : undefined;
}
