import * as vscode from "vscode";
import type { CommandRegistry } from "../../commands/commandRegistry";
import { commandIds } from "../../ui/ids";
import { ConflictLinks } from "./conflictLinks";
import { findName, type NameLookup } from "./findName";

/** Registers Find What Holds a Name, and the links to it in terminals. */
export function activateNameLookup(
  commands: CommandRegistry,
  lookup: NameLookup,
): vscode.Disposable {
  commands.register(commandIds.findName, (given) => findName(lookup, given));
  return vscode.window.registerTerminalLinkProvider(
    new ConflictLinks(async () => (await lookup.nameFinder()).parser),
  );
}
