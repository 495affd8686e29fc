import type * as vscode from "vscode";
import { environmentNames, projectFolder } from "../../templates/azdProject";
import type { WorkspaceFiles } from "./workspaceFiles";

/** The azd environments and the subscription that a person chose for checks, in this window. */
export class ChosenAssumptions {
  readonly #environments = new Map<string, string>();
  subscriptionId: string | undefined;

  constructor(private readonly files: WorkspaceFiles) {}

  /** The environment chosen for the project of a file; undefined for the one that azd uses. */
  async environmentFor(uri: vscode.Uri): Promise<string | undefined> {
    const folder = await projectFolder(uri.path, this.files.around(uri));
    return this.#environments.get(folder ?? "");
  }

  async environmentsOf(uri: vscode.Uri): Promise<readonly string[]> {
    const files = this.files.around(uri);
    const folder = await projectFolder(uri.path, files);
    return folder === undefined ? [] : environmentNames(folder, files);
  }

  async chooseEnvironment(uri: vscode.Uri, name: string): Promise<void> {
    const folder = await projectFolder(uri.path, this.files.around(uri));
    this.#environments.set(folder ?? "", name);
  }
}
