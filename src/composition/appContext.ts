import type * as vscode from "vscode";
import type { Clock } from "../base/clock";

/** What every part may stand on. */
export interface AppContext {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: Clock;
  /** The path of a folder of that name in the extension's own storage. */
  readonly folder: (name: string) => string;
}
