/**
 * The commands of the Azure CLI and of Azure PowerShell for a plan's request. Plain data, matched
 * by the request, so that a step has its command in any plan.
 *
 * Words are separated by single spaces. A name in braces is replaced by its value in {@link
 * request}, {@link headers}, or {@link body}; always available are "{subscription}", "{id}" (the
 * ARM id of the path), "{apiVersion}", and "{target}" (the step's).
 */
export interface EquivalentCommand {
  /** "METHOD /path", in which a name in braces matches any segment. Case-insensitive. */
  readonly request: string;
  /** All query parameters besides the api-version. */
  readonly query?: Readonly<Record<string, string>>;
  /** Required headers, as with {@link body}. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of the body by path, as in "properties.createMode": literal, or a name in braces. */
  readonly body?: Readonly<Record<string, string>>;
  /** Paths that the body must not contain, because the commands can't express them. */
  readonly without?: readonly string[];
  /** As in "az keyvault recover --name {name}". Asks before a purge where Azure's command does. */
  readonly azureCli?: string;
  /** As in "Undo-AzKeyVaultRemoval -VaultName {name}". */
  readonly powershell?: string;
}
