import * as l10n from "@vscode/l10n";

/** What an error says, in whatever shape it was thrown. */
export function thrownMessage(error: unknown): string {
  return error instanceof Error && error.message !== ""
    ? error.message
    : l10n.t("an unknown problem");
}
