import type * as vscode from "vscode";
import type { Clock } from "../base/clock";

/** What every part of the product can use. */
export interface AppContext {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: Clock;
  /** The path of a folder of that name in the extension's own storage. */
  readonly folder: (name: string) => string;
}
