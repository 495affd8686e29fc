import * as vscode from "vscode";
import { commandIds } from "../../ui/ids";
import { withoutPlace, type Conflict, type ConflictParser, type NameQuery } from "./conflictParser";

/** A link over a name that a tool has just reported as held by a deleted resource. */
export class ConflictLink extends vscode.TerminalLink {
  constructor(
    { index, length }: Conflict,
    readonly query: NameQuery,
  ) {
    super(
      index,
      length,
      query.name === undefined
        ? vscode.l10n.t("Find what holds the name")
        : vscode.l10n.t("Recover or purge what holds this name"),
    );
  }
}

/**
 * Links in the output of azd, Terraform, Pulumi, Bicep and the Azure CLIs. A line is parsed when
 * VS Code asks for its links, which is when the pointer comes over it, and is not kept.
 */
export class ConflictLinks implements vscode.TerminalLinkProvider<ConflictLink> {
  constructor(private readonly parser: () => Promise<ConflictParser>) {}

  async provideTerminalLinks({ line }: vscode.TerminalLinkContext): Promise<ConflictLink[]> {
    const parser = await this.parser();
    return parser
      .conflictsIn(line)
      .map((conflict) => new ConflictLink(conflict, withoutPlace(conflict)));
  }

  async handleTerminalLink({ query: wanted }: ConflictLink): Promise<void> {
    await vscode.commands.executeCommand(commandIds.findName, wanted);
  }
}
