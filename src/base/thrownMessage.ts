import * as l10n from "@vscode/l10n";

/** The message of any thrown value. */
export function thrownMessage(error: unknown): string {
  return error instanceof Error && error.message !== ""
    ? error.message
    : l10n.t("an unknown problem");
}
