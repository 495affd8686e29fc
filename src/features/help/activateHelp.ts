import * as vscode from "vscode";
import type { CommandRegistry } from "../../commands/commandRegistry";
import { commandIds, viewIds } from "../../ui/ids";
import { HelpTree } from "./helpTree";
import { reportIssue, type IssueSources } from "./reportIssue";

/** Registers the Help and Feedback view, Report Issue and Show Log. */
export function activateHelp(
  commands: CommandRegistry,
  log: vscode.LogOutputChannel,
  sources: IssueSources,
): vscode.Disposable {
  commands.register(commandIds.reportIssue, () => reportIssue(sources));
  commands.register(commandIds.showLog, async () => {
    log.show();
  });
  return vscode.window.registerTreeDataProvider(viewIds.help, new HelpTree(sources.extension.id));
}
